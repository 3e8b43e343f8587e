"""筛选: which tasks of a plan the reader asks for, and in which order; what makes no sense asks for everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.lamps import SETTLED, WORDS, WORST_FIRST
from luoshi.people.forms import day_field
from luoshi.plans.ledger import falling
from luoshi.plans.models import Assignment, Basis, Plan
from luoshi.results.foreseeing import Ahead, outlook
from luoshi.results.standings import Sight, Standing
from luoshi.results.tabling import COLUMNS, USUAL
from luoshi.results.views.clocks import Clocks

DUE = {
    "over": _("已过期未办结"),
    "week": _("七天内到期"),
    "month": _("本月到期"),
    "quarter": _("本季度到期"),
    "ahead": _("预测将迟"),
    "none": _("没有时限"),
}
SORTS = {
    "": _("计划的次序"),
    "lamp": _("最要紧的在前"),
    "due": _("到期早的在前"),
    "shown": _("已证少的在前"),
    "gap": _("报与证差得多的在前"),
    "ahead": _("预测晚得多的在前"),
    "weight": _("权重大的在前"),
    "lead": _("按牵头单位"),
}
Named = tuple[int, str]
FIRST, MORE = ("unit", "goal", "lamp", "due", "q", "sort"), ("role", "basis", "since", "until")


class SieveForm(forms.Form):
    """What may be asked for; every field may stay empty."""

    unit = forms.ChoiceField(label=_("单位"), required=False)
    role = forms.ChoiceField(
        label=_("分工"), required=False, choices=[("", _("牵头")), ("any", _("任何分工"))]
    )
    goal = forms.ChoiceField(label=_("目标"), required=False)
    lamp = forms.ChoiceField(
        label=_("结果"),
        required=False,
        choices=[("", _("全部灯色")), *((lamp, _(word)) for lamp, word in WORDS.items())],
    )
    due = forms.ChoiceField(label=_("到期"), required=False, choices=[("", _("不限")), *DUE.items()])
    basis = forms.ChoiceField(
        label=_("依据"),
        required=False,
        choices=[("", _("不限")), ("some", _("有依据的句子")), ("none", _("没有依据"))],
    )
    q = forms.CharField(label=_("事项中的字"), required=False, max_length=60)
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=list(SORTS.items()))
    since = day_field(_("到期不早于"), required=False)
    until = day_field(_("到期不晚于"), required=False)
    cols = forms.MultipleChoiceField(
        label=_("表里的列"),
        required=False,
        choices=[(name, _(column.words)) for name, column in COLUMNS.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, asked: QueryDict, units: Iterable[Named], goals: Iterable[Named]) -> None:
        super().__init__(asked)
        named = [(str(key), name) for key, name in units]
        self.fields["unit"].choices = [("", gettext("全部单位")), *named]  # type: ignore[attr-defined]
        found = [(str(key), words) for key, words in goals]
        self.fields["goal"].choices = [("", gettext("全部目标")), *found]  # type: ignore[attr-defined]

    def said(self) -> list[str]:
        """Say what is asked for, a few words for each thing."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        if not asked.get("unit"):
            asked.pop("role", None)  # how a unit takes part, of no unit
        return [str(_SAID.get(name, _chosen)(self, name, value)) for name, value in asked.items()]


def _chosen(form: SieveForm, name: str, value: str) -> str:
    """Return the words of what was chosen."""
    return dict(form.fields[name].choices)[value]  # type: ignore[attr-defined, no-any-return]


_SAID: Mapping[str, Callable[[SieveForm, str, Any], str]] = {
    "q": lambda form, name, words: f"“{words}”",
    "since": lambda form, name, day: gettext("{day} 起到期").format(day=day),
    "until": lambda form, name, day: gettext("{day} 前到期").format(day=day),
    "cols": lambda form, name, cols: gettext("自选的列"),
}


class Sieve:
    """筛选: the question as it was understood, which tasks it keeps, and in which order they are listed."""

    def __init__(self, asked: QueryDict, seen: Sight, plan: Plan, at: Clocks, *, drawn: bool = False) -> None:
        self.on, self.at = at.on, at
        self.parts = taking_part(plan, at, {row.item for row in seen.leaves})
        self.goals = {row.item: f"{row.code} {row.title}" for row in seen.rows if not row.leaf}
        self.form = SieveForm(asked, self.parts.units, _goals(asked, seen))
        self.form.is_valid()
        self.asked: dict[str, Any] = {name: value for name, value in self.form.cleaned_data.items() if value}
        self.sort = self.asked.pop("sort", "")
        self.role = self.asked.pop("role", "")
        chosen = self.asked.pop("cols", [])
        self.columns = tuple(name for name in COLUMNS if name in chosen) or USUAL
        self.based = _based(plan, at) if "basis" in self.asked else set()
        self.ahead: Mapping[int, Ahead] = {}
        if drawn or self.asked.get("due") == "ahead" or self.sort == "ahead" or "ahead" in self.columns:
            self.ahead = outlook(plan, seen.leaves, at.on, at.known)

    @property
    def first(self) -> list[forms.BoundField]:
        """Return the fields that are always at hand."""
        return [self.form[name] for name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """Return the fields that are asked for less often."""
        return [self.form[name] for name in MORE]

    @property
    def opened(self) -> bool:
        """Tell whether one of those is asked for."""
        return bool(self.role or set(MORE) & set(self.asked))

    @property
    def narrows(self) -> bool:
        """Tell whether anything is asked for in particular."""
        return bool(self.asked)

    @property
    def flat(self) -> bool:
        """Tell whether the tasks are listed by something else than their place in the tree."""
        return bool(self.sort)

    @property
    def cols(self) -> list[tuple[str, str, bool]]:
        """Return each column with its words, and whether it is shown."""
        return [(name, gettext(column.words), name in self.columns) for name, column in COLUMNS.items()]

    @property
    def fitted(self) -> bool:
        """Tell whether other columns than the usual ones are asked for."""
        return self.columns != USUAL

    def query(self, **more: str) -> str:
        """Write the question as it would be asked again, with the clocks where they are not today's."""
        clocks = {} if self.at.now else {"about": self.at.on, "known": self.at.known_on}
        return _written(self._question | clocks | more)

    @property
    def question(self) -> str:
        """Write what is asked, whatever the day: the same words for the same question, in whichever order it was put."""
        return _written(self._question)

    @property
    def _question(self) -> dict[str, Any]:
        cols = self.columns if self.fitted else ()
        return self.asked | {"role": self.role, "sort": self.sort, "cols": cols}

    def knows(self, query: str) -> bool:
        """Tell whether the reader could ask this: whether they see the unit and the goal that it names."""
        asked = QueryDict(query)
        seen = {"unit": dict(self.parts.units), "goal": self.goals}
        return all(asked[name] in map(str, keys) for name, keys in seen.items() if name in asked)

    def said(self, query: str) -> list[str]:
        """Say what another question asks for, in the words of this plan."""
        return SieveForm(QueryDict(query), self.parts.units, self.goals.items()).said()

    def keeps(self, row: Standing) -> bool:
        """Tell whether a task is asked for."""
        return all(_TESTS[name](self, row, value) for name, value in self.asked.items())

    def sift(self, seen: Sight) -> list[Standing]:
        """Return the tasks that are asked for, with what they stand under unless they are put in another order."""
        kept = [row for row in seen.leaves if self.keeps(row)]
        if self.flat:
            return sorted(kept, key=lambda row: _ORDERS[self.sort](self, row))
        wanted = {key for row in kept for key in (row.item, *row.above)}
        return [row for row in seen.rows if row.item in wanted or not self.narrows]

    def _unit(self, row: Standing, unit: str) -> bool:
        if self.role:
            return int(unit) in self.parts.of.get(row.item, ())
        return row.lead is not None and row.lead.pk == int(unit)

    def _due(self, row: Standing, period: str) -> bool:
        if row.due is None or period == "none":
            return period == "none" and row.due is None
        if period == "ahead":  # what is over its day already has a filter of its own
            return row.due >= self.on and row.item in self.ahead and self.ahead[row.item].late
        if period == "over":
            return row.due < self.on and row.result not in SETTLED
        return self.on <= row.due <= _until(period, self.on)

    def _basis(self, row: Standing, which: str) -> bool:
        return (row.item in self.based) is (which == "some")


_TESTS: dict[str, Callable[[Sieve, Standing, Any], bool]] = {
    "unit": Sieve._unit,
    "goal": lambda sieve, row, goal: int(goal) in row.above,
    "lamp": lambda sieve, row, lamp: row.result == lamp,
    "due": Sieve._due,
    "basis": Sieve._basis,
    "q": lambda sieve, row, words: all(word in row.title for word in words.split()),
    "since": lambda sieve, row, day: row.due is not None and row.due >= day,
    "until": lambda sieve, row, day: row.due is not None and row.due <= day,
}


def _written(question: Mapping[str, Any]) -> str:
    return urlencode({name: value for name, value in question.items() if value}, doseq=True)


def _gap(row: Standing) -> float | None:
    return None if row.claimed is None or row.shown is None else row.shown - row.claimed


def _last(value: float | None) -> tuple[bool, float]:
    """Put what is undefined behind all that is not."""
    return value is None, value or 0.0


def _latest(sieve: Sieve, row: Standing) -> tuple[int, int]:
    """Put first what never arrives, then what is the latest, and last that of which nothing can be said."""
    found = sieve.ahead.get(row.item)
    if found is None:
        return (3, 0)
    return (
        (0, 0)
        if found.day is None
        else (2, found.day.toordinal())
        if found.days is None
        else (1, -found.days)
    )


_ORDERS: Mapping[str, Callable[[Sieve, Standing], Any]] = {
    "lamp": lambda sieve, row: (WORST_FIRST.index(row.result), row.due or date.max),
    "due": lambda sieve, row: row.due or date.max,
    "shown": lambda sieve, row: _last(row.shown),
    "gap": lambda sieve, row: _last(_gap(row)),
    "ahead": _latest,
    "weight": lambda sieve, row: -row.weight,
    "lead": lambda sieve, row: (row.lead is None, row.lead.path if row.lead else ""),
}


def _until(period: str, on: date) -> date:
    """Return the last day of a period that has begun."""
    if period == "week":
        return on + timedelta(days=7)
    months = 1 if period == "month" else 3 - (on.month - 1) % 3
    after = on.year * 12 + on.month - 1 + months
    return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def _goals(asked: QueryDict, seen: Sight) -> list[tuple[int, str]]:
    """Return the goals at the top, and the one that is asked for wherever it stands."""
    return [
        (row.item, f"{row.code} {row.title}")
        for row in seen.rows
        if not row.leaf and (not row.above or str(row.item) == asked.get("goal"))
    ]


@dataclass(frozen=True, slots=True)
class Parts:
    """分工: which units take part in which items, and what these units are called, in the order of the organisation."""

    of: Mapping[int, set[int]]
    units: tuple[tuple[int, str], ...]


def taking_part(plan: Plan, at: Clocks, items: set[int]) -> Parts:
    """Say who takes part in some items on D as known at K, in one query."""
    said = Assignment.everything.filter(item__plan=plan, about__lte=at.on, known_at__lte=at.known)
    rows = said.order_by("about", "known_at", *falling(Assignment))
    held = {
        (item, unit): (role, name, path)
        for item, unit, role, name, path in rows.values_list(
            "item", "unit", "role", "unit__name", "unit__path"
        )
        if item in items
    }
    found: defaultdict[int, set[int]] = defaultdict(set)
    units: dict[int, tuple[str, str]] = {}
    for (item, unit), (role, name, path) in held.items():
        if role != Assignment.Role.OUT:
            found[item].add(unit)
            units[unit] = (path, name)
    ordered = sorted(units, key=lambda unit: units[unit])
    return Parts(found, tuple((unit, units[unit][1]) for unit in ordered))


def _based(plan: Plan, at: Clocks) -> set[int]:
    return set(
        Basis.everything.filter(item__plan=plan, known_at__lte=at.known).values_list("item", flat=True)
    )
