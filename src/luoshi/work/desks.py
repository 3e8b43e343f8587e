"""Who sits at which desk: for each role the members nearest to a unit, from one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db.models import Q

from luoshi.people.access import WIDTH
from luoshi.people.models import Grant, Organisation
from luoshi.people.roles import Reach

Place = tuple[str, str]  # role, path of a unit


@dataclass(frozen=True, slots=True)
class Desks:
    """岗位: the holders of roles, by the unit at which they hold them; those whose grant reaches down apart."""

    here: Mapping[Place, tuple[int, ...]]
    below: Mapping[Place, tuple[int, ...]]

    @classmethod
    def of(cls, organisation: Organisation, on: date, known: datetime) -> Self:
        """Gather who holds which role on a day, as known at a time."""
        held = Grant.objects.filter(
            Q(until__isnull=True) | Q(until__gte=on),
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=known),
            unit__organisation=organisation,
            member__is_active=True,
            since__lte=on,
            known_at__lte=known,
        )
        here: dict[Place, list[int]] = defaultdict(list)
        below: dict[Place, list[int]] = defaultdict(list)
        rows = held.order_by("pk").values_list("role", "unit__path", "reach", "member")
        for role, path, reach, member in rows:
            here[role, path].append(member)
            if reach == Reach.SUBTREE:
                below[role, path].append(member)
        return cls(
            {key: tuple(found) for key, found in here.items()}, {k: tuple(v) for k, v in below.items()}
        )

    def nearest(self, role: str, path: str) -> tuple[int, ...]:
        """Return who holds a role at a unit, or at the nearest unit above it whose holders reach down to it."""
        if found := self.here.get((role, path)):
            return found
        for end in range(len(path) - WIDTH, 0, -WIDTH):
            if found := self.below.get((role, path[:end])):
                return found
        return ()

    def all_for(self, role: str, paths: Iterable[str]) -> list[int]:
        """Return the nearest holders for each of several units, each member once."""
        return list(dict.fromkeys(member for path in paths for member in self.nearest(role, path)))
