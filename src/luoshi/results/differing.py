"""调整的差异: what an amendment changes, said line by line as it was and as it becomes, for people to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from luoshi.arithmetic.targets import Point, version
from luoshi.people.models import Member, Unit
from luoshi.plans.amending import ENTER
from luoshi.plans.changes import OWNER
from luoshi.plans.models import Amendment, Assignment, Change, Item
from luoshi.results.history import histories
from luoshi.results.meaning import COLUMNS
from luoshi.wording import noted

NONE = "—"
ROLES = dict(Assignment.Role.choices)
FATES = dict(Item.Fate.choices)
KINDS = dict(Item.Kind.choices)
# What the columns of a definition are called.
WORDS = {
    "unit": noted("负责单位"),
    "name": noted("指标"),
    "kind": noted("类型"),
    "measure": noted("计量单位"),
    "direction": noted("方向"),
    "base": noted("基期值"),
    "tolerance": noted("允许偏差"),
    "comparator": noted("比较"),
    "cumulative": noted("累计"),
    "over_periods": noted("跨期"),
    "over_units": noted("跨单位"),
    "every": noted("报送周期（天）"),
    "subject": noted("对象"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One aspect of one item: what it was, what it becomes; no item yet where one is new."""

    item: Item | None
    aspect: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the rows are called that changes name by their keys, fetched once for all changes."""

    items: Mapping[int, Item] = field(default_factory=dict)
    units: Mapping[int, Unit] = field(default_factory=dict)
    members: Mapping[int, Member] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Sequence[Change]) -> Names:
        """Fetch the names that some changes need; three queries, however many they are."""
        values = [value for one in changes for value in (one.was, one.becomes)]
        owners = {_unit(one) for one in changes if one.aspect.startswith(OWNER)}
        items = {value.get(name) for value in values for name in ("parent", "into")} - {None}
        members = {value.get("member") for value in values} - {None}
        return cls(
            Item.everything.in_bulk(items),
            Unit.everything.in_bulk(owners),
            Member.everything.in_bulk(members),
        )

    def item(self, key: int | None) -> str:
        """Name an item; the top of the plan where there is none."""
        found = self.items.get(key or 0)
        return f"{found.code} {found.title}" if found else _("计划之下")

    def member(self, key: int | None) -> str:
        """Name a person."""
        found = self.members.get(key or 0)
        return found.name if found else NONE


def lines(amendment: Amendment, changes: Sequence[Change]) -> list[Line]:
    """Say what an amendment changes; of its changes those that are given, and all that it proposes of targets."""
    said = told(changes)
    return (
        said
        if amendment.kind != Amendment.Kind.TARGET
        else [*said, *_targets(amendment), *_meanings(amendment)]
    )


def told(changes: Sequence[Change]) -> list[Line]:
    """Say what some changes change, be they proposed or only thought of."""
    names, passed = Names.of(changes), _passed(changes)
    found: list[Line] = []
    for one in changes:
        led = passed.get((one.item_id, _unit(one))) if one.aspect.startswith(OWNER) else None
        if led is None:
            found += _lines(one, names)
        elif led.becomes["role"] == Assignment.Role.LEAD:  # said once, where the lead goes
            was, becomes = (names.units.get(_unit(each)) for each in (one, led))
            found.append(Line(one.item, _("牵头单位"), str(was or NONE), str(becomes or NONE)))
    return found


def _passed(changes: Sequence[Change]) -> dict[tuple[int | None, int], Change]:
    """Put the two changes together by which the lead of an item passes from one unit to another, each found by the other's unit."""
    out, lead = Assignment.Role.OUT.value, Assignment.Role.LEAD.value
    parts = [one for one in changes if one.aspect.startswith(OWNER)]
    gone = {one.item_id: one for one in parts if (one.was["role"], one.becomes["role"]) == (lead, out)}
    come = {one.item_id: one for one in parts if (one.was["role"], one.becomes["role"]) == (out, lead)}
    pairs = [(gone[item], come[item]) for item in gone.keys() & come.keys()]
    return {(one.item_id, _unit(one)): other for pair in pairs for one, other in (pair, pair[::-1])}


def _lines(one: Change, names: Names) -> Iterator[Line]:
    if one.aspect == ENTER:
        yield Line(None, _("新增事项"), NONE, _entered(one.becomes, names))
        return
    aspect = OWNER if one.aspect.startswith(OWNER) else one.aspect
    if aspect == OWNER:
        unit = names.units.get(_unit(one))
        roles = (_role(value) for value in (one.was, one.becomes))
        yield Line(one.item, unit.name if unit else _("单位"), *roles)
        return
    for word, was, becomes in _SAID[aspect](one, names):
        if was != becomes:
            yield Line(one.item, word, was, becomes)


def _unit(one: Change) -> int:
    return int(one.aspect.removeprefix(OWNER))


def _role(value: dict[str, Any]) -> str:
    return _("不参与") if value["role"] == Assignment.Role.OUT else str(ROLES[value["role"]])


def _entered(value: dict[str, Any], names: Names) -> str:
    where = names.item(value["parent"])
    return _("{kind}：{title}（列入 {where}，权重 {weight}）").format(
        kind=KINDS[value["kind"]], title=value["title"], where=where, weight=value["weight"]
    )


Triples = Iterable[tuple[str, str, str]]


def _word(one: Change, _names: Names) -> Triples:
    yield _("表述"), one.was["title"], one.becomes["title"]


def _place(one: Change, names: Names) -> Triples:
    yield _("上级"), names.item(one.was["parent"]), names.item(one.becomes["parent"])
    yield (
        _("次序"),
        _("第 {number}").format(number=one.was["position"]),
        _("第 {number}").format(number=one.becomes["position"]),
    )
    yield _("权重"), str(one.was["weight"]), str(one.becomes["weight"])


def _fate(one: Change, names: Names) -> Triples:
    yield _("去留"), _fated(one.was, names), _fated(one.becomes, names)


def _fated(value: dict[str, Any], names: Names) -> str:
    into = f" {names.item(value['into'])}" if value.get("into") else ""
    return str(FATES[value["fate"]]) + into


def _leader(one: Change, names: Names) -> Triples:
    yield _("分管校领导"), names.member(one.was["member"]), names.member(one.becomes["member"])


def _schedule(one: Change, _names: Names) -> Triples:
    yield _("开始"), one.was["starts"] or NONE, one.becomes["starts"]
    yield _("到期"), one.was["due"] or NONE, one.becomes["due"]
    if "milestones" in one.becomes:
        yield from _milestones(one.was.get("milestones", []), one.becomes["milestones"])


def _milestones(was: list[dict[str, Any]], becomes: list[dict[str, Any]]) -> Triples:
    """Pair milestones by their keys: those that go, those that change, those that come."""
    before = {each["key"]: each for each in was}
    after = {each["key"]: each for each in becomes if each.get("key") is not None}
    for key in sorted(before.keys() | after.keys()):
        named = (after.get(key) or before[key])["name"]
        yield _("里程碑“{name}”").format(name=named), _marked(before.get(key)), _marked(after.get(key))
    for each in becomes:
        if each.get("key") is None:
            yield _("里程碑“{name}”").format(name=each["name"]), NONE, _marked(each)


def _marked(one: dict[str, Any] | None) -> str:
    return (
        _("{name}，{due}，权重 {weight}").format(name=one["name"], due=one["due"], weight=one["weight"])
        if one
        else _("没有")
    )


_SAID: dict[str, Callable[[Change, Names], Triples]] = {
    "word": _word,
    "place": _place,
    "fate": _fate,
    "leader": _leader,
    "schedule": _schedule,
}

# What is proposed of targets ----------------------------------------------------


def _targets(amendment: Amendment) -> Iterator[Line]:
    """Say each target beside the one that held when it was proposed."""
    rows = amendment.proposed_targets.select_related("indicator__item").order_by("indicator", "on")
    found = {indicator: list(points) for indicator, points in groupby(rows, key=lambda row: row.indicator)}
    books = histories(indicator.pk for indicator in found)
    for indicator, points in found.items():
        book = books[indicator.pk]
        held = version(book.versions(), amendment.about, amendment.known_at)
        before = {point.on: _asked(point.goal.bottom, point.goal.stretch) for point in _points(held)}
        after = {point.on: _asked(point.bottom, point.stretch) for point in points}
        meant = book.definition(amendment.about, amendment.known_at)
        name = meant.name if meant else _("指标")
        for on in sorted(before.keys() | after.keys()):
            yield Line(
                indicator.item,
                _("{name}，{on} 的目标值").format(name=name, on=on),
                before.get(on, NONE),
                after.get(on, _("不再要求")),
            )


def _points(held: Any) -> tuple[Point, ...]:
    return held.points if held else ()


def _asked(bottom: Decimal | None, stretch: Decimal | None) -> str:
    parts = [
        f"{word} {value.normalize():f}"
        for word, value in ((_("确保"), bottom), (_("力争"), stretch))
        if value is not None
    ]
    return _("，").join(parts)


def _meanings(amendment: Amendment) -> Iterator[Line]:
    """Say which columns of a definition change; all of them where the indicator is new."""
    rows = list(amendment.proposed_definitions.select_related("indicator__item", "unit"))
    books = histories(row.indicator_id for row in rows)
    for row in rows:
        held = books[row.indicator_id].definition(amendment.about, amendment.known_at)
        for name in COLUMNS:
            was, becomes = _column(held, name) if held else NONE, _column(row, name)
            if was != becomes and (held or becomes != NONE):
                word = _(WORDS[name])
                yield Line(
                    row.indicator.item, _("{name}，{word}").format(name=row.name, word=word), was, becomes
                )


def _column(row: Any, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return NONE if value is None or value == "" else str(value)
