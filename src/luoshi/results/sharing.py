"""份额: what an indicator shows and claims of the item that it drives, appended to the observations whenever a fact moves it.

Both shares on D as known at K are step functions of D: they may change on the day of a value, a definition, a target, a
driver or a verified report. Whatever becomes known at K about a day (or is taken back) changes them from that day on,
so for each such day they are worked out anew and, where one differs, appended as known at K. Hence the ledger reads
observations alone.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Case, F, Min, When
from django.db.models.functions import Cast, Coalesce

from luoshi.arithmetic.milestones import UNMARKED
from luoshi.arithmetic.shares import PERCENT, UNDEFINED
from luoshi.arithmetic.standing import UNDRIVEN
from luoshi.people.models import Member
from luoshi.plans import standings
from luoshi.plans.ledger import int64
from luoshi.plans.models import Plan
from luoshi.results.history import History, histories, holding
from luoshi.results.models import Driver, Observation, Value
from luoshi.work.claims import claim_of
from luoshi.work.models import Update


def _where(*, driven: Any, not_driven: Any) -> Case:
    """Tell two columns apart by whether an indicator drives the item there."""
    return Case(
        When(indicator__isnull=False, then=driven), default=not_driven, output_field=BigIntegerField()
    )


# The share that an observation shows, as the database works it out; and, written as it is sent, that of the row that
# holds on a day: of two known at one moment the smaller.
_STATED = Cast("percent", BigIntegerField()) * int64(PERCENT)
SHOWN = Coalesce(
    _where(driven=F("share"), not_driven=_STATED),
    int64(UNDEFINED),
    output_field=BigIntegerField(),
)
# The milestones that it shows, and what is claimed where an indicator drives; UNMARKED and UNDRIVEN where there are none.
MARKS = _where(driven=int64(UNMARKED), not_driven=Coalesce("reached", int64(UNMARKED)))
CLAIMED = _where(driven=Coalesce("claimed", int64(UNDEFINED)), not_driven=int64(UNDRIVEN))
Seen = tuple[int, int, int]
SEEN = (SHOWN, MARKS, CLAIMED)
# The same, written as it is sent, of the row that holds on a day, and whether an indicator has ever driven the item.
_NOW = f"""
    SELECT EXISTS (SELECT 1 FROM results_driver WHERE item_id = %s), seen.share, seen.marks, seen.claimed
    FROM (SELECT 1) AS here LEFT JOIN (
        SELECT COALESCE(CASE WHEN indicator_id IS NULL THEN CAST(percent AS bigint) * {PERCENT} ELSE share END, {UNDEFINED})
                 AS share,
               CASE WHEN indicator_id IS NULL THEN COALESCE(reached, {UNMARKED}) ELSE {UNMARKED} END AS marks,
               CASE WHEN indicator_id IS NULL THEN {UNDRIVEN} ELSE COALESCE(claimed, {UNDEFINED}) END AS claimed
        FROM results_observation WHERE item_id = %s AND about <= %s
        ORDER BY about DESC, known_at DESC, 1, 2, 3 LIMIT 1
    ) AS seen ON 1 = 1
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Said:
    """What is shown of an item at one (D, K), and claimed: by an indicator; or the percentage that was stated."""

    indicator: int | None
    percent: int | None = None
    reached: int | None = None
    share: int | None = None
    claimed: int | None = None

    @property
    def shown(self) -> int | None:
        """Return the share in hundred-millionths."""
        if self.indicator is not None:
            return self.share
        return None if self.percent is None else self.percent * PERCENT


@dataclass(frozen=True, slots=True)
class Own:
    """What the facts about one item say of what is shown of it."""

    drivers: tuple[Driver, ...]
    histories: Mapping[int, History]
    stated: tuple[Observation, ...]

    def driver(self, on: date, known: datetime) -> History | None:
        """Return the indicator that drives the item on D as known at K."""
        held = holding(self.drivers, on, known)
        return self.histories[held.indicator_id] if held and held.indicator_id else None

    def told(self, on: date, known: datetime) -> Observation | None:
        """Return the verified report that holds on D as known at K; of two known at one moment the smaller."""
        seen = [row for row in self.stated if row.about <= on and row.known_at <= known]
        return max(
            seen,
            key=lambda row: (row.about, row.known_at, -(row.percent or 0), -_marks(row)),
            default=None,
        )

    def at(self, on: date, known: datetime) -> Said:
        """Say what is shown on D as known at K."""
        driver = self.driver(on, known)
        if driver is not None:
            shown, claimed = (driver.share(on, known, shown=shown).value for shown in (True, False))
            return Said(driver.key, share=shown, claimed=claimed)
        told = self.told(on, known)
        return Said(None, told.percent, told.reached) if told else Said(None)

    def days(self, known: datetime) -> set[date]:
        """Return the days on which something else may hold than on the day before, as known at K."""
        found = {row.about for row in (*self.drivers, *self.stated) if row.known_at <= known}
        return found.union(*(history.days(known) for history in self.histories.values()))

    def moments(self) -> set[datetime]:
        """Return the moments at which something became known."""
        found = {row.known_at for row in (*self.drivers, *self.stated)}
        return found.union(*(history.moments() for history in self.histories.values()))


def own_of(items: Iterable[int]) -> dict[int, Own]:
    """Fetch what the facts say of items that an indicator drives or has driven; five queries, others are left out."""
    drivers: dict[int, list[Driver]] = {}
    for driver in Driver.everything.filter(item__in=list(items)):
        drivers.setdefault(driver.item_id, []).append(driver)
    if not drivers:
        return {}
    books = histories({row.indicator_id for rows in drivers.values() for row in rows if row.indicator_id})
    stated: dict[int, list[Observation]] = {}
    for row in Observation.everything.filter(item__in=list(drivers), update_of__isnull=False):
        stated.setdefault(row.item_id, []).append(row)
    return {
        item: Own(
            tuple(rows),
            {row.indicator_id: books[row.indicator_id] for row in rows if row.indicator_id},
            tuple(stated.get(item, ())),
        )
        for item, rows in drivers.items()
    }


def follow(item: int, since: date, *, by: Member, at: datetime) -> None:
    """Append what is shown of an item where a fact about a day, known now, has moved it; then keep it for today.

    The standings are locked first: of two who verify values of one item the second finds what the first has written.
    """
    branch = standings.lock(item)
    driven, seen = _now(item, branch.day)
    if driven:
        own = own_of([item])[item]
        rows = list(Observation.everything.filter(item=item))
        # Whoever was slower than another finds moments after his own, and puts them right as well.
        for known in (at, *sorted(moment for moment in own.moments() if moment > at)):
            _append(item, own, rows, (since, known), by)
        seen = seen_of(item, branch.day)
    branch.change(**_columns(item, driven, seen, branch.day))


def follow_claims(update: Update, by: Member, at: datetime) -> None:
    """Let what is claimed of an item follow the values of a report, if an indicator drives the item or ever has."""
    if Driver.everything.filter(item=update.item_id).exists():
        brought = Value.everything.filter(update_of=update).aggregate(since=Min("about"))["since"]
        follow(update.item_id, brought or update.about, by=by, at=at)


def _append(item: int, own: Own, rows: list[Observation], clocks: tuple[date, datetime], by: Member) -> None:
    """Append for one moment what differs from what the rows say."""
    since, known = clocks
    held = _last(rows, known)
    days = sorted(held)
    for day in sorted(day for day in own.days(known) if day >= since):
        said = own.at(day, known)
        place = bisect_right(days, day)
        if place and _told(held[days[place - 1]]) == _told(said):
            continue
        if day not in held:
            insort(days, day)
        held[day] = _write(item, (day, known), said, rows, by)


def _last(rows: Iterable[Observation], known: datetime) -> dict[date, Observation]:
    """Return for each day the row about it that was known last up to K; of two of one moment the smaller."""
    seen = sorted((row for row in rows if row.known_at <= known), key=_size, reverse=True)
    seen.sort(key=lambda row: row.known_at)
    return {row.about: row for row in seen}


def _write(
    item: int, clocks: tuple[date, datetime], said: Said, rows: list[Observation], by: Member
) -> Observation:
    """Write a share; what was said of the same day at this very moment is put right instead."""
    day, known = clocks
    same = [row for row in rows if (row.about, row.known_at) == (day, known)]
    for row in same:
        row.indicator_id, row.share, row.claimed = said.indicator, said.share, said.claimed
        if row.update_of_id is None:
            row.percent, row.reached = said.percent, said.reached
    if same:
        Observation.everything.bulk_update(same, ["indicator", "share", "claimed", "percent", "reached"])
        return min(same, key=_size)
    made = Observation.objects.create(
        item_id=item,
        indicator_id=said.indicator,
        percent=said.percent,
        reached=said.reached,
        share=said.share,
        claimed=said.claimed,
        about=day,
        known_at=known,
        by=by,
    )
    rows.append(made)
    return made


def coming(plan: Plan, after: date, day: date) -> dict[int, dict[str, int | None]]:
    """Return what is to be kept of the items of which something was said about the days after one and up to another."""
    said = Observation.everything.filter(item__plan=plan, about__gt=after, about__lte=day)
    items = said.order_by().values_list("item", flat=True).distinct()
    return {item: _columns(item, *_now(item, day), day) for item in items}


def _columns(item: int, driven: bool, seen: Seen, day: date) -> dict[str, int | None]:  # noqa: FBT001 - as it was asked
    """Return what is kept of an item itself: what is shown, and what is claimed where an indicator drives or has driven it."""
    kept: dict[str, int | None] = {"own_shown": _share(seen[0]), "shown_marks": seen[1]}
    if driven:  # in everything else the reports claim, and have done so when they were signed
        claimed, marks = claim_of(item, day) if seen[2] == UNDRIVEN else (_share(seen[2]), UNMARKED)
        kept |= {"own_claimed": claimed, "claimed_marks": marks}
    return kept


def _size(row: Observation) -> tuple[int, int]:
    """Return what a row shows, undefined before all others."""
    return UNDEFINED if row.shown is None else row.shown, _marks(row)


def _told(of: Said | Observation) -> tuple[int | None, ...]:
    """Return what a share or a row says: what is shown, by which milestones, and what an indicator claims."""
    if isinstance(of, Observation):
        of = Said(of.indicator_id, of.percent, of.reached, of.share, of.claimed)
    if of.indicator is not None:
        return of.share, UNMARKED, UNDEFINED if of.claimed is None else of.claimed
    return of.shown, _marks(of), UNDRIVEN


def _marks(row: Said | Observation) -> int:
    return UNMARKED if row.reached is None else row.reached


def seen_of(item: int, day: date) -> Seen:
    """Return what is shown of an item by itself on a day as known now: share, milestones, and what an indicator claims."""
    return _now(item, day)[1]


def _now(item: int, day: date) -> tuple[bool, Seen]:
    """Return the same, and whether an indicator drives the item or ever has."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW, (item, item, day))
        driven, *seen = cursor.fetchone()
    return bool(driven), tuple(seen) if seen[0] is not None else (UNDEFINED, UNMARKED, UNDRIVEN)


def _share(share: int) -> int | None:
    return None if share == UNDEFINED else share
