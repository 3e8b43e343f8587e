"""The examples in docstrings are true."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["", ".spans", ".lexicon", ".names", ".numerals", ".dates", ".scene"])
def test_examples_are_true(name: str) -> None:
    done = doctest.testmod(importlib.import_module(f"luoshi.reading{name}"))
    assert done.attempted
    assert not done.failed
