"""改动表单: what may be changed of an item, each a form that says which aspects become what; in a draft as it is, else by amendment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.arithmetic.shares import HEAVIEST
from luoshi.people.forms import RowField, RowsField, day_field
from luoshi.people.models import Member, Unit
from luoshi.people.roles import Role as Post
from luoshi.people.units import standing
from luoshi.plans import rules
from luoshi.plans.appending import marks_of
from luoshi.plans.changes import Becomes, now, written
from luoshi.plans.entering import Entry
from luoshi.plans.forms import MilestonesField
from luoshi.plans.models import Amendment, Assignment, Item, Owner, Plan, Standing
from luoshi.plans.rules import Mark

Kind, Role = Amendment.Kind, Assignment.Role
UNCHANGED = _("没有任何改动。")
FAR = 3660  # days


class Reasoned(forms.Form):
    """What an amendment says besides what changes: why, and from which day; a draft is changed without."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    about = day_field(_("从哪一天起"), help_text=_("会签之后，改动从这一天起算。"))
    from_today = False

    def __init__(self, *args: Any, adopted: bool, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"about": today} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if not adopted:
            del self.fields["reason"], self.fields["about"]
        elif self.from_today:
            self.fields["about"].widget.attrs["max"] = today.isoformat()


class ChangeForm(Reasoned):
    """A change of one item."""

    label: ClassVar[Any]  # words that are said when shown
    hint: ClassVar[Any]

    def __init__(self, *args: Any, item: Item, member: Member, **kwargs: Any) -> None:
        self.item, self.member = item, member
        kwargs["initial"] = self.standing()
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in {"reason", "about"}])

    @property
    def kind(self) -> str:
        """Return the kind of amendment that it makes."""
        raise NotImplementedError

    def standing(self) -> dict[str, Any]:
        """Return what the fields say before anything is changed."""
        return {}

    def becomes(self) -> list[Becomes]:
        """Return the aspects that are not to stay as they are."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Refuse a change that changes nothing."""
        given = super().clean() or {}
        if not self.errors:
            self.check()
        if not self.errors and not self.becomes():
            raise forms.ValidationError(UNCHANGED, code="unchanged")
        return given

    def check(self) -> None:
        """Look at the fields together."""

    def _becomes(self, aspect: str, value: dict[str, Any]) -> list[Becomes]:
        return [Becomes(self.item, aspect, value)] if now(self.item, aspect) != value else []


class WordForm(ChangeForm):
    """What the item says."""

    label, hint = _("表述"), _("改错字，或者改变所说的事")
    title = forms.CharField(label=_("事项"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    sense = forms.ChoiceField(
        label=_("改的是什么"),
        choices=[(Kind.CLERICAL, _("文字更正：意思不变")), (Kind.SCOPE, _("范围调整：要办的事变了"))],
        widget=forms.RadioSelect,
        initial=Kind.CLERICAL,
    )

    def __init__(self, *args: Any, adopted: bool, **kwargs: Any) -> None:
        super().__init__(*args, adopted=adopted, **kwargs)
        if not adopted:
            del self.fields["sense"]

    @property
    def kind(self) -> str:
        """Return what the proposer says it is."""
        return str(self.cleaned_data["sense"])

    def standing(self) -> dict[str, Any]:
        """Return the words that stand."""
        return {"title": self.item.title, "sense": Kind.CLERICAL}

    def becomes(self) -> list[Becomes]:
        """Return the words, if they are others."""
        return self._becomes("word", {"title": self.cleaned_data["title"].strip()})


class ScheduleForm(ChangeForm):
    """When it starts and is due, and its milestones."""

    label, hint = _("时限和里程碑"), _("开始、到期，和各个里程碑")
    kind = Kind.SCHEDULE
    starts = day_field(_("开始"))
    due = day_field(_("到期"))
    milestones = MilestonesField(
        help_text=_("每行一个：名称，日期，权重。名称不变的是原来的那一个，已证的仍算；换了名称的算新的。")
    )

    def standing(self) -> dict[str, Any]:
        """Return the days and milestones that stand."""
        self.marks = marks_of(self.item)
        days = {"starts": self.item.starts, "due": self.item.due}
        return {**days, "milestones": rules.lines(self.marks)}

    def clean_milestones(self) -> tuple[Mark, ...]:
        """Find those that stand already: one of the same name is the same."""
        keys, marks = {one.name: one.key for one in self.marks}, self.cleaned_data["milestones"]
        return tuple(Mark(one.name, one.due, one.weight, keys.get(one.name)) for one in marks)

    def check(self) -> None:
        """Hold the days against each other and the plan, and the milestones against the days."""
        starts, due = self.cleaned_data["starts"], self.cleaned_data["due"]
        plan = self.item.plan
        if not plan.starts <= starts <= plan.ends:
            self.add_error(
                "starts",
                gettext("须在计划期内（{starts} 至 {ends}）。").format(starts=plan.starts, ends=plan.ends),
            )
        if not starts <= due <= plan.ends:
            self.add_error("due", gettext("须在开始之后，不晚于计划结束日 {ends}。").format(ends=plan.ends))
        elif wrong := list(rules.faults(self.cleaned_data["milestones"], starts, due)):
            self.add_error("milestones", forms.ValidationError(wrong))

    def becomes(self) -> list[Becomes]:
        """Return the days with all that is expected between them; steps that stand are kept."""
        starts, due = self.cleaned_data["starts"], self.cleaned_data["due"]
        marks = self.cleaned_data["milestones"]
        value: dict[str, Any] = {"starts": starts.isoformat(), "due": due.isoformat()}
        same = (starts, due, marks) == (self.item.starts, self.item.due, self.marks)
        if marks or self.marks:
            value["milestones"] = [written(one) for one in marks]
        else:
            value |= _steps(self.item)
        return [] if same else [Becomes(self.item, "schedule", value)]


def _steps(item: Item) -> dict[str, Any]:
    """Return the steps that the schedule of an item without milestones states, if it states any."""
    steps = Standing.everything.filter(pk=item.pk).values_list("steps", flat=True).first()
    return {"steps": steps} if steps else {}


def units_for(member: Member) -> QuerySet[Unit]:
    """Return the units that stand today, as far as the member sees them."""
    return standing(Unit.objects.visible_to(member), timezone.localdate())


def leaders_for(member: Member) -> QuerySet[Member]:
    """Return who may answer for an item, as far as the member sees them."""
    leaders = Member.objects.visible_to(member).filter(grants__role=Post.LEADER).values("pk")
    return Member.everything.filter(pk__in=leaders)


class OwnersForm(ChangeForm):
    """Who does it, and which leader of the school answers for it."""

    label, hint = _("分工"), _("牵头、责任、配合单位，和分管校领导")
    kind = Kind.SCOPE
    lead = RowField(label=_("牵头单位"), queryset=Unit.everything.none())
    duty = RowsField(
        label=_("责任单位"),
        queryset=Unit.everything.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    support = RowsField(
        label=_("配合单位"),
        queryset=Unit.everything.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    leader = RowField(label=_("分管校领导"), queryset=Member.everything.none(), required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, item=item, **kwargs)
        units = units_for(self.member)
        taking = Unit.everything.filter(pk__in=[unit for unit, _role in self.owners])
        for name in (Role.LEAD, Role.DUTY, Role.SUPPORT):
            self.fields[name].queryset = units | taking  # type: ignore[attr-defined]
        own = Q(pk__in=leaders_for(self.member)) | Q(pk=item.leader_id or 0)
        self.fields["leader"].queryset = Member.everything.filter(own)  # type: ignore[attr-defined]

    def standing(self) -> dict[str, Any]:
        """Return who takes part now."""
        self.owners = list(Owner.everything.filter(item=self.item).values_list("unit", "role"))
        of = {role: [unit for unit, held in self.owners if held == role] for role in Owner.Role.values}
        lead = of[Role.LEAD][0] if of[Role.LEAD] else None
        return {
            "lead": lead,
            "duty": of[Role.DUTY],
            "support": of[Role.SUPPORT],
            "leader": self.item.leader_id,
        }

    def check(self) -> None:
        """Refuse a unit that would take part twice."""
        lead, duty = self.cleaned_data["lead"], set(self.cleaned_data["duty"])
        support = set(self.cleaned_data["support"])
        if lead in duty | support:
            self.add_error("lead", gettext("牵头单位不必再列为责任或配合单位。"))
        if duty & support:
            self.add_error("support", gettext("责任单位不必再列为配合单位。"))

    def becomes(self) -> list[Becomes]:
        """Return who takes part in another way: who leaves the lead before who takes it, so that each still stands as it was."""
        given = self.cleaned_data
        roles = {unit.pk: Role.SUPPORT for unit in given["support"]}
        roles |= {unit.pk: Role.DUTY for unit in given["duty"]} | {given["lead"].pk: Role.LEAD}
        units = {unit for unit, _role in self.owners} | set(roles)
        ordered = sorted(units, key=lambda unit: (roles.get(unit) == Role.LEAD, unit))
        changes = [
            change
            for unit in ordered
            for change in self._becomes(f"owner:{unit}", {"role": roles.get(unit, Role.OUT).value})
        ]
        leader = given["leader"]
        return [*changes, *self._becomes("leader", {"member": leader.pk if leader else None})]


class MergeForm(ChangeForm):
    """Into which item it is merged."""

    label, hint = _("并入另一事项"), _("此后不再单独计算")
    kind = Kind.MERGE
    into = RowField(label=_("并入"), queryset=Item.everything.none(), help_text=_("计划中在办的另一事项。"))

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, item=item, **kwargs)
        others = Item.everything.filter(plan=item.plan_id, fate=Item.Fate.LIVE).exclude(pk=item.pk)
        self.fields["into"].queryset = others.order_by("standing__order")  # type: ignore[attr-defined]

    def becomes(self) -> list[Becomes]:
        """Return that it is merged."""
        return self._becomes("fate", {"fate": Item.Fate.MERGED.value, "into": self.cleaned_data["into"].pk})


class EndForm(ChangeForm):
    """That it is given up."""

    label, hint = _("终止"), _("此后不再计入汇总，办过的都还在")
    kind = Kind.END

    def becomes(self) -> list[Becomes]:
        """Return that it is ended."""
        return self._becomes("fate", {"fate": Item.Fate.ENDED.value, "into": None})


FORMS: dict[str, type[ChangeForm]] = {
    "word": WordForm,
    "schedule": ScheduleForm,
    "owners": OwnersForm,
    "merge": MergeForm,
    "end": EndForm,
}


class WeightsForm(Reasoned):
    """The weights of what stands under one item, side by side; a place changes from today on or before."""

    from_today = True

    def __init__(self, *args: Any, children: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.children = children
        for child in children:
            self.fields[f"w-{child.pk}"] = forms.IntegerField(
                label=f"{child.code} {child.title}",
                min_value=1,
                max_value=HEAVIEST,
                initial=child.weight,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                error_messages={"required": gettext("须写明权重。"), "invalid": gettext("权重须是整数。")},
            )

    def rows(self) -> list[tuple[Item, forms.BoundField, float | None]]:
        """Return each child with its field and its share of the sum, of what was typed as far as it can be read."""
        fields = [self[f"w-{child.pk}"] for child in self.children]
        total = self.total
        shares = [number / total if total and (number := _read(field)) else None for field in fields]
        return list(zip(self.children, fields, shares, strict=True))

    @property
    def total(self) -> int:
        """Add up what can be read."""
        return sum(_read(self[f"w-{child.pk}"]) for child in self.children)

    def becomes(self) -> list[Becomes]:
        """Return the places of those whose weight is to be another."""
        return [
            Becomes(child, "place", {"parent": child.parent_id, "position": child.position, "weight": weight})
            for child in self.children
            if (weight := self.cleaned_data[f"w-{child.pk}"]) != child.weight
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a change that changes nothing."""
        given = super().clean() or {}
        if not self.errors and not self.becomes():
            raise forms.ValidationError(UNCHANGED, code="unchanged")
        return given

    def clean_about(self) -> date:
        """Refuse a coming day, on the field."""
        about: date = self.cleaned_data["about"]
        if about > timezone.localdate():
            raise forms.ValidationError(gettext("权重只能即日起改动，不能从将来的一天起。"))
        return about


def _read(field: forms.BoundField) -> int:
    """Return the whole number in a field; 0 where there is none."""
    text = str(field.value() if field.value() is not None else "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(HEAVIEST)) else 0


class EntryForm(Reasoned):
    """An item that is to be new without a sentence that asks for it; one that an order asks for is drawn from it."""

    from_today = True
    kind = forms.ChoiceField(label=_("类别"), choices=Item.Kind.choices, initial=Item.Kind.TASK)
    title = forms.CharField(label=_("事项"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    parent = RowField(
        label=_("列入"),
        queryset=Item.everything.none(),
        required=False,
        empty_label=_("计划之下"),
        help_text=_("排在那里的最后。"),
    )
    weight = forms.IntegerField(label=_("权重"), min_value=1, max_value=HEAVIEST, initial=1)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = Item.everything.filter(plan=plan, fate=Item.Fate.LIVE).select_related("plan")
        self.fields["parent"].queryset = live.order_by("standing__order")  # type: ignore[attr-defined]
        self.order_fields(["kind", "title", "parent", "weight"])

    def entry(self) -> Entry:
        """Return the item that is to be new."""
        given = self.cleaned_data
        return Entry(given["kind"], given["title"].strip(), given["parent"], given["weight"])


class AnswerForm(forms.Form):
    """What the second person says; needed where they do not agree."""

    answer = forms.CharField(
        label=_("会签意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RefuseForm(forms.Form):
    """Why the second person does not agree."""

    answer = forms.CharField(
        label=_("不同意的理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def children_of(plan: Plan, under: Item | None) -> list[Item]:
    """Return what stands under an item and still counts, in its order."""
    live = Item.everything.filter(plan=plan, parent=under, fate=Item.Fate.LIVE)
    return list(live.select_related("plan").order_by("position", "pk"))
