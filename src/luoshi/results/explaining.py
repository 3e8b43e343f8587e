"""为什么: how a share of an item, or of an indicator, came about on D as known at K, down to the facts.

A node above leaves is worked out from its children's shares by weight; a leaf is what a fact says, what the milestones
make that it names, or what the indicator makes that drives the item. A test holds every node's tree to what `arithmetic.standing` says of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

import numpy as np
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.translation import gettext as _

from luoshi.arithmetic import milestones
from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.derivation import SHARE, Derivation, Fact, Lack, undefined, written
from luoshi.arithmetic.lamps import LAMPS
from luoshi.arithmetic.shares import PERCENT, SCALE, UNDEFINED, Ints, clipped, ratio
from luoshi.arithmetic.standing import LINEAR, State
from luoshi.plans.ledger import falling, keys_of
from luoshi.plans.models import Item, Schedule, Wording
from luoshi.results import models
from luoshi.results.history import fact, histories
from luoshi.results.ledger import state_of
from luoshi.results.models import Acceptance, Observation
from luoshi.results.sharing import Own, own_of
from luoshi.wording import noted
from luoshi.work.models import Step, Update

WHOLE = 64  # levels: more than a plan has


class Which(StrEnum):
    """哪个数: which of an item's three shares is told of."""

    SHOWN = "shown"
    CLAIMED = "claimed"
    EXPECTED = "expected"


NAMES = {Which.SHOWN: noted("已证进度"), Which.CLAIMED: noted("已报进度"), Which.EXPECTED: noted("应达进度")}


def explain_indicator(
    indicator: models.Indicator, on: date, known: datetime, *, shown: bool = True
) -> Derivation[int]:
    """Tell how an indicator makes a share of its item: value, target, base, and the facts that they come from."""
    return histories([indicator.pk])[indicator.pk].share(on, known, shown=shown)


def explain_item(
    item: Item, on: date, known: datetime, *, shown: bool = True, depth: int = WHOLE
) -> Derivation[int]:
    """Tell how the share of an item came about, `depth` levels down; in a fixed number of queries."""
    return explain(item, Clock(on, known), Which.SHOWN if shown else Which.CLAIMED, depth=depth)


def explain(item: Item, clock: Clock, which: Which, *, depth: int = WHOLE) -> Derivation[int]:
    """Tell how one of the three shares of an item came about, `depth` levels down; in a fixed number of queries."""
    told = _gather(item, clock, which, depth)
    return told.node(told.place, depth)


@dataclass(frozen=True, slots=True)
class _Row:
    """What is stated of a leaf: a per cent, or milestones, each with the facts that prove it."""

    percent: int
    reached: int | None
    fact: Fact
    proofs: Mapping[int, tuple[Fact, ...]]


@dataclass(frozen=True, slots=True)
class _Told:
    """A plan on D as known at K, and the words and facts of the nodes that are told of."""

    clock: Clock
    which: Which
    keys: Ints
    state: State
    place: int
    below: dict[int, list[int]]
    titles: dict[int, str]
    rows: dict[int, _Row]
    own: dict[int, Own]
    schedules: dict[int, Schedule]
    spans: dict[int, Schedule]

    def node(self, at: int, depth: int) -> Derivation[int]:
        return replace(self._node(at, depth), of=f"item/{self.keys[at]}")

    def _node(self, at: int, depth: int) -> Derivation[int]:
        if not self.state.nodes.tree.inner[at]:
            return self._due(at) if self.which is Which.EXPECTED else self._leaf(at)
        if depth < 1:
            return self._closed(at)
        return self._inner(at, depth)

    def _share(self, at: int) -> int:
        """Return the share that the arithmetic gave."""
        return int(getattr(self.state, self.which)[at])

    def _closed(self, at: int) -> Derivation[int]:
        """Return a node whose own tree is not asked for."""
        share = self._share(at)
        lack = Lack.WEIGHT if share == UNDEFINED else None
        return Derivation(
            self._name(at), None if lack else share, SHARE, "weighted", _("见该事项"), lack=lack
        )

    def _inner(self, at: int, depth: int) -> Derivation[int]:
        children = self.below.get(at, [])
        counting = [child for child in children if self.state.counts[child]]
        if not counting and self.which is Which.EXPECTED:
            return self._due(at)
        parts = tuple(self.node(child, depth - 1) for child in counting)
        weights = [int(self.state.nodes.weight[child]) for child in counting]
        top = sum(weight * clipped(part.value or 0) for weight, part in zip(weights, parts, strict=True))
        value = ratio(top, sum(weights) * SCALE)
        terms = " + ".join(
            f"{written(clipped(part.value or 0), SHARE)} × {weight}"
            for weight, part in zip(weights, parts, strict=True)
        )
        words = [_("（{terms}）÷ {weights}").format(terms=terms, weights=sum(weights))] if parts else []
        each = _("{name}（{why}）")
        out = [
            each.format(name=self._name(child), why=self._why(child))
            for child in children
            if child not in set(counting)
        ]
        if out:
            words.append(_("不计入：{names}").format(names=_("、").join(out)))
        lack = Lack.WEIGHT if value is None else None
        return Derivation(
            self._name(at), value, SHARE, "weighted", _("；").join(words), parts=parts, lack=lack
        )

    def _due(self, at: int) -> Derivation[int]:
        """Tell what an item by itself is expected to have reached: by the days that have gone, by steps, or by milestones."""
        share, name, span = self._share(at), self._name(at), self.spans.get(int(self.keys[at]))
        if share == UNDEFINED:
            return undefined(name, Lack.NO_DUE_DAY, SHARE)
        facts = (fact(_("时限"), span),) if span else ()
        return Derivation(name, share, SHARE, "due", self._due_words(at), facts)

    def _due_words(self, at: int) -> str:
        starts, due = (
            date.fromordinal(int(of[at])) for of in (self.state.nodes.starts, self.state.nodes.due)
        )
        schedule = self.schedules.get(int(self.state.nodes.course[at]))
        if schedule is None:
            whole = (due - starts).days
            gone = min(max((self.clock.on - starts).days, 0), whole)
            words = _("从 {starts} 到 {due} 共 {days} 天，到 {on} 已过 {gone} 天")
            return words.format(starts=starts, due=due, days=whole, on=self.clock.on, gone=gone)
        if schedule.milestones:
            passed = sum(one.weight for one in schedule.marks if one.due <= self.clock.on)
            weights = sum(one.weight for one in schedule.marks)
            return _("已到期里程碑权重 {passed} ÷ 全部权重 {weights}").format(passed=passed, weights=weights)
        return _("按时限所写的形象进度，到 {on} 为止的一步").format(on=self.clock.on)

    def _leaf(self, at: int) -> Derivation[int]:
        key = int(self.keys[at])
        name, own, row = self.titles[key], self.own.get(key), self.rows.get(key)
        driver = own.driver(self.clock.on, self.clock.known) if own else None
        if driver is not None:
            found = driver.share(self.clock.on, self.clock.known, shown=self.which is Which.SHOWN)
            words = _("由主指标得出")
            return Derivation(name, found.value, SHARE, "driven", words, (), (found,), found.lack)
        if row is None:
            return undefined(name, Lack.OBSERVATION, SHARE)
        schedule = self.schedules.get(int(self.state.nodes.course[at]))
        if schedule is not None and schedule.milestones and row.reached is not None:
            return self._marked(name, schedule, row)
        return Derivation(name, row.percent * PERCENT, SHARE, "given", _(NAMES[self.which]), (row.fact,))

    def _marked(self, name: str, schedule: Schedule, row: _Row) -> Derivation[int]:
        """Tell which milestones are reached, and by what."""
        course = schedule.weighed
        share = milestones.reached(course, row.reached or 0, 0)
        parts = tuple(
            Derivation(
                _("里程碑“{name}”").format(name=one.name),
                SCALE if row.proofs.get(one.key or 0) else 0,
                SHARE,
                "milestone",
                _("权重 {weight}，{due} 到期").format(weight=one.weight, due=one.due),
                row.proofs.get(one.key or 0, ()),
            )
            for one in schedule.marks
        )
        done = sum(one.weight for one in schedule.marks if one.key in row.proofs)
        words = _("已到里程碑权重 {done} ÷ 全部权重 {weights}").format(
            done=done, weights=sum(one.weight for one in schedule.marks)
        )
        facts = (fact(_("时限"), schedule), row.fact)
        return Derivation(name, share, SHARE, "milestones", words, facts, parts)

    def _name(self, at: int) -> str:
        return self.titles[int(self.keys[at])]

    def _why(self, at: int) -> str:
        """Say why a node does not count."""
        if self.state.nodes.off[at]:
            return _("终止或并入")
        return (
            _("其下没有计入的事项") if self.state.nodes.tree.inner[at] else LAMPS[self.state.result[at]].word
        )


def _gather(item: Item, clock: Clock, which: Which, depth: int) -> _Told:
    plan = item.plan
    keys = keys_of(plan)
    state = state_of(plan, clock)
    place = int(np.searchsorted(keys, item.pk))
    below = _below(state, place, depth)
    named = sorted({place, *(child for children in below.values() for child in children)})
    mine = [int(keys[at]) for at in named]
    leaves = [int(keys[at]) for at in named if not state.nodes.tree.inner[at]]
    own = own_of(leaves)
    courses = {int(state.nodes.course[at]) for at in named} - {LINEAR}
    return _Told(
        clock=clock,
        which=which,
        keys=keys,
        state=state,
        place=place,
        below=below,
        titles=_titles(mine, clock),
        rows=_rows(leaves, own, clock, which),
        own=own,
        schedules=Schedule.everything.in_bulk(courses),
        spans=_spans(mine, clock) if which is Which.EXPECTED else {},
    )


def _rows(leaves: list[int], own: dict[int, Own], clock: Clock, which: Which) -> dict[int, _Row]:
    if which is Which.EXPECTED:
        return {}
    return _observed(leaves, own, clock) if which is Which.SHOWN else _claimed(leaves, clock)


def _spans(keys: list[int], clock: Clock) -> dict[int, Schedule]:
    """Return the schedule of each item that holds."""
    said = Schedule.everything.filter(item__in=keys, about__lte=clock.on, known_at__lte=clock.known)
    return {row.item_id: row for row in said.order_by("about", "known_at", *falling(Schedule))}


def _below(state: State, place: int, depth: int) -> dict[int, list[int]]:
    """Return the children of a node and of those below it, as deep as is asked for."""
    tree = state.nodes.tree
    found: dict[int, list[int]] = {}
    level = np.array([place], dtype=np.int64)
    hung = np.flatnonzero(state.nodes.there & ~tree.loose)
    for _level in range(depth):
        children = hung[np.isin(tree.parent[hung], level)]
        if not len(children):
            break
        for child, above in zip(children.tolist(), tree.parent[children].tolist(), strict=True):
            found.setdefault(above, []).append(child)
        level = children
    return found


def _titles(keys: list[int], clock: Clock) -> dict[int, str]:
    said = Wording.everything.filter(
        item=OuterRef("pk"), about__lte=clock.on, known_at__lte=clock.known
    ).order_by("-about", "-known_at", "title")
    items = Item.everything.filter(pk__in=keys).annotate(then=Subquery(said.values("title")[:1]))
    return {
        key: f"{code} {then or ''}".strip() for key, code, then in items.values_list("pk", "code", "then")
    }


def _observed(leaves: list[int], own: dict[int, Own], clock: Clock) -> dict[int, _Row]:
    """Return for each leaf the verified report that holds; where an indicator has ever driven it, by its own history."""
    plain = [key for key in leaves if key not in own]
    seen = Observation.everything.filter(item__in=plain, about__lte=clock.on, known_at__lte=clock.known)
    lasting: dict[int, dict[date, Observation]] = {}
    for row in seen.order_by("about", "known_at", "-percent", F("reached").desc(nulls_last=True)):
        lasting.setdefault(row.item_id, {})[row.about] = row
    rows = {key: list(days.values()) for key, days in lasting.items()}
    driven = {key: book.told(clock.on, clock.known) for key, book in own.items()}
    rows |= {key: [row] for key, row in driven.items() if row}
    proofs = {key: _proofs(found) for key, found in rows.items()}
    pieces = _accepted({row.update_of_id for shown in proofs.values() for row in shown.values()}, clock)
    return {
        key: _Row(
            found[-1].percent or 0,
            found[-1].reached,
            fact(_("观测值"), found[-1]),
            {
                mark: (fact(_("观测值"), row), *pieces.get(row.update_of_id, ()))
                for mark, row in proofs[key].items()
            },
        )
        for key, found in rows.items()
    }


def _proofs(rows: list[Observation]) -> dict[int, Observation]:
    """Return for each milestone that is shown the row from which on it has been shown without a break."""
    found: dict[int, Observation] = {}
    for row in rows:
        found = {key: found.get(key, row) for key in milestones.keys(row.reached or 0)}
    return found


def _accepted(updates: set[int | None], clock: Clock) -> dict[int | None, list[Fact]]:
    """Return the pieces of evidence of some reports that were accepted, as facts."""
    words = Acceptance.everything.filter(
        evidence__update_of__in=updates - {None}, word=Acceptance.Word.ACCEPT, known_at__lte=clock.known
    )
    found: dict[int | None, list[Fact]] = {}
    for word in words.select_related("evidence"):
        piece = fact(_("佐证“{shows}”").format(shows=word.evidence.shows), word.evidence)
        found.setdefault(word.evidence.update_of_id, []).append(piece)
    return found


def _claimed(leaves: list[int], clock: Clock) -> dict[int, _Row]:
    returned = Step.everything.filter(
        update_of=OuterRef("pk"), became=Update.State.RETURNED, known_at__lte=clock.known
    )
    signed = Update.everything.filter(
        item__in=leaves, about__lte=clock.on, signed_at__isnull=False, signed_at__lte=clock.known
    )
    ties = ("-percent", F("reached").desc(nulls_last=True))
    found = {}
    for row in signed.exclude(Exists(returned)).order_by("about", "signed_at", *ties):
        said = Fact(_("进展"), f"update/{row.pk}", row.about, row.signed_at)
        proofs = dict.fromkeys(milestones.keys(row.reached or 0), (said,))
        found[row.item_id] = _Row(row.percent, row.reached, said, proofs)
    return found
