"""The form with which a person gives a word on a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.documents.models import Document
from luoshi.people.forms import RowField
from luoshi.records.models import Judgement, Verdict


class JudgeForm(forms.Form):
    """Confirm, correct, set aside or reopen; `seen` is how many words the person saw when deciding."""

    kind = forms.ChoiceField(choices=Judgement.Kind.choices, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("应判为"), choices=Verdict.choices, required=False)
    reason = forms.CharField(
        label=_("理由"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen deed needs."""
        given = super().clean() or {}
        if given.get("kind") == Judgement.Kind.CORRECT and not given.get("verdict"):
            self.add_error("verdict", gettext("请选定判定。"))
        if given.get("kind") == Judgement.Kind.ASIDE and not given.get("reason"):
            self.add_error("reason", gettext("搁置须写明理由。"))
        return given

    def catch_up(self, words: Sequence[Judgement]) -> Sequence[Judgement]:
        """Take as seen what others have said meanwhile; return it, so that it is shown before the next try."""
        seen = self.cleaned_data["seen"]
        self.data = {**dict(self.data.items()), "seen": str(len(words))}
        return words[seen:]


class FollowForm(forms.Form):
    """Which earlier document a document follows up."""

    earlier = RowField(
        label=_("续自"),
        queryset=Document.everything.none(),
        required=False,
        empty_label=_("不续自哪份文件"),
        help_text=_("上一次会议的纪要，或本文所汇报的方案。选好后，两份文件可以左右对照着看。"),
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].queryset = documents  # type: ignore[attr-defined]
