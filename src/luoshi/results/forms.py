"""Forms of the way of a report: report, send back, verify; the two clocks; what a view is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.milestones import keys
from luoshi.people.forms import day_field
from luoshi.plans.rules import Mark
from luoshi.results.models import Acceptance, Evidence, SavedView
from luoshi.results.models.saved import LONGEST_NAME
from luoshi.work.forms import reason_field

FILES = 5  # pieces of evidence with one report


def milestones_field(label: str, marks: Sequence[Mark], shown: int = 0) -> forms.TypedMultipleChoiceField:
    """Make a tick box for each milestone; those that are shown already say so."""
    return forms.TypedMultipleChoiceField(
        label=label,
        coerce=int,
        required=False,
        choices=[
            (
                one.key,
                (
                    gettext("{name}（{due} 到期，权重 {weight}，此前已证）")
                    if one.key in set(keys(shown))
                    else gettext("{name}（{due} 到期，权重 {weight}）")
                ).format(name=one.name, due=one.due, weight=one.weight),
            )
            for one in marks
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext("所勾的里程碑已不在现行时限里，请重新勾选。")},
    )


class FilesInput(forms.FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, each no larger than the settings allow."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Look at each of them."""
        found = [super(FilesField, self).clean(one, initial) for one in data or [None]]
        files: list[UploadedFile[Any]] = [one for one in found if one]
        if len(files) > FILES:
            raise forms.ValidationError(
                gettext("一次最多交 {most} 件佐证，请分次报或合成一份。").format(most=FILES), code="too_many"
            )
        if any((file.size or 0) > settings.UPLOAD_BYTES for file in files):
            raise forms.ValidationError(gettext("文件太大，请压缩或拆分后再传。"), code="too_large")
        return files


class ReportForm(forms.Form):
    """How far a unit has come, in per cent or by milestones, and what it hands in as evidence."""

    percent = forms.IntegerField(
        label=_("累计完成"),
        min_value=0,
        max_value=100,
        help_text=_("占全部任务的百分比。"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    about = day_field(_("情况截至"))
    text = forms.CharField(label=_("进展"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    file = FilesField(
        label=_("佐证"),
        max_length=255,
        required=False,
        help_text=format_lazy(
            _("拍照、粘贴截图或选文件，可以几件，每件不超过 {size} MB；没有佐证只算已报，不算已证。"),
            size=settings.UPLOAD_BYTES // 2**20,
        ),
    )
    shows = forms.CharField(label=_("佐证说明什么"), max_length=200, required=False)
    trouble = forms.CharField(
        label=_("困难"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, marks: Sequence[Mark] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if marks:
            del self.fields["percent"]
            self.fields["reached"] = milestones_field(gettext("已到的里程碑"), marks)
            self.fields["reached"].help_text = gettext("到今天为止一共到了哪些，不只是这一次的。")
        self.measure = self["reached" if marks else "percent"]

    def clean(self) -> dict[str, Any]:
        """Ask what a piece of evidence shows."""
        given = super().clean() or {}
        if given.get("file") and not given.get("shows"):
            self.add_error("shows", gettext("请写明佐证说明什么。"))
        return given


class ReasonForm(forms.Form):
    """Why a report is sent back."""

    reason = reason_field(_("退回理由"), "return")


class VerifyForm(forms.Form):
    """A word on each piece of evidence, and how much those accepted show: a per cent, or milestones."""

    percent = forms.IntegerField(
        label=_("已证进度"), min_value=0, max_value=100, help_text=_("采信的佐证能说明到的百分比。")
    )
    note = forms.CharField(
        label=_("核实意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        evidence: Sequence[Evidence],
        claimed: Sequence[Mark] | None = None,
        shown: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.evidence = evidence
        if claimed is not None:
            del self.fields["percent"]
            self.fields["reached"] = milestones_field(gettext("已证的里程碑"), claimed, shown)
            self.fields["reached"].help_text = gettext(
                "只列单位所报的。新证的须有采信的佐证；此前已证的可以保留。"
            )
        self.measure = self["percent" if claimed is None else "reached"]
        for piece in evidence:
            self.fields[f"evidence-{piece.pk}"] = forms.ChoiceField(
                label=piece.shows, choices=Acceptance.Word.choices, widget=forms.RadioSelect
            )

    def shown(self) -> int | list[int]:
        """Return what is shown."""
        found: int | list[int] = self.cleaned_data[self.measure.name]
        return found

    def words(self) -> dict[int, str]:
        """Return the word on each piece."""
        return {piece.pk: self.cleaned_data[f"evidence-{piece.pk}"] for piece in self.evidence}


class ClocksForm(forms.Form):
    """两个时钟: the day that is spoken of, and the day as of which it is known."""

    about = day_field(_("事实日"), required=False)
    known = day_field(_("知悉日"), required=False)


class NameForm(forms.Form):
    """What a saved view is called; several stand on one page."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME)

    def __init__(self, data: Any = None, *, view: SavedView) -> None:
        super().__init__(data, initial={"name": view.name}, auto_id=f"id_{view.pk}_%s")


class SaveForm(forms.Form):
    """What is asked now gets a name; whoever may share on this plan may share it at once. `rank` is where it stood before."""

    name = forms.CharField(label=_("名称"), max_length=LONGEST_NAME)
    shared = forms.BooleanField(label=_("共享给看得到这个计划的人"), required=False)
    rank = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, may_share: bool, **more: Any) -> None:
        super().__init__(data, auto_id="id_view_%s", **more)
        if not may_share:
            del self.fields["shared"]
