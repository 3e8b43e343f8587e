"""The examples in the docstrings of the arithmetic are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import luoshi.arithmetic

MODULES = sorted(module.name for module in pkgutil.iter_modules(luoshi.arithmetic.__path__))
WITHOUT = {"errors", "standing"}  # words and whole plans: told by their tests


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    done = doctest.testmod(importlib.import_module(f"luoshi.arithmetic.{name}"))
    assert not done.failed
    if name not in WITHOUT:
        assert done.attempted
