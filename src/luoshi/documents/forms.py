"""The form with which a document is received."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luoshi.documents.models import Document
from luoshi.people.forms import RowField, day_field
from luoshi.people.models import Unit


class ReceiveForm(forms.Form):
    """A file, and what the office knows of it."""

    file = forms.FileField(
        label=pgettext_lazy("field", "文件"),
        max_length=255,
        help_text=format_lazy(
            _("txt、docx、xlsx、网页 html，或带文字层的 pdf；不超过 {n} MB。本系统不处理涉密文件。"),
            n=settings.UPLOAD_BYTES // 2**20,
        ),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.xlsx,.pdf,.html,.htm"}),
    )
    title = forms.CharField(label=_("标题"), max_length=200, required=False, help_text=_("不填则取文件名。"))
    kind = forms.ChoiceField(label=_("文种"), choices=Document.Kind.choices)
    about = day_field(_("成文日期"), help_text=_("没有写年份的日期，按这一天的年份理解。"))
    number = forms.CharField(label=_("文号"), max_length=60, required=False)
    unit = RowField(label=_("收文单位"), queryset=Unit.everything.none())

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is larger than the settings allow."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_BYTES:
            raise forms.ValidationError(gettext("文件太大，请压缩或拆分后再传。"), code="too_large")
        return file

    def clean(self) -> dict[str, Any]:
        """Take the title from the file's name where none is given."""
        given = super().clean() or {}
        if not given.get("title") and given.get("file"):
            stem = str(given["file"].name).rpartition(".")[0][:200]
            given["title"] = stem or "未命名文件"  # zh: kept in the database
        return given
