"""The examples in docstrings and on the page for programmers are true."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/reading.md"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".lexicon",
        ".rules.people.names",
        ".text.spans",
        ".text.numerals",
        ".text.dates",
        ".text.page",
        ".text.tables",
        ".text.columns",
    ],
)
def test_examples_are_true(name: str) -> None:
    done = doctest.testmod(importlib.import_module(f"luoshi.reading{name}"))
    assert done.attempted
    assert not done.failed


def test_the_examples_of_the_page_are_true() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    page = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "docs/reading.md", str(PAGE), 0)
    assert len(page.examples) > 20
    done = doctest.DocTestRunner().run(page)
    assert done.attempted == len(page.examples)
    assert not done.failed
