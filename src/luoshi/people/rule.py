"""One rule of access, and the places to which it opens a way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from luoshi.people.roles import EVERYBODY, LINE_ACTIONS, Capability, Reach, Role

WIDTH = 7  # digits of one level in a unit's path: room for ten million units in a level


class Place(NamedTuple):
    """A unit, or all that lies below it too; with words, only what bears one of them."""

    path: str
    reach: str
    words: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Tell whether a whole subtree is meant."""
        return self.reach == Reach.SUBTREE and not self.words


def fold(places: Iterable[Place]) -> list[Place]:
    """Leave out the places that lie within others, so that many grants make few conditions."""
    once = sorted(set(places))
    wide = {place.path for place in once if place.whole}

    def covered(place: Place) -> bool:
        last = len(place.path) - (WIDTH if place.whole else 0)
        return any(place.path[:cut] in wide for cut in range(WIDTH, last + 1, WIDTH))

    return [place for place in once if not covered(place)]


@dataclass(frozen=True, slots=True)
class Rule:
    """Holders of one of `roles` may `action` a row of `model` whose unit lies within their grant's reach.

    `unit` is the lookup from the row to a unit ("" where the row is a unit itself). `wide` widens the reach to
    the whole organisation. `where` narrows the rows. `not_by` names members who are barred: nobody signs or
    verifies what they have made themselves, nor what was made for them by somebody to whom they had lent one
    of the roles `made_as`. `own` names the member whose row it must be: only theirs, by whatever right they act.
    `fields` are those that the action may read or write.

    With `line`, the rule opens the subjects of lines of supervision that have this capability, to who supervises
    at the line's unit; `topic` is the lookup to the text in which a line's words are looked for. Without a
    topic, a line that has words opens nothing.
    """

    action: str
    model: str
    roles: frozenset[Role]
    unit: str
    wide: bool = False
    where: tuple[tuple[str, object], ...] = ()
    not_by: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()
    made_as: frozenset[Role] = EVERYBODY
    own: str = ""
    line: str = ""
    topic: str = ""

    def __post_init__(self) -> None:
        if not self.line:
            return
        if self.wide or self.roles != {Role.SUPERVISOR}:
            raise ValueError(f"{self}: a line is the supervisor's, and reaches as far as it says")
        if self.action not in LINE_ACTIONS[Capability(self.line)]:
            raise ValueError(f"{self}: a line reads, comments, returns and verifies; nothing else")
        if self.model.startswith("people.") and self.model != "people.Unit":
            raise ValueError(f"{self}: no line leads to personal data")

    def rows(self, places: Iterable[Place]) -> Q:
        """Say which rows this rule opens at some places."""
        if self.wide:
            places = [Place(place.path[:WIDTH], Reach.SUBTREE) for place in places]
        lookup = f"{self.unit}__path" if self.unit else "path"
        opened = Q()
        for place in fold(places):
            within = Q((lookup if place.reach == Reach.UNIT else f"{lookup}__startswith", place.path))
            if place.words:
                said = (Q((f"{self.topic}__icontains", word)) for word in place.words)
                within &= Q(*said, _connector=Q.OR)
            opened |= within
        return Q(opened, *self.where)
