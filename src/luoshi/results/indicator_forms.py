"""Forms about indicators: what one is to mean, its targets, a value, a word on values, what is said of the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic import quality
from luoshi.arithmetic.guard import SHORTEST, Subject
from luoshi.arithmetic.indicators import Comparator, Direction, Kind
from luoshi.arithmetic.periods import Rule
from luoshi.arithmetic.quality import Statement
from luoshi.people.forms import RowField, RowsField, day_field
from luoshi.people.models import Unit
from luoshi.results.fitting import Measured
from luoshi.results.meaning import Meant, Wanted
from luoshi.results.models import Definition, Target, Value
from luoshi.results.models.indicator import COMPARATORS, DIGITS, DIRECTIONS, KINDS, PLACES, RULES, SUBJECTS
from luoshi.work.models import Update

MOST_POINTS = 12
OVERRIDE = format_lazy(_("写明为何仍要设定（不少于{n}字），会随目标一起留存，各级都看得到。"), n=SHORTEST)


def figure_field(label: Any, **more: Any) -> forms.DecimalField:
    """Make a field for a figure, as many digits as both databases keep exactly."""
    return forms.DecimalField(
        label=label,
        max_digits=DIGITS,
        decimal_places=PLACES,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **more,
    )


def override_field() -> forms.CharField:
    """Make the field in which one says why a warned target is set all the same."""
    return forms.CharField(
        label=_("触及红线的理由"),
        max_length=500,
        required=False,
        help_text=OVERRIDE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _choices(words: Mapping[str, Any], none: Any) -> list[tuple[str, Any]]:
    return [("", none), *words.items()]


class MeaningForm(forms.Form):
    """指标口径: what is measured, by whom, which way it shall go, and how figures are put together."""

    name = forms.CharField(label=_("指标"), max_length=100)
    unit = RowField(label=_("负责单位"), queryset=Unit.everything.none())
    kind = forms.ChoiceField(label=_("类型"), choices=KINDS.items())
    measure = forms.CharField(
        label=_("计量单位"), max_length=20, required=False, help_text=_("例如：万元、人、%。")
    )
    direction = forms.ChoiceField(
        label=_("方向"),
        choices=DIRECTIONS.items(),
        required=False,
        help_text=_("只有比率型要选；其他类型由类型决定。"),
    )
    base = figure_field(
        _("基期值"), required=False, help_text=_("从哪里算起；不填，计数型从 0 算起，其他类型算不出进度。")
    )
    tolerance = figure_field(_("允许偏差"), required=False, help_text=_("保持型用：偏离多少以内算保持住。"))
    comparator = forms.ChoiceField(
        label=_("达到与否怎样比"), choices=_choices(COMPARATORS, _("按方向")), required=False
    )
    cumulative = forms.BooleanField(label=_("各期数值是累计数"), required=False)
    over_periods = forms.ChoiceField(label=_("各期怎样合成"), choices=RULES.items())
    over_units = forms.ChoiceField(label=_("各单位怎样合成"), choices=RULES.items())
    every = forms.IntegerField(label=_("报送周期（天）"), min_value=1, max_value=3660, required=False)
    subject = forms.ChoiceField(
        label=_("目标压在谁身上"), choices=_choices(SUBJECTS, _("按负责单位判断")), required=False
    )
    drives = forms.BooleanField(label=_("作为主指标，由它算出事项的已证进度"), required=False)
    override = override_field()

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @staticmethod
    def first(definition: Definition, *, drives: bool) -> dict[str, Any]:
        """Return what the form begins with: what the indicator means now."""
        names = ("name", "unit", "kind", "measure", "direction", "base", "tolerance", "comparator")
        more = ("cumulative", "over_periods", "over_units", "every", "subject")
        return {name: getattr(definition, name) for name in (*names, *more)} | {"drives": drives}


def meant(given: dict[str, Any]) -> Meant:
    """Return what the form says an indicator is to mean."""
    return Meant(
        unit=given["unit"],
        name=given["name"],
        kind=Kind(given["kind"]),
        measure=given["measure"],
        direction=Direction(given["direction"] or Direction.UP),
        base=given["base"],
        tolerance=given["tolerance"] or Decimal(0),
        comparator=Comparator(given["comparator"]) if given["comparator"] else None,
        cumulative=given["cumulative"],
        over_periods=Rule(given["over_periods"]),
        over_units=Rule(given["over_units"]),
        every=given["every"],
        subject=Subject(given["subject"]) if given["subject"] else None,
        drives=given["drives"],
    )


class TargetsForm(forms.Form):
    """目标值: some points, each a day with its bottom line and its stretch; an override where a guard-rail warns."""

    override = override_field()

    def __init__(self, *args: Any, points: Sequence[Target] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = min(max(len(points) + 2, 3, _posted(self.data)), MOST_POINTS)
        for row in range(1, self.number + 1):
            self.fields[f"on_{row}"] = day_field(_("达到日"), required=False)
            self.fields[f"bottom_{row}"] = figure_field(_("确保"), required=False)
            self.fields[f"stretch_{row}"] = figure_field(_("力争"), required=False)
        for row, point in enumerate(points[:MOST_POINTS], 1):
            for name in ("on", "bottom", "stretch"):
                self.initial.setdefault(f"{name}_{row}", getattr(point, name))

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Yield the fields of each point."""
        for row in range(1, self.number + 1):
            yield self[f"on_{row}"], self[f"bottom_{row}"], self[f"stretch_{row}"]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of each point that asks for something."""
        given = super().clean() or {}
        for row in range(1, self.number + 1):
            asks = any(given.get(f"{name}_{row}") is not None for name in ("bottom", "stretch"))
            if asks and not given.get(f"on_{row}") and f"on_{row}" not in self.errors:
                self.add_error(f"on_{row}", _("请写明哪一天达到。"))
        return given

    def wanted(self) -> list[Wanted]:
        """Return the points that were filled in."""
        given = self.cleaned_data
        return [
            Wanted(given[f"on_{row}"], given[f"bottom_{row}"], given[f"stretch_{row}"])
            for row in range(1, self.number + 1)
            if given.get(f"on_{row}")
        ]


def _posted(data: Mapping[str, Any]) -> int:
    """Return how many points were sent."""
    return sum(f"on_{row}" in data for row in range(1, MOST_POINTS + 1))


class ValueForm(forms.Form):
    """指标值: what a unit measured, about which day, and whence it comes."""

    unit = RowField(label=_("单位"), queryset=Unit.everything.none())
    about = day_field(_("数值截至"))
    period = forms.CharField(
        label=_("期别"),
        max_length=20,
        required=False,
        help_text=_("例如：2026-10、三季度；同一单位同一期只算最后一次。"),
    )
    value = figure_field(pgettext_lazy("field", "数值"))
    bottom = figure_field(_("分母"))
    update = RowField(
        label=_("随哪份进展"),
        queryset=Update.everything.none(),
        required=False,
        empty_label=_("不随进展"),
        help_text=_("还没有审签的进展，可以把数值一并报上。"),
    )
    origin = forms.ChoiceField(
        label=_("来路"),
        choices=[(one.value, one.label) for one in (Value.Origin.IMPORT, Value.Origin.CORRECTION)],
        required=False,
    )
    source = forms.CharField(
        label=_("来源"),
        max_length=200,
        required=False,
        help_text=_("例如：财务系统到账明细。不随进展的须写明。"),
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        updates: QuerySet[Update],
        ratio: bool,
        measure: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["update"].queryset = updates  # type: ignore[attr-defined]
        if ratio:
            self.fields["value"].label = _("分子")
        elif measure:
            self.fields["value"].label = gettext("数值（{measure}）").format(measure=measure)
        if not ratio:
            del self.fields["bottom"]

    def clean(self) -> dict[str, Any]:
        """Ask whence a value comes that no report brings."""
        given = super().clean() or {}
        if not given.get("update") and not given.get("source"):
            self.add_error("source", _("不随进展填报的指标值须写明来源。"))
        return given


def measured(given: dict[str, Any]) -> Measured:
    """Return what the form says was measured."""
    update = given["update"]
    return Measured(
        about=given["about"],
        value=given["value"],
        bottom=given.get("bottom"),
        period=given["period"],
        origin=Value.Origin.UPDATE if update else Value.Origin(given["origin"] or Value.Origin.IMPORT),
        source="" if update else given["source"],
    )


class VerifyValuesForm(forms.Form):
    """Which values one verifies."""

    values = RowsField(
        label=_("要核实的数值"),
        queryset=Value.everything.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("请勾选要核实的数值。"),
            "invalid_choice": _("所勾的数值已由他人核实，或不归您核实。"),
        },
    )

    def __init__(self, *args: Any, waiting: QuerySet[Value], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["values"].queryset = waiting  # type: ignore[attr-defined]


class QualityForm(forms.Form):
    """数据质量说明: what is said of an indicator's figures in five sentences."""

    def __init__(self, *args: Any, said: Statement, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": asdict(said), **kwargs})
        for name, label in quality.LABELS.items():
            self.fields[name] = forms.CharField(
                label=_(label), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def statement(self) -> Statement:
        """Return what is stated."""
        return Statement(**{name: self.cleaned_data[name] for name in quality.LABELS})
