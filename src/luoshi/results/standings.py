"""From rows to standings: gathers the facts of items in a fixed number of queries and lets the rules judge them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from luoshi.plans.models import Item, Schedule
from luoshi.results import rules
from luoshi.results.models import Observation
from luoshi.results.rules import Said, Span, Standing
from luoshi.work.models import Step, Update


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one item, whenever it was known."""

    claims: tuple[Said, ...]
    shows: tuple[Said, ...]
    spans: tuple[Span, ...]

    def standing(self, on: date, known: datetime) -> Standing:
        """Say where the item stands on D as known at K."""
        return rules.standing(claims=self.claims, shows=self.shows, spans=self.spans, on=on, known=known)


def facts(items: Iterable[Item]) -> dict[int, Facts]:
    """Gather the facts of items: four queries, however many there are.

    A claim is a report that the head has signed; it is known from the signature on, until the office declines it.
    """
    keys = [item.pk for item in items]
    claims: dict[int, list[Said]] = defaultdict(list)
    returned = Step.everything.filter(update_of__item__in=keys, became=Update.State.RETURNED)
    until = dict(returned.values_list("update_of", "known_at"))
    signed = Update.everything.filter(item__in=keys, signed_at__isnull=False).order_by("pk")
    for pk, item, about, at, percent in signed.values_list("pk", "item", "about", "signed_at", "percent"):
        assert at is not None  # filtered above
        claims[item].append(Said(about, at, percent / 100, until.get(pk)))
    shows: dict[int, list[Said]] = defaultdict(list)
    seen = Observation.everything.filter(item__in=keys).order_by("pk")
    for item, about, at, percent in seen.values_list("item", "about", "known_at", "percent"):
        shows[item].append(Said(about, at, percent / 100))
    spans: dict[int, list[Span]] = defaultdict(list)
    for item, starts, due, at in Schedule.everything.filter(item__in=keys).values_list(
        "item", "starts", "due", "known_at"
    ):
        spans[item].append(Span(starts, due, at))
    return {key: Facts(tuple(claims[key]), tuple(shows[key]), tuple(spans[key])) for key in keys}


def standings(items: Iterable[Item], on: date, known: datetime) -> dict[int, Standing]:
    """Say where each item stands on D as known at K."""
    return {key: found.standing(on, known) for key, found in facts(items).items()}


def total(items: Iterable[Item], found: Mapping[int, Standing], kind: str) -> float | None:
    """Roll the claimed, shown or expected shares of tasks up by weight; what has not started does not count."""
    return rules.roll_up(
        rules.Part(item.weight, getattr(found[item.pk], kind), found[item.pk].result != rules.Lamp.WAIT)
        for item in items
    )
