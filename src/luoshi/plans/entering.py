"""新增: a new item of a plan: where it may stand, its place at the end of those under the same item, its code."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from django.db.models import Max
from django.utils.translation import gettext as _

from luoshi.plans import appending
from luoshi.plans.appending import Saying, Seat
from luoshi.plans.errors import Foreign, TooDeep, WrongLevel
from luoshi.plans.models import Item, Plan
from luoshi.plans.models.plan import DEEPEST, WIDTH

LEVELS = tuple(Item.Kind)  # none stands under one that comes after it


@dataclass(frozen=True, slots=True)
class Entry:
    """What a new item of a plan says: its level, its words, under which item, how heavy."""

    kind: str
    title: str
    parent: Item | None = None
    weight: int = 1


def born(plan: Plan, entry: Entry, said: Saying) -> Item:
    """Let an item be in a plan, at the end of those under the same item."""
    fits_under(plan, entry)
    above, position = entry.parent, _next_position(plan, entry.parent)
    seat, code = Seat(above, position, entry.weight), _free_code(plan, above, position)
    return appending.born(plan, entry.kind, entry.title, code, seat, said)


def fits_under(plan: Plan, entry: Entry) -> None:
    """Refuse an item that cannot stand where it is to stand."""
    above = entry.parent
    if above is not None:
        if above.plan_id != plan.pk:
            raise Foreign(_("上级事项不属于这一计划。"))
        if LEVELS.index(Item.Kind(above.kind)) > LEVELS.index(Item.Kind(entry.kind)):
            raise WrongLevel(_("事项不能列在比它低一级的事项之下。"))
        if len(above.standing.path) >= DEEPEST * WIDTH:
            raise TooDeep(_("事项最多 {deepest} 级。").format(deepest=DEEPEST))


def _free_code(plan: Plan, above: Item | None, position: int) -> str:
    """Return the code of a new item: its place, or the next number that no item that was moved away still bears."""
    before = f"{above.code}." if above else ""
    taken = set(
        Item.everything.filter(plan=plan, code__startswith=before).values_list("code", flat=True)
        if Item.everything.filter(plan=plan, code=f"{before}{position}").exists()
        else ()
    )
    return next(code for number in count(position) if (code := f"{before}{number}") not in taken)


def _next_position(plan: Plan, parent: Item | None) -> int:
    """Return the next free place under a goal; the plan's row is locked, so that no two take the same."""
    Plan.everything.select_for_update().get(pk=plan.pk)
    last = Item.everything.filter(plan=plan, parent=parent).aggregate(last=Max("position"))["last"]
    return int(last or 0) + 1
