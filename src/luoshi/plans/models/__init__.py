"""Plans, the facts about their items, what is kept of them, and amendments."""

from luoshi.plans.models.amendment import Amendment, Change
from luoshi.plans.models.facts import (
    Assignment,
    Basis,
    Fate,
    ItemFact,
    Leadership,
    Place,
    Schedule,
    Wording,
)
from luoshi.plans.models.kept import UNSETTLED, Owner, Standing
from luoshi.plans.models.plan import Item, ItemQuerySet, Plan

__all__ = [
    "UNSETTLED",
    "Amendment",
    "Assignment",
    "Basis",
    "Change",
    "Fate",
    "Item",
    "ItemFact",
    "ItemQuerySet",
    "Leadership",
    "Owner",
    "Place",
    "Plan",
    "Schedule",
    "Standing",
    "Wording",
]
