"""Every regular expression is safe: its cost grows with the length of the text and no faster, told in steps, never in seconds."""

import ast
import random
import re
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reading.growth import constant, grows
from tests.reading.patterns import alphabet, every, sampler, sources, strays, unbounded, uses
from tests.reading.steps import Steps

MOST = 10_000  # steps that may begin at one place
MEASURED = 1_000  # steps a character on the worst texts that are made here


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the package, those that stand in functions among them."""
    written = {
        f"{home} {call}": re.compile(text)
        for home, file in sources().items()
        for call, text in strays(file)
        if text
    }
    return {**every(), **written}


NAMES = sorted(patterns())


@cache
def package_uses() -> dict[str, set[str]]:
    """By which methods the package uses what it names."""
    return uses(sources())


def used(name: str) -> set[str]:
    """By which methods the package uses a pattern; empty if that is not known."""
    home, _, call = name.partition(" re.")
    return {call.partition("(")[0]} if call else package_uses().get(home, set())


def faults(name: str) -> Iterator[str]:
    """Say why a pattern cannot be shown to cost in proportion to length."""
    pattern, ways = patterns()[name], used(name)
    if unbounded(pattern):
        searched = not ways or not ways <= {"match", "fullmatch"}
        whole = not ways or bool(ways & {"fullmatch", "handed on"})
        if (word := grows(pattern, searched=searched, whole=whole)) is not None:
            yield f"grows: costs more than in proportion to length on {word!r} repeated"
    elif (steps := constant(pattern)) > MOST:
        yield f"coarse: {steps:,} steps may begin at one place"


@pytest.mark.parametrize("name", NAMES)
def test_a_pattern_costs_in_proportion_to_length(name: str) -> None:
    assert list(faults(name)) == []


# The one helper that compiles a pattern for a module; the modules call it when they are imported.
PAGED = "text.page: re.compile(pattern.replace('[^', '[^\\\\n'), re.MULTILINE)"


def called_in_functions(file: ast.Module) -> set[str]:
    """Name what the functions of a module call."""
    functions = [node for node in ast.walk(file) if isinstance(node, ast.FunctionDef)]
    calls = [node for function in functions for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {call.func.id for call in calls if isinstance(call.func, ast.Name)}


def test_no_pattern_is_put_together_while_reading() -> None:
    calls = [
        f"{home}: {call}" for home, file in sources().items() for call, text in strays(file) if text is None
    ]
    assert calls == [PAGED]
    inside = [home for home, file in sources().items() if "paged" in called_in_functions(file)]
    assert inside == [], "a pattern of the page is compiled once, when its module is read"


def test_many_patterns_are_looked_at() -> None:
    assert len(every()) > 20


UNSAFE = {
    "(a*)*b": ("a", 4),
    "^(a*)*b": ("a", 4),
    "^(a|b|ab)*c": ("ab", 4),
    "^(?:x(?:a|ab|b)*;?)+c": ("ab", 4),
    "^a*a*b": ("a", 100),
    "[^,]*x": ("z", 100),
    r"\s*y": (" ", 100),
    "a.*b": ("a", 100),
    "(?:,[^,]*)*b": (",", 100),
    "a(?=[^b]*c)": ("a", 100),
    "(?:^|,).*b": (",", 100),
}
SAFE = {
    "《[^《》]*》": "《",
    "^[^,]*,": "x",
    r"\S+": "x",
    "(?:^|,)[^,]*b": ",a",
    r"x\s*y": "x ",
    "a{0,30}b": "a",
    "(?:加(?:强|快)|推进){1,3}": "加快",
}


@pytest.mark.parametrize("text", UNSAFE)
def test_what_grows_too_fast_is_noticed_both_ways(text: str) -> None:
    pattern, (unit, size) = re.compile(text), UNSAFE[text]
    head = "x" if text.startswith("^(?:x") else ""
    assert grows(pattern)
    assert taken(pattern, head + unit * 2 * size) > 3 * taken(pattern, head + unit * size)


@pytest.mark.parametrize(("text", "unit"), SAFE.items())
def test_what_is_safe_is_not_suspected(text: str, unit: str) -> None:
    pattern = re.compile(text)
    assert grows(pattern) is None
    assert taken(pattern, unit * 400) < 2.2 * taken(pattern, unit * 200)


def test_one_place_is_not_every_place() -> None:
    assert grows(re.compile("[^,]*x"), searched=False) is None
    assert grows(re.compile("(?:a|ab|b)*"), searched=False) is None
    assert grows(re.compile("(?:a|ab|b)*"), searched=False, whole=True)


@pytest.mark.parametrize(
    ("text", "least"),
    [("a", 1), ("[ab]{0,9}[bc]{0,9}d", 80), ("a{1,9}b", 9), ("(?>[ab]{0,9})[bc]{0,9}d", 18)],
)
def test_a_constant_is_no_smaller_than_what_is_taken(text: str, least: int) -> None:
    assert constant(re.compile(text)) >= least


def test_nothing_goes_back_into_what_is_possessive() -> None:
    assert constant(re.compile("[ab]{0,9}+[bc]{0,9}d")) < constant(re.compile("[ab]{0,9}[bc]{0,9}d")) / 3


FILE = ast.parse("""
import re
_A = re.compile("a")
_B = re.compile("b")
def f(text, word):
    _A.match(text)
    g(_B)
    return re.search("c", text) or re.search(word, text)
""")


def test_uses_and_strays_are_found() -> None:
    found = uses({"here": FILE})
    assert found["here._A"] == {"match"}
    assert found["here._B"] == {"handed on"}
    assert list(strays(FILE)) == [("re.search('c', text)", "c"), ("re.search(word, text)", None)]


@pytest.mark.parametrize("name", NAMES)
@given(chance=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
def test_counted_steps_end_where_re_ends(name: str, chance: random.Random) -> None:
    pattern = patterns()[name]
    chars, liked = alphabet(pattern), sampler(pattern)
    parts = [chance.choice([liked(chance), liked(chance)[:-1], chance.choice(chars)]) for _ in range(4)]
    text = "".join(parts)[:150]
    steps, found = stepper(name), pattern.search(text)
    assert steps.search(text) == (found and found.span())
    if found:
        assert [steps.group(n) for n in range(1, pattern.groups + 1)] == [*found.regs[1:]]


@cache
def stepper(name: str) -> Steps:
    return Steps(patterns()[name])


def taken(pattern: re.Pattern[str], text: str, *, once: bool = False) -> int:
    """How many steps it takes to find all matches in a text (`once`: to try its first place)."""
    steps = Steps(pattern)
    if once:
        steps.match(text)
    else:
        list(steps.finditer(text))
    return steps.taken


def units(pattern: re.Pattern[str]) -> Iterator[str]:
    """Make what hurts when it is repeated: words that nearly match, single characters, separators, the found word itself."""
    chance, liked, chars = random.Random(1), sampler(pattern), alphabet(pattern)
    for _ in range(4):
        word = liked(chance) or "x"
        yield from (word, word[:-1] or word, word[: chance.randint(1, len(word))])
    yield from chance.sample(chars, min(8, len(chars)))
    yield from "x，,、。"
    yield grows(pattern) or "x"


@pytest.mark.parametrize("name", NAMES)
def test_no_text_made_to_hurt_costs_more_than_was_said(name: str) -> None:
    pattern, ways = patterns()[name], used(name)
    once = bool(ways) and ways <= {"match", "fullmatch"}
    if not unbounded(pattern):
        said = constant(pattern)
        for unit in units(pattern):
            text = (unit * 120)[:120]
            assert taken(pattern, text, once=once) <= (said + 1) * (1 if once else len(text) + 1), repr(unit)
        return
    for unit in units(pattern):
        costs = [taken(pattern, (unit * size)[:size], once=once) for size in (200, 400, 800)]
        assert costs[2] <= 2.3 * costs[1] + MEASURED, repr(unit)
        assert costs[2] <= MEASURED * 800, repr(unit)
