"""Forms about oneself, and fields that several stages use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from luoshi.people.models import Member

LARGEST_KEY_DIGITS = 18


if TYPE_CHECKING:
    Choice: TypeAlias = forms.ModelChoiceField[Any]
    Choices: TypeAlias = forms.ModelMultipleChoiceField[Any]
else:
    Choice, Choices = forms.ModelChoiceField, forms.ModelMultipleChoiceField


class RowField(Choice):
    """A choice among rows that the member may see; a number too long for the database is no choice."""

    def to_python(self, value: Any) -> Any:
        """Find the row."""
        if isinstance(value, str) and value and not _is_key(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class RowsField(Choices):
    """Several choices among rows that the member may see."""

    def clean(self, value: Any) -> Any:
        """Find the rows."""
        if any(isinstance(key, str) and not _is_key(key) for key in value or ()):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": ""}
            )
        return super().clean(value)


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= LARGEST_KEY_DIGITS


def key_of(said: str) -> int | None:
    """Read the key of a row from an address; None where it is none."""
    return int(said) if _is_key(said) else None


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Make a field for a day."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class SignInForm(forms.Form):
    """Login and password."""

    login = forms.CharField(
        label=_("工号"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """A new password for oneself, with the old one."""

    old = forms.CharField(
        label=_("现在的密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        max_length=128,
        strip=False,
        help_text=_("至少 8 个字符；可以是一句话。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_new(self) -> str:
        """Look at the new password as the settings say."""
        new = str(self.cleaned_data["new"])
        password_validation.validate_password(new, self.member)
        return new
