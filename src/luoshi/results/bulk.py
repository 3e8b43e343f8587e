"""批量修改: what is to become of several tasks at once, told item by item before anything is changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.shares import HEAVIEST
from luoshi.errors import Problem
from luoshi.people.forms import RowField, day_field, key_of
from luoshi.people.models import Member, Unit
from luoshi.plans import rules
from luoshi.plans.changes import Becomes, Ground, Value, written
from luoshi.plans.errors import BadAmendment, BadDates, ChangedSince
from luoshi.plans.models import Amendment, Assignment, Change, Item, Plan, Standing
from luoshi.results.changing import FAR, UNCHANGED, Reasoned, leaders_for, units_for
from luoshi.results.differing import Line, told

MOST = 500  # tasks that are changed at once; the settings let a form hold as many fields
Kind, Role = Amendment.Kind, Assignment.Role
DAYS, SCOPE = ("starts", "due", "days"), ("lead", "leader", "weight")
LEAVE = _("不改")


class BulkForm(forms.Form):
    """Which tasks, and what of them is to become the same; what is left empty stays as it is."""

    lead = RowField(label=_("牵头单位"), queryset=Unit.everything.none(), required=False, empty_label=LEAVE)
    leader = RowField(
        label=_("分管校领导"), queryset=Member.everything.none(), required=False, empty_label=LEAVE
    )
    weight = forms.IntegerField(
        label=_("权重"),
        min_value=1,
        max_value=HEAVIEST,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    starts = day_field(_("开始"), required=False)
    due = day_field(_("到期"), required=False)
    days = forms.IntegerField(
        label=_("到期推后几天"),
        min_value=-FAR,
        max_value=FAR,
        required=False,
        widget=forms.NumberInput(attrs={"placeholder": _("提前写负数")}),
    )

    def __init__(self, *args: Any, plan: Plan, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "bulk-%s"} | kwargs)
        self.plan = plan
        self.fields["lead"].queryset = units_for(member)  # type: ignore[attr-defined]
        self.fields["leader"].queryset = leaders_for(member)  # type: ignore[attr-defined]
        self.items: list[Item] = []

    @cached_property
    def keys(self) -> frozenset[int]:
        """Return the tasks that were chosen, by their keys."""
        chosen = self.data.getlist("item") if self.is_bound else ()  # type: ignore[attr-defined]
        return frozenset(key for said in chosen if (key := key_of(said)) is not None)

    @property
    def kind(self) -> str:
        """Return the kind of amendment that it makes of an adopted plan."""
        return Kind.SCHEDULE if self._says(DAYS) else Kind.SCOPE

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return what was asked for, as it is asked again."""
        told = [(name, str(self[name].value() or "")) for name in self.fields]
        return [*told, *(("item", str(item.pk)) for item in self.items)]

    def _says(self, names: Sequence[str]) -> bool:
        return any(self.cleaned_data.get(name) not in {None, ""} for name in names)

    def clean(self) -> dict[str, Any]:
        """Say what is lacking, and what does not go together."""
        given = super().clean() or {}
        if given.get("due") and given.get("days") is not None:
            self.add_error("days", gettext("到期或者写明哪一天，或者推后几天，只写一样。"))
        if given.get("days") == 0:
            self.add_error("days", gettext("推后 0 天等于没有改。"))
        if not self.errors and not self._says(DAYS + SCOPE):
            self.add_error(None, gettext("还没有写明要改什么。"))
        if self.plan.adopted_at and self._says(DAYS) and self._says(SCOPE):
            self.add_error(
                None,
                gettext("计划已经通过：时限是一种调整，牵头、分管和权重是另一种。请分两次改。"),
            )
        self._find()
        return given

    def _find(self) -> None:
        """Find the tasks that were chosen; those that can no longer be changed are named."""
        if not self.keys:
            self.add_error(None, gettext("还没有选任务。"))
        elif len(self.keys) > MOST:
            said = gettext("选了 {number} 项，一次最多改 {most} 项。").format(
                number=len(self.keys), most=MOST
            )
            self.add_error(None, said)
        else:
            rows = Item.everything.filter(plan=self.plan, pk__in=self.keys).select_related("standing")
            items = list(rows.order_by("standing__order"))
            self.items = [item for item in items if item.standing.leaf and not item.standing.off]
            gone = [str(item) for item in items if not (item.standing.leaf and not item.standing.off)]
            if gone or len(items) < len(self.keys):
                named = gettext("；").join(gone) or gettext("不在这一计划里的")
                self.add_error(None, gettext("有的已经不能改，请去掉再看：{items}").format(items=named))


@dataclass
class Row:
    """One task: what changes of it, why that cannot be, and what else it entails."""

    item: Item
    lines: list[Line] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Preview:
    """预览: what a form would change, task by task; the same number of queries however many they are."""

    def __init__(self, form: BulkForm) -> None:
        self.form, self.plan, self.given = form, form.plan, form.cleaned_data
        self.ground = Ground(self.plan, form.items)
        self.all = {item.pk: Row(item) for item in form.items}
        self.changes = [one for row in self.all.values() for one in self._changes(row)]
        for one, fault in self.ground.faults(self.changes):
            self.all[one.item.pk].faults.append(fault.message)
        for line in told(
            [
                Change(item=one.item, aspect=one.aspect, was=one.seen, becomes=one.value)
                for one in self.changes
            ]
        ):
            assert line.item is not None
            self.all[line.item.pk].lines.append(line)
        self._weigh()
        self._look_up()

    @property
    def rows(self) -> list[Row]:
        """Return the tasks of which something would change or cannot."""
        return [row for row in self.all.values() if row.lines or row.faults]

    @property
    def same(self) -> int:
        """Count the tasks that are so already."""
        return len(self.all) - len(self.rows)

    @property
    def wrong(self) -> list[Row]:
        """Return the tasks that cannot be changed in this way."""
        return [row for row in self.all.values() if row.faults]

    @property
    def undoable(self) -> bool:
        """Tell whether what is so now was stated, so that it can be stated again."""
        return all(one.aspect != "schedule" or (one.seen or {}).get("due") for one in self.changes)

    @cached_property
    def seen(self) -> str:
        """Write down what is looked at, a word for each task, so that it is told whether it is still so."""
        was: dict[int, list[Any]] = {key: [] for key in self.all}
        for one in self.changes:
            was[one.item.pk].append([one.aspect, one.seen])
        return " ".join(f"{key}:{_digest(values)}" for key, values in was.items())

    def must_hold(self, seen: str) -> None:
        """Refuse what was looked at when it was otherwise, and what cannot be."""
        before = set(seen.split())
        stale = [
            str(self.all[int(word.partition(":")[0])].item)
            for word in self.seen.split()
            if word not in before
        ]
        if stale:
            raise ChangedSince(
                gettext("您看过之后又有变动，还没有改，请再看一遍：{items}").format(
                    items=gettext("；").join(stale)
                )
            )
        if self.wrong:
            raise BadAmendment(gettext("有的任务不能这样改，还没有改。"))
        if not self.changes:
            raise BadAmendment(str(UNCHANGED))

    # What becomes of a task -------------------------------------------------------

    def _changes(self, row: Row) -> list[Becomes]:
        found = []
        try:
            for aspect, value in self._wanted(row.item.pk):
                was = self.ground.now(row.item.pk, aspect)
                if any(
                    was.get(name) != now for name, now in value.items() if name not in {"steps", "milestones"}
                ):
                    found.append(Becomes(row.item, aspect, value, was))
        except Problem as fault:
            row.faults.append(fault.message)
        return found

    def _wanted(self, key: int) -> Iterator[tuple[str, Value]]:
        item = self.ground.items[key]
        if lead := self.given["lead"]:
            led = self.ground.lead(key)
            if led not in {None, lead.pk}:
                yield f"owner:{led}", {"role": Role.OUT.value}
            yield f"owner:{lead.pk}", {"role": Role.LEAD.value}
        if leader := self.given["leader"]:
            yield "leader", {"member": leader.pk}
        if weight := self.given["weight"]:
            yield "place", {"parent": item.parent_id, "position": item.position, "weight": weight}
        if any(self.given[name] for name in DAYS):
            yield "schedule", self._days(item)

    def _days(self, item: Item) -> Value:
        """Return the schedule that a task would have; what is due on its last day moves with it."""
        starts, due = self.given["starts"] or item.starts, self.given["due"] or item.due
        if starts is None or due is None:
            raise BadDates(gettext("原来没有时限，须把开始和到期都写明。"))
        if self.given["days"]:
            due = _moved(due, self.given["days"])
        value: Value = {"starts": starts.isoformat(), "due": due.isoformat()}
        marks, steps = self.ground.marks(item.pk), self.steps[item.pk]
        if marks:
            moved = rules.put_off(marks, item.due or due, due)
            value["milestones"] = [written(one) for one in moved]
        return value | ({"steps": steps} if steps and not marks else {})

    @cached_property
    def steps(self) -> dict[int, Any]:
        """Return the steps that the schedules of the tasks state."""
        return {item.pk: item.standing.steps for item in self.form.items}

    # What else it entails ---------------------------------------------------------

    def _weigh(self) -> None:
        """Tell beside each weight that changes what those side by side add up to, before and after."""
        weight = self.given["weight"]
        rows = [self.all[one.item.pk] for one in self.changes if one.aspect == "place"]
        if not rows:
            return
        parents = {row.item.parent_id for row in rows}
        beside = Q(parent__in=parents - {None}) | (Q(parent=None) if None in parents else Q(pk__in=()))
        was, becomes = defaultdict[Any, int](int), defaultdict[Any, int](int)
        changed = {row.item.pk for row in rows}
        live = Item.everything.filter(beside, plan=self.plan, fate=Item.Fate.LIVE)
        for key, parent, heavy in live.values_list("pk", "parent", "weight"):
            was[parent] += heavy
            becomes[parent] += weight if key in changed else heavy
        for row in rows:
            of = row.item.parent_id
            said = gettext("并列各项的权重合计 {was} → {becomes}，这一项占 {share} → {after}")
            row.notes.append(
                said.format(
                    was=was[of],
                    becomes=becomes[of],
                    share=f"{row.item.weight / was[of]:.1%}",
                    after=f"{weight / becomes[of]:.1%}",
                )
            )

    def _look_up(self) -> None:
        """Tell where a task would go beyond the days of what it stands under, and where its first days cannot be taken back."""
        changes = [one for one in self.changes if one.aspect == "schedule"]
        if not changes:
            return
        parents = {one.item.parent_id for one in changes} - {None}
        dated = Standing.everything.filter(pk__in=parents, own_days=True).select_related("item").in_bulk()
        for one in changes:
            notes, above = self.all[one.item.pk].notes, dated.get(one.item.parent_id or 0)
            if above and above.due and above.due.isoformat() < one.value["due"]:
                notes.append(
                    gettext("晚于上级 {code} 的到期日 {day}").format(code=above.item.code, day=above.due)
                )
            if above and above.starts and above.starts.isoformat() > one.value["starts"]:
                notes.append(
                    gettext("早于上级 {code} 的开始日 {day}").format(code=above.item.code, day=above.starts)
                )
            if not self.plan.adopted_at and not (one.seen or {}).get("due"):
                notes.append(gettext("原来没有时限，改了之后撤不回“没有”"))


class ConfirmForm(Reasoned):
    """The last word: in an adopted plan why, and from which day."""

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        self.from_today = preview.form.kind == Kind.SCOPE
        super().__init__(*args, **kwargs)
        self.preview = preview

    def becomes(self) -> list[Becomes]:
        """Return what changes."""
        return self.preview.changes


def _moved(day: date, days: int) -> date:
    """Move a day; beyond the calendar there is no plan, so its last day will do to be refused."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def _digest(values: list[Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
