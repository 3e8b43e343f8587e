"""The stage's models, choices and verbs stand in the documents, wherever in the stage they are kept."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, TextChoices

from tests.test_docs import chapters, terms

NOUNS = ("actions", "periods", "notices", "extensions", "notes", "digest", "calendars")
HELPERS = {
    "work.periods.hold",
    "work.periods.takes",
    "work.extensions.first_dues",
    "work.calendars.calendar",
}  # questions, no verbs


def models() -> Iterator[type[Model]]:
    return iter(apps.get_app_config("work").get_models())


def verbs() -> list[str]:
    found = []
    for noun in NOUNS:
        module = importlib.import_module(f"luoshi.work.{noun}")
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and thing.__module__ == module.__name__ and name[0] != "_":
                found.append(f"work.{noun}.{name}")
    return found


def choices() -> Iterator[tuple[str, Any]]:
    for model in models():
        for name, kind in vars(model).items():
            if inspect.isclass(kind) and issubclass(kind, TextChoices):
                for one in kind:
                    yield f"work.models.{model.__name__}.{name}.{one.name}", str(one.label)


def test_every_model_and_choice_has_its_term() -> None:
    told = terms()
    for model in models():
        assert told.get(f"work.models.{model.__name__}") == (model.__doc__ or "").split(":")[0]
    for name, label in choices():
        assert label in told.get(name, ""), name
    assert len([*choices()]) >= 30


def test_every_verb_has_its_term_and_its_place_in_the_chapter() -> None:
    chapter = chapters()["work"]
    assert len(verbs()) >= 30
    assert [verb for verb in verbs() if verb not in HELPERS and verb not in terms()] == []
    assert [verb for verb in verbs() if verb not in HELPERS and f"`{verb}`" not in chapter] == []
    assert set(verbs()) >= HELPERS


def test_every_model_is_named_in_the_chapter() -> None:
    chapter = chapters()["work"]
    assert [m.__name__ for m in models() if not re.search(rf"\b{m.__name__}\b", chapter)] == []
