"""Forms with which plans, goals and tasks are drafted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.people.forms import RowField, RowsField, day_field
from luoshi.people.models import Unit
from luoshi.plans import rules
from luoshi.plans.models import Item
from luoshi.plans.proposing import Proposal


class PlanForm(forms.Form):
    """A plan: its name, the unit in charge, from when to when."""

    name = forms.CharField(label=_("计划名称"), max_length=120)
    unit = RowField(label=_("主管单位"), queryset=Unit.everything.none())
    starts = day_field(_("开始"))
    ends = day_field(_("结束"))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class GoalForm(forms.Form):
    """A goal of a plan."""

    title = forms.CharField(label=_("目标"), max_length=200)


class MilestonesField(forms.CharField):
    """Milestones, a line each."""

    def __init__(self, **kwargs: Any) -> None:
        rows = forms.Textarea(attrs={"rows": 4})
        super().__init__(label=_("里程碑"), max_length=6000, required=False, widget=rows, **kwargs)

    def clean(self, value: Any) -> Any:
        """Read them; what is wrong is told line by line."""
        marks, wrong = rules.read(super().clean(value))
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(marks)


class DrawForm(forms.Form):
    """A new task, drawn from a sentence."""

    goal = RowField(label=_("列入"), queryset=Item.everything.none(), help_text=_("计划的哪一个目标之下。"))
    title = forms.CharField(label=_("事项"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    lead = RowField(label=_("牵头单位"), queryset=Unit.everything.none())
    support = RowsField(
        label=_("配合单位"),
        queryset=Unit.everything.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    starts = day_field(_("开始"))
    due = day_field(_("到期"))
    milestones = MilestonesField(
        help_text=_(
            "每行一个：名称，日期，权重。例如：合同签订，2026-06-30，2。不写权重算 1；写了里程碑，进展就按里程碑填报。"
        )
    )

    def clean(self) -> dict[str, Any]:
        """Hold the milestones against the days of the task."""
        given = super().clean() or {}
        starts, due = given.get("starts"), given.get("due")
        if starts and due and starts <= due:
            wrong = list(rules.faults(given.get("milestones", ()), starts, due))
            if wrong:
                self.add_error("milestones", forms.ValidationError(wrong))
        return given

    def __init__(
        self,
        *args: Any,
        goals: QuerySet[Item],
        units: QuerySet[Unit],
        proposals: Sequence[Proposal] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]
        for name in ("lead", "support"):
            self.fields[name].queryset = units  # type: ignore[attr-defined]
        if proposals:
            lead: Any = self.fields["lead"]
            empty, *every = lead.choices
            first = [(one.unit.pk, one.unit.name) for one in proposals]
            proposed = {key for key, _name in first}
            others = [(key, name) for key, name in every if key.value not in proposed]
            lead.choices = [empty, (gettext("建议"), first), (gettext("其他单位"), others)]

        for name, key in (("lead", "o"), ("due", "d")):
            self.fields[name].widget.attrs["data-key"] = key

    def begin_at(self, name: str) -> None:
        """Let the page begin at the field for which it was opened."""
        if name in ("lead", "due"):
            self.fields[name].widget.attrs["autofocus"] = True


class AnswerForm(forms.Form):
    """A task that there is already, and that answers the sentence."""

    item = RowField(label=_("已有事项"), queryset=Item.everything.none())

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
