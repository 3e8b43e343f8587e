"""Forms of notices, periods and extensions, and the field in which a reason is written or chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.people.forms import RowField, day_field
from luoshi.people.models import Unit
from luoshi.plans.models import Item
from luoshi.work.models import Notice
from luoshi.work.notices import Demand
from luoshi.work.periods import Days
from luoshi.work.phrases import ready


class PhrasesInput(forms.TextInput):
    """A line of one's own words, with ready phrases to choose from and to change; works without a script."""

    template_name = "work/phrases.html"

    def __init__(self, occasion: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.occasion = occasion

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name the list of phrases after the field, so that two on a page do not meet."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_phrases"
        context["widget"]["phrases"] = ready()[self.occasion]
        return context


def reason_field(label: Any, occasion: str, *, longest: int = 500) -> forms.CharField:
    """Make a field for a reason, with the phrases of an occasion."""
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=_("可以选一句常用的再改，也可以自己写。"),
        widget=PhrasesInput(occasion),
    )


def _lines(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **more)


class BareForm(forms.Form):
    """Nothing to fill in: the button says it all."""


class NoticeForm(forms.Form):
    """A notice: to whom, of which matter, what is demanded, on what grounds, how urgently, by when."""

    item = RowField(queryset=Item.everything.none(), required=False, widget=forms.HiddenInput)
    unit = RowField(label=_("主办单位"), queryset=Unit.everything.none())
    subject = forms.CharField(label=_("督办事项"), max_length=200)
    demand = _lines(_("办理要求"), 4)
    source = forms.CharField(label=_("来源依据"), max_length=200, required=False)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Notice.Urgency.choices)
    clock = forms.ChoiceField(
        label=_("时限类别"),
        choices=Notice.Clock.choices,
        help_text=_(
            "没有另定办结时限的，一般事项交办后 7 个工作日，疑难事项 30 个工作日；首次反馈都是 3 个工作日。"
        ),
    )
    due = day_field(_("办结时限"), required=False, help_text=_("另定时限才填。"))

    def __init__(self, *args: Any, units: QuerySet[Unit], items: QuerySet[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["item"].queryset = items  # type: ignore[attr-defined]

    def demanded(self) -> Demand:
        """Return what the notice says."""
        given = self.cleaned_data
        return Demand(
            subject=given["subject"],
            text=given["demand"],
            clock=given["clock"],
            source=given["source"],
            urgency=given["urgency"],
            due=given["due"],
        )


class ReplyForm(forms.Form):
    """What was done."""

    text = _lines(_("办理情况"), 4)


class PlanForm(forms.Form):
    """How it will be done, and by which day."""

    text = _lines(_("办理方案"), 3)
    until = day_field(_("方案办结日"), help_text=_("此后按这一天计时。"))


class RedoForm(forms.Form):
    """Why a notice is to be redone, and by when."""

    reason = reason_field(_("退回理由"), "redo")
    due = day_field(_("重办时限"), required=False, help_text=_("不填的，仍按原来的时限。"))


class NoteForm(forms.Form):
    """A word that may be left out."""

    note = _lines(_("意见"), 2, required=False)


class WriteForm(forms.Form):
    """A note."""

    text = _lines(_("批注"), 3)


class ReasonForm(forms.Form):
    """A reason in one's own words."""

    reason = _lines(_("理由"), 2)


class PeriodForm(forms.Form):
    """A period: of which days, and when reports of them are taken."""

    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("例如：2026年3月。"))
    first = day_field(_("首日"), help_text=_("所报情况的第一天。"))
    last = day_field(_("末日"))
    opens = day_field(_("开报日"), help_text=_("从这一天起可以填报。"))
    due = day_field(_("截止日"), help_text=_("这一天及以前报的为按时。"))
    late_until = day_field(_("补报截止日"), help_text=_("这一天以后不再收。"))

    def days(self) -> Days:
        """Return the days."""
        given = self.cleaned_data
        return Days(given["first"], given["last"], given["opens"], given["due"], given["late_until"])


class ReopenForm(forms.Form):
    """Why a period is opened again, and until when."""

    reason = _lines(_("理由"), 2)
    late_until = day_field(_("新的补报截止日"))


class AskForm(forms.Form):
    """A later day, why, and how far one has come."""

    due = day_field(_("申请延至"))
    reason = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    progress = _lines(_("目前进展"))


class RefuseForm(forms.Form):
    """Why a later day is refused."""

    reason = reason_field(_("理由"), "refuse")
