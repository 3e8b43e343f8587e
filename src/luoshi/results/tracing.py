"""溯源: a derivation as a page tells it: each number with its parts, and at the leaves the facts with what lies behind them.

Behind a fact stand the report that brought it, the evidence of that report, and the sentences that the item answers; each
only for who may read it. A value that the member may not read takes its node's words and number along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model, Prefetch
from django.utils.translation import gettext as _

from luoshi.arithmetic.derivation import SHARE, Derivation, Fact, written
from luoshi.documents.models import Document
from luoshi.people.models import Member
from luoshi.plans.models import Basis, Item, Schedule
from luoshi.results.models import Acceptance, Definition, Evidence, Observation, Target, Value
from luoshi.web.templatetags.luoshi import NO_DATA
from luoshi.work.models import Update

OPEN = 200  # nodes up to which all of them stand open
# Of which rows a derivation names facts, and what is to be fetched along.
_KINDS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "observation": (Observation, ("update_of", "by")),
    "update": (Update, ("unit", "by")),
    "evidence": (Evidence, ("by",)),
    "value": (Value, ("unit", "by", "verified_by")),
    "definition": (Definition, ("by", "unit", "amendment")),
    "target": (Target, ("by", "amendment")),
    "schedule": (Schedule, ("by", "amendment")),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A fact: what its row says, who said it, and the report and the evidence behind it that the member may read."""

    fact: Fact
    words: str
    by: str
    update: Update | None
    pieces: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A number with its words, its facts, its parts and the sentences of its item; hidden, it is named and no more."""

    told: Derivation[Any]
    item: Item | None
    bases: tuple[Basis, ...]
    leaves: tuple[Leaf, ...]
    parts: tuple[Node, ...]
    hidden: bool = False
    open: bool = True

    @property
    def all_told(self) -> bool:
        """Tell whether the member may read all that it is made of."""
        return not any(part.hidden for part in self.parts)

    @property
    def value(self) -> str:
        """Return the number as people write it; what is not there is no data, and never 0."""
        return _(NO_DATA) if self.told.value is None else self.told.shown


def trace(told: Derivation[Any], member: Member, known: datetime, *, item: int = 0) -> Node:
    """Resolve a derivation for a member as known at K, in a fixed number of queries; `item` is whose number it is."""
    nodes = _nodes(told)
    items = {item, *(_key(one.of, "item") for one in nodes)} - {0}
    behind = _Behind(told.all_facts(), items, member, known)
    root = behind.node(told, opened=len(nodes) <= OPEN)
    return replace(root, bases=tuple(behind.bases.get(item, ()))) if item else root


def _nodes(told: Derivation[Any]) -> list[Derivation[Any]]:
    return [told, *(one for part in told.parts for one in _nodes(part))]


def _key(name: str, kind: str) -> int:
    """Return the key of a row of a kind, 0 where it is of another.

    >>> _key("item/12", "item"), _key("indicator/3", "item"), _key("", "item")
    (12, 0, 0)
    """
    of, _, key = name.partition("/")
    return int(key) if of == kind and key.isdigit() else 0


class _Behind:
    """All rows behind a tree, each kind fetched once."""

    def __init__(self, facts: Iterable[Fact], items: set[int], member: Member, known: datetime) -> None:
        self.rows = _rows(facts)
        updates = {key for row in self.rows.values() if (key := _update_of(row))}
        seen = Update.objects.visible_to(member).filter(pk__in=updates).select_related("unit", "by")
        self.updates = {row.pk: row for row in seen}
        self.pieces: defaultdict[int, list[Evidence]] = defaultdict(list)
        for piece in _pieces(list(self.updates), member, known):
            self.pieces[piece.update_of_id].append(piece)
        wanted = [row.pk for row in self.rows.values() if isinstance(row, Value)]
        read = Value.objects.visible_to(member).filter(pk__in=wanted).values_list("pk", flat=True)
        self.closed = {f"value/{key}" for key in set(wanted) - set(read)} if wanted else set()
        self.items = {row.pk: row for row in Item.objects.visible_to(member).filter(pk__in=items)}
        self.bases = _bases(list(self.items), member, known)

    def node(self, told: Derivation[Any], *, opened: bool) -> Node:
        if any(fact.key in self.closed for fact in told.facts):
            return Node(told, None, (), (), (), hidden=True)
        parts = tuple(self.node(part, opened=opened) for part in told.parts)
        item = self.items.get(_key(told.of, "item"))
        apart = any(isinstance(self.rows.get(fact.key), Evidence) for fact in told.facts)
        return Node(
            told,
            item,
            tuple(self.bases.get(item.pk, ())) if item and not _above(told) else (),
            tuple(self.leaf(fact, apart=apart) for fact in told.facts if fact.key in self.rows),
            parts,
            open=opened or _above(told),
        )

    def leaf(self, fact: Fact, *, apart: bool) -> Leaf:
        """Tell a fact; where the evidence stands among the facts itself, it is not told a second time."""
        row = self.rows[fact.key]
        update = self.updates.get(_update_of(row) or 0)
        pieces: list[Evidence] = []
        if update is not None and isinstance(row, Evidence):
            pieces = [piece for piece in self.pieces[update.pk] if piece.pk == row.pk]
        elif update is not None and not apart:
            pieces = self.pieces[update.pk]
        by = getattr(row, "verified_by", None) or row.by  # type: ignore[attr-defined]
        return Leaf(fact, _words(row), by.name, update, tuple(pieces))


def _above(told: Derivation[Any]) -> bool:
    """Tell whether it is the number of a node above leaves."""
    return told.rule == "weighted"


def _rows(facts: Iterable[Fact]) -> dict[str, Model]:
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for fact in facts:
        kind = fact.key.partition("/")[0]
        if kind in _KINDS and (key := _key(fact.key, kind)):
            keys[kind].add(key)
    found: dict[str, Model] = {}
    for kind, wanted in keys.items():
        model, along = _KINDS[kind]
        for row in model._default_manager.filter(pk__in=wanted).select_related(*along):
            found[f"{kind}/{row.pk}"] = row
    _with_points([row for row in found.values() if isinstance(row, Target)])
    return found


def _with_points(firsts: list[Target]) -> None:
    """Fetch the other points of the versions of which these are the first."""
    if not firsts:
        return
    points: defaultdict[tuple[Any, ...], list[Target]] = defaultdict(list)
    for row in Target.everything.filter(indicator__in={one.indicator_id for one in firsts}):
        points[row.indicator_id, row.about, row.known_at].append(row)
    for one in firsts:
        one.points = points[one.indicator_id, one.about, one.known_at]  # type: ignore[attr-defined]


def _update_of(row: Model) -> int | None:
    """Return the report that brought a row."""
    return row.pk if isinstance(row, Update) else getattr(row, "update_of_id", None)


def _pieces(updates: list[int], member: Member, known: datetime) -> Iterable[Evidence]:
    """Fetch the evidence of some reports that the member may read, with the words said by K."""
    words = Acceptance.everything.filter(known_at__lte=known).select_related("by")
    seen = Evidence.objects.visible_to(member).filter(update_of__in=updates, known_at__lte=known)
    return (
        seen.select_related("original")
        .defer("original__content")
        .prefetch_related(Prefetch("acceptances", words))
    )


def _bases(items: list[int], member: Member, known: datetime) -> Mapping[int, list[Basis]]:
    """Fetch the sentences that some items answer, where the member may open the document."""
    readable = Document.objects.visible_to(member).values("pk")
    said = Basis.everything.filter(
        item__in=items, known_at__lte=known, sentence__reading__document__in=readable
    )
    found: defaultdict[int, list[Basis]] = defaultdict(list)
    texts = ("sentence__reading__record", "sentence__reading__document__text")
    for basis in said.select_related("sentence__reading__document").defer(*texts):
        found[basis.item_id].append(basis)
    return found


def _words(row: Model) -> str:
    """Say what a fact's row says."""
    say: Callable[[Any], str] = _SAYING.get(type(row), str)
    return say(row)


def _observation(row: Observation) -> str:
    """Say what is shown: a per cent that was stated, or the share that an indicator makes."""
    if row.percent is not None:
        return _("已证 {percent}%").format(percent=row.percent)
    return _("已证 {share}").format(share=written(row.share, SHARE)) if row.share is not None else _("无数据")


def _value(row: Value) -> str:
    below = f" ÷ {written(row.bottom)}" if row.bottom is not None else ""
    said = [f"{row.unit.name}{row.period} {written(row.value)}{below}", row.source]
    return _("，").join(one for one in (*said, "" if row.verified_by else _("待核实")) if one)


def _target(row: Target) -> str:
    points: list[Target] = row.points  # type: ignore[attr-defined]
    each = _("到 {on} {values}")
    asked = _("；").join(each.format(on=point.on, values=_asked(point)) for point in points)
    return _("，").join([asked, row.amendment.reason]) if row.amendment else asked


def _asked(row: Target) -> str:
    marks = ((_("确保"), row.bottom), (_("力争"), row.stretch))
    return _("、").join(f"{word} {written(value)}" for word, value in marks if value is not None)


_SAYING: dict[type[Model], Callable[[Any], str]] = {
    Observation: _observation,
    Update: lambda row: _("{unit}报 {percent}%").format(unit=row.unit.name, percent=row.percent),
    Value: _value,
    Definition: lambda row: _("{kind}，{unit}负责").format(kind=row.get_kind_display(), unit=row.unit.name),
    Target: _target,
    Schedule: lambda row: _("{starts} 至 {due}").format(starts=row.starts, due=row.due),
}
