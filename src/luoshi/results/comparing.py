"""两天对比: what stands otherwise in a plan on one day as known then, than on another as known then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.arithmetic.lamps import WORST_FIRST
from luoshi.arithmetic.shares import SCALE
from luoshi.people.models import Member, Unit
from luoshi.plans.models import Assignment, Item
from luoshi.results.asof import Figure, Then
from luoshi.wording import noted

NONE = "—"
NO_DATA = noted("无数据")
ROLES = dict(Assignment.Role.choices)
FATES = dict(Item.Fate.choices)


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect of an item, then and later."""

    aspect: str
    then: str
    later: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An item with all that has changed of it; new or gone where it is there on one side only."""

    item: int
    code: str
    title: str
    new: bool
    gone: bool
    better: bool
    worse: bool
    parts: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """What keys are called, fetched once for both sides."""

    codes: Mapping[int, str]
    units: Mapping[int, str]
    members: Mapping[int, str]
    titles: Mapping[int, str]

    def item(self, key: int | None) -> str:
        """Name an item; the plan itself where there is none."""
        return f"{self.codes.get(key, '')} {self.titles.get(key, '')}".strip() if key else _("计划之下")


@dataclass(frozen=True)
class Comparison:
    """What has changed, item by item in the order of their codes, and how often each aspect has."""

    moved: tuple[Moved, ...]

    @property
    def new(self) -> int:
        """Return how many items have come."""
        return sum(one.new for one in self.moved)

    @property
    def gone(self) -> int:
        """Return how many are there no more."""
        return sum(one.gone for one in self.moved)

    @property
    def better(self) -> int:
        """Return of how many the lamp needs people less."""
        return sum(one.better for one in self.moved)

    @property
    def worse(self) -> int:
        """Return of how many the lamp needs people more."""
        return sum(one.worse for one in self.moved)

    @property
    def changed(self) -> list[tuple[str, int]]:
        """Return how many items each aspect of the plan itself has changed of, those that have."""
        counted = Counter(aspect for one in self.moved for aspect in {part.aspect for part in one.parts})
        return [(aspect, counted[aspect]) for aspect in PLANNED if counted[aspect]]


def compare(before: Mapping[int, Then], after: Mapping[int, Then]) -> Comparison:
    """Hold two answers about one plan against each other; three queries for the names, however many items."""
    called = _called(before, after)
    keys = sorted(before.keys() | after.keys(), key=lambda key: _place(called.codes.get(key, "")))
    moved = (_moved(key, before.get(key), after.get(key), called) for key in keys)
    return Comparison(tuple(one for one in moved if one is not None))


def _place(code: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in code.split(".")]


def _called(before: Mapping[int, Then], after: Mapping[int, Then]) -> Called:
    every = [*before.values(), *after.values()]
    items = {one.item for one in every} | {one.into for one in every if one.into}
    codes = dict(_in(Item.everything.values_list("pk", "code"), items))
    units = dict(
        _in(Unit.everything.values_list("pk", "name"), {unit for one in every for unit in one.owners})
    )
    members = dict(
        _in(Member.everything.values_list("pk", "name"), {one.leader for one in every if one.leader})
    )
    return Called(codes, units, members, {one.item: one.title for one in every})


def _in(rows: object, keys: Collection[int]) -> list[tuple[int, str]]:
    return list(rows.filter(pk__in=keys).order_by())  # type: ignore[attr-defined]


def _moved(key: int, then: Then | None, later: Then | None, called: Called) -> Moved | None:
    side = later or then
    assert side is not None
    parts = tuple(_differences(then, later, called)) if then and later else ()
    if then and later and not parts:
        return None
    step = _step(then, later)
    return Moved(
        item=key,
        code=called.codes.get(key, ""),
        title=side.title,
        new=then is None,
        gone=later is None,
        better=step > 0,
        worse=step < 0,
        parts=parts,
    )


def _step(then: Then | None, later: Then | None) -> int:
    """Say whether the lamp has moved to one that needs people less (above 0), or more."""
    if then is None or later is None:
        return 0
    return WORST_FIRST.index(later.result) - WORST_FIRST.index(then.result)


def _differences(then: Then, later: Then, called: Called) -> Iterator[Difference]:
    for aspect, tell in ASPECTS.items():
        was, becomes = tell(then, called), tell(later, called)
        if was != becomes:
            yield Difference(aspect, was, becomes)


def _percent(share: int | None) -> str:
    return _(NO_DATA) if share is None else f"{share / SCALE * 100:.0f}%"


def _units(one: Then, called: Called, roles: tuple[str, ...]) -> str:
    named = sorted(
        (roles.index(role), called.units.get(unit, ""), role)
        for unit, role in one.owners.items()
        if role in roles
    )
    said = (
        _("{unit}（{role}）").format(unit=unit, role=ROLES[role]) if len(roles) > 1 else unit
        for _place, unit, role in named
    )
    return _("、").join(said) or NONE


def _days(one: Then, _called: Called) -> str:
    return _("{starts} 至 {due}").format(starts=one.starts, due=one.due) if one.due else _("没有时限")


def _fate(one: Then, called: Called) -> str:
    return str(FATES[one.fate]) + (f" {called.item(one.into)}" if one.into else "")


def _figures(one: Then, _called: Called) -> str:
    return _("；").join(map(_figure, one.figures)) or NONE


def _figure(one: Figure) -> str:
    value = _(NO_DATA) if one.value is None else _number(one.value)
    aims = _("、").join(f"{point.on} {_aim(point.goal.bottom, point.goal.stretch)}" for point in one.target)
    return _("{name} {value}（{aims}）").format(name=one.name, value=value, aims=aims or _("没有目标值"))


def _aim(bottom: Decimal | None, stretch: Decimal | None) -> str:
    return _("／").join(_number(value) for value in (bottom, stretch) if value is not None)


def _pieces(one: Then, _called: Called) -> str:
    return ngettext("{n} 件", "{n} 件", len(one.evidence)).format(n=len(one.evidence))


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


Tell = Callable[[Then, Called], str]
# The aspects bear Chinese words as their names, which the page says in the reader's language.
STANDING: dict[str, Tell] = {
    noted("结果灯"): lambda one, called: one.result.word,
    noted("时间灯"): lambda one, called: one.time.word,
    noted("已证"): lambda one, called: _percent(one.shown),
    noted("已报"): lambda one, called: _percent(one.claimed),
}
PLANNED: dict[str, Tell] = {
    noted("表述"): lambda one, called: one.title,
    noted("上级"): lambda one, called: called.item(one.parent),
    noted("权重"): lambda one, called: str(one.weight),
    noted("时限"): _days,
    noted("牵头"): lambda one, called: _units(one, called, (Assignment.Role.LEAD,)),
    noted("责任和配合"): lambda one, called: _units(
        one, called, (Assignment.Role.DUTY, Assignment.Role.SUPPORT)
    ),
    noted("分管校领导"): lambda one, called: called.members.get(one.leader or 0, NONE),
    noted("去留"): _fate,
}
ASPECTS: dict[str, Tell] = {
    **STANDING,
    **PLANNED,
    noted("指标和目标值"): _figures,
    noted("佐证"): _pieces,
}
