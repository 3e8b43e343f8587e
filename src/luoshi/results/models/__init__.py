"""Evidence and what it shows; indicators, their targets and their values; saved views of a plan."""

from luoshi.results.models.evidence import Acceptance, Evidence, Observation
from luoshi.results.models.indicator import Definition, Driver, Indicator, Meaning, ProposedDefinition
from luoshi.results.models.saved import SavedView, views_of
from luoshi.results.models.target import Override, ProposedTarget, Target
from luoshi.results.models.value import Quality, Value, ValueQuerySet

__all__ = [
    "Acceptance",
    "Definition",
    "Driver",
    "Evidence",
    "Indicator",
    "Meaning",
    "Observation",
    "Override",
    "ProposedDefinition",
    "ProposedTarget",
    "Quality",
    "SavedView",
    "Target",
    "Value",
    "ValueQuerySet",
    "views_of",
]
