"""What a page says that a rule asks is what the chapter of the rules says."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from luoshi.records import questions
from luoshi.records.models import Sentence
from luoshi.records.questions import QUESTIONS, question
from tests.world import World

RULES = Path(__file__).parents[2] / "docs" / "rules.md"


def test_each_question_is_the_one_of_its_chapter() -> None:
    told = dict(re.findall(r"^## (\w+)\n+\*\*问：\*\* (.+)$", RULES.read_text("utf-8"), re.M))
    assert told == QUESTIONS


def test_each_rule_that_decided_has_its_question(world: World) -> None:
    rules = set(Sentence.everything.values_list("rule", flat=True))
    assert rules
    assert [rule for rule in rules if not question(rule)] == []


def test_examples_are_true() -> None:
    done = doctest.testmod(questions)
    assert done.attempted
    assert not done.failed
