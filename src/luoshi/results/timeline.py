"""经过: every fact about an item in the order in which it became known, whatever its kind, for who may read it.

What is said of the item itself is told to whoever reads the item; reports, evidence and values only to who may read those.
All kinds are fetched in one query, however many facts there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models import Value as Constant
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.arithmetic.derivation import SHARE, written
from luoshi.people.models import Member
from luoshi.plans import ledger
from luoshi.plans.models import (
    Amendment,
    Assignment,
    Basis,
    Fate,
    Item,
    Leadership,
    Place,
    Schedule,
    Wording,
)
from luoshi.results.models import Acceptance, Definition, Driver, Indicator, Observation, Target, Value
from luoshi.web.templatetags.luoshi import NO_DATA
from luoshi.work.models import Update

NEWEST = 40  # events that stand open on the page


@dataclass(frozen=True, slots=True)
class Event:
    """Something that became known: when, about which day, what, by whom, and where it can be read."""

    known: datetime
    about: date
    words: str
    by: str = ""
    note: str = ""
    href: str = ""

    @property
    def day(self) -> date:
        """Return the day on which it became known."""
        return timezone.localdate(self.known)

    @property
    def late(self) -> bool:
        """Tell whether it became known after the day it is about."""
        return self.about < self.day

    @property
    def ahead(self) -> bool:
        """Tell whether it holds only from a coming day on."""
        return self.about > self.day


@dataclass(frozen=True, slots=True)
class Day:
    """What became known on a day, the newest first."""

    on: date
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A fact of any kind as it was fetched: `key` is the row that it names (a member, an indicator), the words are its columns."""

    kind: str
    known: datetime
    about: date
    by: str
    amended: str
    reason: str
    key: int
    words: tuple[str, ...]


def said_of(item: Item, member: Member, known: datetime) -> list[Said]:
    """Fetch every fact about an item that the member may read, known up to K, in one query."""
    first, *others = _parts(item, member, known)
    return [
        Said(kind, at, about, by, amended, reason, key, tuple(words))
        for kind, at, about, by, amended, reason, key, *words in first.union(*others, all=True)
    ]


def timeline(said: Iterable[Said], updates: Sequence[Update]) -> tuple[list[Day], list[Day]]:
    """Tell what became known of an item, the newest day first: the newest events, and those before them.

    `updates` are those that the member may read, with their steps and evidence as known at K.
    """
    events = [*_events(said), *_reports(updates)]
    events.sort(key=lambda event: event.known, reverse=True)
    return _by_day(events[:NEWEST]), _by_day(events[NEWEST:])


def leader_of(said: Iterable[Said], on: date) -> str:
    """Return who answered for the item among the leaders of the school on a day; "" where nobody did."""
    rows = [row for row in said if row.kind == "leader" and row.about <= on]
    last = max(rows, key=lambda row: (row.about, row.known, -row.key), default=None)
    return last.words[0] if last else ""


def _by_day(events: Iterable[Event]) -> list[Day]:
    return [Day(on, tuple(rows)) for on, rows in groupby(events, key=lambda event: event.day)]


# What is fetched --------------------------------------------------------------

NONE = Constant("", output_field=models.TextField())
NOBODY = Constant(0, output_field=models.BigIntegerField())


def _part(
    kind: str,
    rows: QuerySet[Any],
    *words: str,
    key: str = "",
    by: str = "by",
    known: str = "known_at",
    amended: bool = True,
) -> QuerySet[Any, Any]:
    """Choose the columns of one kind of facts, so that all kinds can be fetched together."""
    columns = [Coalesce(Cast(word, ledger.TEXT), NONE) for word in words]
    reasons = [
        Coalesce(Cast(f"amendment__{name}", ledger.TEXT), NONE) if amended else NONE
        for name in ("kind", "reason")
    ]
    return rows.order_by().values_list(
        Constant(kind, output_field=models.TextField()),
        known,
        "about",
        f"{by}__name",
        *reasons,
        Coalesce(Cast(key, models.BigIntegerField()), NOBODY) if key else NOBODY,
        *(columns + [NONE] * (4 - len(columns))),
    )


def _parts(item: Item, member: Member, known: datetime) -> Iterator[QuerySet[Any, Any]]:
    mine: dict[str, Any] = {"item": item, "known_at__lte": known}
    yield _part("word", Wording.everything.filter(**mine), "title")
    yield _part("place", Place.everything.filter(**mine), "parent__code", "position", "weight")
    yield _part("schedule", Schedule.everything.filter(**mine), "starts", "due", "milestones", "reason")
    yield _part("fate", Fate.everything.filter(**mine), "fate", "into__code")
    yield _part("owner", Assignment.everything.filter(**mine), "unit__name", "role")
    yield _part("leader", Leadership.everything.filter(**mine), "member__name", key="member")
    yield _part("basis", Basis.everything.filter(**mine), "sentence__number", amended=False)
    shown = Observation.everything.filter(**mine)
    yield _part("shown", shown, "percent", "share", key="indicator", amended=False)
    yield from _amendments(item, member, known)
    yield from _measured(item, member, known)


def _amendments(item: Item, member: Member, known: datetime) -> Iterator[QuerySet[Any, Any]]:
    """Choose when an amendment of the item was proposed, and when it was decided."""
    of = (
        Q(changes__item=item)
        | Q(proposed_targets__indicator__item=item)
        | Q(proposed_definitions__indicator__item=item)
    )
    touching = Amendment.everything.filter(of).values("pk")
    seen = Amendment.objects.visible_to(member).filter(pk__in=touching)
    yield _part("propose", seen.filter(known_at__lte=known), "kind", "reason", amended=False)
    decided = seen.filter(second_at__lte=known)
    yield _part("decide", decided, "kind", "answer", "state", by="second", known="second_at", amended=False)


def _measured(item: Item, member: Member, known: datetime) -> Iterator[QuerySet[Any, Any]]:
    """Choose the definitions, drivers, targets and values of those indicators that the member may read."""
    indicators = Indicator.objects.visible_to(member).filter(item=item).values("pk")
    of: dict[str, Any] = {"indicator__in": indicators, "known_at__lte": known}
    yield _part("define", Definition.everything.filter(**of), "name", key="indicator")
    none = Q(indicator__in=indicators) | Q(indicator=None)
    drivers = Driver.everything.filter(none, item=item, known_at__lte=known)
    yield _part("drive", drivers, key="indicator")
    yield _part("target", Target.everything.filter(**of), "on", "bottom", "stretch", key="indicator")
    seen = Value.objects.visible_to(member).filter(indicator__in=indicators)
    columns = ("unit__name", "value", "bottom", "source")
    yield _part("value", seen.filter(known_at__lte=known), *columns, key="indicator", amended=False)
    verified = seen.filter(verified_at__lte=known)
    more: dict[str, Any] = {"by": "verified_by", "known": "verified_at", "amended": False}
    yield _part("verify", verified, *columns, key="indicator", **more)


# What is told -----------------------------------------------------------------


def _events(said: Iterable[Said]) -> Iterator[Event]:
    rows = sorted(said, key=lambda row: (row.kind, row.known, row.about, row.key, row.words))
    for (kind, *_rest), facts in groupby(rows, key=lambda row: (row.kind, row.known, row.about, row.key)):
        if kind == "target":  # the points of a version are one event
            version = list(facts)
            points = _("，").join(_asked(row.words) for row in version)
            yield _event(version[0], _("目标值：{points}").format(points=points))
        else:
            yield from (_event(row, _SAYING[kind](row)) for row in facts)


def _event(row: Said, words: str) -> Event:
    note = ""
    if row.amended:
        note = _("经{kind}：{reason}").format(kind=Amendment.Kind(row.amended).label, reason=row.reason)
    about = row.about
    if row.kind in {"propose", "decide"}:
        note, about = row.words[1], timezone.localdate(row.known)
    if row.kind == "value":
        note = row.words[3]
    href = _page(row.key) if row.key and row.kind in _MEASURED else ""
    return Event(row.known, about, words, row.by, note, href)


_MEASURED = {"define", "drive", "target", "value", "verify"}


def _place(row: Said) -> str:
    under, position, weight, *_none = row.words
    if under:
        said = _("列在 {under} 之下，第 {position} 位，权重 {weight}")
    else:
        said = _("列在计划之首，第 {position} 位，权重 {weight}")
    return said.format(under=under, position=position, weight=weight)


def _schedule(row: Said) -> str:
    starts, due, milestones, reason = row.words
    number = milestones.count('"key"')
    said = [_("时限：{starts} 至 {due}").format(starts=starts, due=due)]
    if number:
        said.append(ngettext("里程碑 {n} 个", "里程碑 {n} 个", number).format(n=number))
    if reason and not row.amended:
        said.append(reason)
    return _("，").join(said)


def _shown(row: Said) -> str:
    percent, share, *_none = row.words
    if not row.key:
        return _("已证 {percent}%").format(percent=percent)
    told = written(int(share), SHARE) if share else _(NO_DATA)
    return _("主指标得出已证 {share}").format(share=told)


def _figure(row: Said) -> str:
    return _("{unit}指标值 {value}").format(unit=row.words[0], value=_number(row))


def _verified(row: Said) -> str:
    return _("核实{unit}指标值 {value}").format(unit=row.words[0], value=_number(row))


def _number(row: Said) -> str:
    _unit, value, bottom, *_none = row.words
    return f"{written(Decimal(value))}{f' ÷ {written(Decimal(bottom))}' if bottom else ''}"


def _decided(row: Said) -> str:
    agreed = row.words[2] == Amendment.State.ADOPTED
    said = _("{kind}会签同意") if agreed else _("{kind}未同意")
    return said.format(kind=Amendment.Kind(row.words[0]).label)


def _asked(words: tuple[str, ...]) -> str:
    on, bottom, stretch, *_none = words
    marks = ((_("确保"), bottom), (_("力争"), stretch))
    return f"{on} " + _("、").join(f"{word} {written(Decimal(value))}" for word, value in marks if value)


def _fate(row: Said) -> str:
    return _("去留：{fate}").format(fate=f"{Item.Fate(row.words[0]).label} {row.words[1]}".strip())


def _owner(row: Said) -> str:
    return _("分工：{unit} {role}").format(unit=row.words[0], role=Assignment.Role(row.words[1]).label)


def _leader(row: Said) -> str:
    said = _("分管校领导：{name}") if row.words[0] else _("分管校领导：不再写明")
    return said.format(name=row.words[0])


def _driver(row: Said) -> str:
    return _("由主指标算已证进度") if row.key else _("改回按进展算已证进度")


_SAYING: dict[str, Callable[[Said], str]] = {
    "word": lambda row: _("表述：{title}").format(title=row.words[0]),
    "place": _place,
    "schedule": _schedule,
    "fate": _fate,
    "owner": _owner,
    "leader": _leader,
    "basis": lambda row: _("接上原文第 {number} 句").format(number=row.words[0]),
    "shown": _shown,
    "propose": lambda row: _("提出{kind}").format(kind=Amendment.Kind(row.words[0]).label),
    "decide": _decided,
    "define": lambda row: _("指标口径：{name}").format(name=row.words[0]),
    "drive": _driver,
    "value": _figure,
    "verify": _verified,
}


def _page(indicator: int) -> str:
    return reverse("results:indicator", kwargs={"pk": indicator})


# Reports and their evidence ---------------------------------------------------


def _reports(updates: Sequence[Update]) -> Iterator[Event]:
    """Tell the steps of reports and the words on their evidence; both were fetched along, as known at K."""
    for update in updates:
        href = update.get_absolute_url()
        for step in update.steps.all():
            words = _("{unit}报 {percent}%：{state}").format(
                unit=update.unit.name, percent=update.percent, state=step.get_became_display()
            )
            # That it was reported is about the day that it speaks of; what followed, about its own.
            about = update.about if step.became == Update.State.REPORTED else step.about
            yield Event(step.known_at, about, words, step.by.name, step.note, href)
        for piece in update.evidence.all():
            yield from (_word(word, piece.shows, href) for word in piece.acceptances.all())


def _word(word: Acceptance, shows: str, href: str) -> Event:
    words = _("佐证“{shows}”：{word}").format(shows=shows, word=word.get_word_display())
    return Event(word.known_at, word.about, words, word.by.name, word.note, href)
