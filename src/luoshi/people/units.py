"""单位沿革: found, add, rename, move, close and merge units; what they were on a day; let the rows follow the days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.audit.verbs import verb
from luoshi.errors import Unfit
from luoshi.people import access, rules
from luoshi.people.errors import (
    Circle,
    Closed,
    Foreign,
    NameTaken,
    NotAllowed,
    NotYet,
    Orphan,
    RootStays,
    TooDeep,
)
from luoshi.people.models import Member, Organisation, Unit, UnitChange
from luoshi.people.rule import WIDTH
from luoshi.people.rules import DEEPEST, Fault, Tree
from luoshi.wording import noted

# A unit of which nobody has said since when it is has always been, as far as anybody knows.
BEGINNING = date(1900, 1, 1)
KNOWN_AT_FIRST = datetime(1900, 1, 1, tzinfo=UTC)
FAULTS: dict[Fault, tuple[type[Unfit], str]] = {
    Fault.CIRCLE: (Circle, noted("{unit}不能设在自己的下级之下。")),
    Fault.DEEP: (TooDeep, noted("单位最多 {deepest} 级，{unit}会超出。")),
    Fault.ORPHAN: (Orphan, noted("{unit}的上级单位届时不存在或已撤销；请先安排下级单位。")),
    Fault.TWIN: (NameTaken, noted("同一组织内届时会有两个单位名为“{unit}”。")),
}


@dataclass(frozen=True, slots=True)
class Told:
    """By whom a change of units is told, when, and from which day it holds; without a member, by the installation."""

    on: date = BEGINNING
    at: datetime = KNOWN_AT_FIRST
    by: Member | None = None


ALWAYS = Told()


@verb
def found(name: str, *, short: str, told: Told = ALWAYS) -> Unit:
    """Found an organisation and return the root of its units."""
    organisation = Organisation.objects.create(name=name)
    return _place(Unit(organisation=organisation, name=name, short=short), "", told)


@verb
def add_unit(parent: Unit, name: str, *, short: str, told: Told | None = None) -> Unit:
    """Add a unit below another."""
    told = told or Told(on=parent.since or BEGINNING)
    parent = _locked(parent, told)
    if len(parent.path) >= WIDTH * DEEPEST:
        raise TooDeep(_("单位最多 {deepest} 级。").format(deepest=DEEPEST))
    if Unit.everything.filter(organisation=parent.organisation_id, name=name, until=None).exists():
        raise NameTaken(_("本组织已有单位名为“{name}”。").format(name=name))
    unit = Unit(organisation_id=parent.organisation_id, parent=parent, name=name, short=short)
    made = _place(unit, parent.path, told)
    later = UnitChange.everything.filter(unit__organisation=parent.organisation_id, about__gt=told.on)
    if later.exists():
        _look(parent.organisation_id, told.on)
    return made


def _place(unit: Unit, above: str, told: Told) -> Unit:
    unit.since = None if told.on == BEGINNING else told.on
    # The path holds the unit's own key, which exists only once the row does.
    unit.path = f"new {unit.name}"[: WIDTH * DEEPEST]
    unit.save(force_insert=True)
    unit.path = f"{above}{unit.pk:0{WIDTH}d}"
    unit.save(update_fields=["path"])
    _tell(unit, rules.FOUNDED, told, names=(unit.name, unit.short), parent=unit.parent)
    return unit


@verb
def rename_unit(unit: Unit, name: str, *, short: str, told: Told) -> Unit:
    """Rename a unit from a day."""
    unit = _locked(unit, told)
    _tell(unit, rules.RENAMED, told, names=(name, short))
    return _settled(unit, told)


@verb
def move_unit(unit: Unit, parent: Unit, *, told: Told) -> Unit:
    """Move a unit, with all that is below it, under another from a day."""
    unit = _locked(unit, told, parent)
    _tell(unit, rules.MOVED, told, parent=parent)
    return _settled(unit, told)


@verb
def close_unit(unit: Unit, *, told: Told) -> Unit:
    """Close a unit: the day is the first on which it is no more."""
    unit = _locked(unit, told, unit)
    _tell(unit, rules.CLOSED, told)
    return _settled(unit, told)


@verb
def merge_units(units: Iterable[Unit], into: Unit, *, told: Told) -> Unit:
    """Merge units into another: they are closed from a day, and what is below them goes below the other."""
    into = _locked(into, told)
    for one in units:
        unit = _locked(one, told, into)
        if unit.pk == into.pk:
            raise Circle(_("单位不能并入自己。"))
        then = rules.tree(_changes(unit.organisation_id), told.on)
        if then[into.pk].until is not None:
            raise Closed(_("{into}届时已撤销。").format(into=into.name))
        for pk, node in then.items():
            if node.parent == unit.pk and node.until is None:
                _tell(Unit(pk=pk), rules.MOVED, told, parent=into)
        _tell(unit, rules.MERGED, told, into=into)
    return _settled(into, told)


def _locked(unit: Unit, told: Told, other: Unit | None = None) -> Unit:
    """Lock the organisation, so that two changes cannot each be right alone and wrong together; look at who and what."""
    if other is not None and other.organisation_id != unit.organisation_id:
        raise Foreign(_("单位不能跨组织变动。"))
    Organisation.everything.select_for_update().get(pk=unit.organisation_id)
    unit = Unit.everything.get(pk=unit.pk)
    _may(told.by, unit, other or unit)
    must_stand(unit, told.on)
    if other is not None and unit.parent_id is None:
        raise RootStays(_("组织本身不能划转、撤销或并入。"))
    return unit


def must_stand(unit: Unit, on: date) -> None:
    """Refuse a unit that is no more, or that is not yet on a day."""
    if unit.until is not None:
        raise Closed(_("{unit}已撤销。").format(unit=unit.name))
    if on < (unit.since or BEGINNING):
        raise NotYet(_("{unit}届时还没有设立。").format(unit=unit.name))


def standing(units: QuerySet[Unit], on: date) -> QuerySet[Unit]:
    """Keep the units that stand on a day, as their rows say."""
    return units.filter(Q(since__isnull=True) | Q(since__lte=on), until__isnull=True)


def _may(by: Member | None, *units: Unit) -> None:
    if by is not None and not all(access.can(by, "arrange", unit) for unit in units):
        raise NotAllowed(_("单位的设立与变动由系统管理员办理。"))


def _tell(
    unit: Unit,
    kind: str,
    told: Told,
    *,
    names: tuple[str, str] = ("", ""),
    parent: Unit | None = None,
    into: Unit | None = None,
) -> None:
    name, short = names
    UnitChange.objects.create(
        unit=unit,
        kind=kind,
        about=told.on,
        known_at=told.at,
        by=told.by,
        name=name,
        short=short,
        parent=parent,
        into=into,
    )


def _settled(unit: Unit, told: Told) -> Unit:
    """Refuse what would be wrong on any day from now on; let the rows follow if the day has come."""
    _look(unit.organisation_id, told.on)
    today = timezone.localdate(told.at)
    if told.on <= today:
        _follow(unit.organisation_id, today)
    unit.refresh_from_db()
    return unit


def _changes(organisation: int, known: datetime | None = None) -> list[rules.Change]:
    rows = UnitChange.everything.filter(unit__organisation=organisation)
    if known is not None:
        rows = rows.filter(known_at__lte=known)
    columns = ("about", "unit", "kind", "name", "short", "parent", "into")
    return [rules.Change(*row) for row in rows.values_list(*columns)]


def _look(organisation: int, on: date) -> None:
    """Raise the first fault of the tree on a day or on any later day from which something changes."""
    changes = _changes(organisation)
    for day in sorted({on} | {change.about for change in changes if change.about > on}):
        units = rules.tree(changes, day)
        for fault, unit in rules.faults(units):
            refusal, sentence = FAULTS[fault]
            raise refusal(_(sentence).format(unit=units[unit].name, deepest=DEEPEST))


def as_of(organisation: Organisation, on: date, known: datetime) -> Tree:
    """Return the units of an organisation as they were on a day, as far as it was known at a time."""
    return rules.tree(_changes(organisation.pk, known), on)


def turn(day: date) -> int:
    """Let the rows say what holds on a day, of all that is known; return how many units changed. Twice is once."""
    changed = UnitChange.everything.exclude(kind=rules.FOUNDED).order_by()
    return sum(follow(key, day) for key in changed.values_list("unit__organisation", flat=True).distinct())


@transaction.atomic
def follow(organisation: int, day: date) -> int:
    """Let the rows of one organisation say what holds on a day; return how many units changed."""
    Organisation.everything.select_for_update().get(pk=organisation)
    return _follow(organisation, day)


def _follow(organisation: int, day: date) -> int:
    """Write what differs between the rows and the tree of the day: ends first, then names, then places, from the top."""
    units = rules.tree(_changes(organisation), day)
    rows = {unit.pk: unit for unit in Unit.everything.filter(organisation=organisation)}
    ended, named, moved = [], [], []
    for pk, node in units.items():
        row = rows[pk]
        if (row.until, row.merged_into_id) != (node.until, node.into):
            ended.append(pk)
        if (row.name, row.short) != (node.name, node.short):
            named.append(pk)
        if row.parent_id != node.parent:
            moved.append(pk)
    for pk in ended:
        Unit.everything.filter(pk=pk).update(until=units[pk].until, merged_into=units[pk].into)
    # Two units may exchange their names in one day.
    Unit.everything.filter(pk__in=named).update(name=Concat(Value("#"), Cast("pk", CharField())))
    for pk in named:
        Unit.everything.filter(pk=pk).update(name=units[pk].name, short=units[pk].short)
    for pk in sorted(moved, key=lambda pk: len(rules.above(units, pk))):
        _move(pk, units[pk].parent)
    return len({*ended, *named, *moved})


def _move(pk: int, parent: int | None) -> None:
    """Hang a unit under another: the paths of all that is below it are rewritten in one statement."""
    assert parent is not None  # a root stays
    old, above = (Unit.everything.values_list("path", flat=True).get(pk=key) for key in (pk, parent))
    Unit.everything.filter(pk=pk).update(parent=parent)
    new = f"{above}{pk:0{WIDTH}d}"
    Unit.everything.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )
