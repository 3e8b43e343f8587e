"""建议: which units might take on what a sentence asks for, each with its reasons. Nothing is chosen: a person does that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from luoshi.people.models import Unit
from luoshi.plans.models import Item, Owner
from luoshi.records.models import Sentence

LOOKED_THROUGH = 2000  # of the tasks that are led by somebody the newest
ALIKE = 0.4  # of the pairs of characters of the shorter of the two
SHARED = 4  # pairs, so that two short titles are not alike by one word
MOST = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit, and why it is proposed."""

    unit: Unit
    reasons: tuple[str, ...]


def propose(sentence: Sentence, units: QuerySet[Unit], items: QuerySet[Item]) -> list[Proposal]:
    """Propose units whom the text names, then those that lead something like it; in two queries.

    `units` are those that may be chosen, `items` those that the member may see.
    """
    places = list(units)
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for unit, reason in (*_named(sentence, places), *_led(sentence, items)):
        reasons[unit].append(reason)
    by_key = {unit.pk: unit for unit in places}
    return [Proposal(by_key[key], tuple(said)) for key, said in reasons.items() if key in by_key][:MOST]


def _named(sentence: Sentence, units: Iterable[Unit]) -> Iterable[tuple[int, str]]:
    """Find the units that are read as owners of the sentence, that its words name, and that its headings name."""
    of = [sentence.start, sentence.end]
    owners = {one["unit"] for one in sentence.reading.record["owners"] if one["of"] == of}
    said = ((sentence.words, _("句中点名")), ("".join(sentence.path), _("标题点名")))
    for unit in units:
        if unit.parent_id is None:  # the whole organisation is nobody in particular
            continue
        names = {name for name in (unit.name, unit.short) if len(name) > 1}
        if names & owners:
            yield unit.pk, _("原文写明由其承担")
            continue
        reason = next((reason for text, reason in said if any(name in text for name in names)), "")
        if reason:
            yield unit.pk, reason


def _led(sentence: Sentence, items: QuerySet[Item]) -> Iterable[tuple[int, str]]:
    """Find the tasks whose titles are most like the sentence, and who leads them."""
    led = Owner.everything.filter(role=Owner.Role.LEAD, item__kind=Item.Kind.TASK, item__in=items)
    rows = led.order_by("-item").values_list("unit", "item__code", "item__title")[:LOOKED_THROUGH]
    words = pairs(sentence.words)
    found = [
        (alike(words, pairs(title)), unit, _("牵头相近的 {code} {title}").format(code=code, title=title))
        for unit, code, title in rows
    ]
    best = sorted((one for one in found if one[0] >= ALIKE), key=lambda one: -one[0])
    seen: set[int] = set()
    for _alike, unit, reason in best:
        if unit not in seen:
            seen.add(unit)
            yield unit, reason


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text, blanks and marks left out.

    >>> sorted(pairs("推进 产教融合"))
    ['产教', '推进', '教融', '融合', '进产']
    """
    kept = "".join(char for char in text if char.isalnum())
    return frozenset(kept[at : at + 2] for at in range(len(kept) - 1))


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Say how much of the shorter text stands in the other, from 0 to 1; 0 where too little is shared to tell.

    >>> alike(pairs("各学院要推进产教融合"), pairs("推进产教融合平台"))
    0.7142857142857143
    """
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= SHARED else 0.0
