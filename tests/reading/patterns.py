"""The regular expressions of the library: which there are, how each is used, and the characters each can tell apart."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import random
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from re import _constants as op
from re import _parser
from types import ModuleType
from typing import Any

from luoshi import reading

HOME = Path(reading.__file__).parent
CALLS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
CATEGORIES = {
    op.CATEGORY_DIGIT: re.compile(r"\d"),
    op.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    op.CATEGORY_SPACE: re.compile(r"\s"),
    op.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    op.CATEGORY_WORD: re.compile(r"\w"),
    op.CATEGORY_NOT_WORD: re.compile(r"\W"),
}
SINGLE = {op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN}
REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}
STRANGERS = (
    "\n 0٣a_é中龘，。!\U00020bb7"  # characters that tell the categories apart, and some that no pattern names
)


def modules() -> Iterator[ModuleType]:
    """Import the package and everything in it."""
    yield reading
    for found in pkgutil.walk_packages(reading.__path__, f"{reading.__name__}."):
        yield importlib.import_module(found.name)


@cache
def every() -> dict[str, re.Pattern[str]]:
    """Find each pattern of the package once, under the name of its first home, such as `rules.order._MASK`."""
    found: dict[str, re.Pattern[str]] = {}
    known: set[int] = set()
    for module in modules():
        home = module.__name__.removeprefix(f"{reading.__name__}.")
        for name, value in vars(module).items():
            for path, pattern in _inside(f"{home}.{name}", value, module, set()):
                if id(pattern) not in known:
                    known.add(id(pattern))
                    found[path] = pattern
    return found


def _inside(
    path: str, value: Any, module: ModuleType, seen: set[int]
) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Look into tuples, lists, sets, dictionaries, and the classes and functions of the module itself."""
    if id(value) in seen:
        return
    seen.add(id(value))
    parts: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, re.Pattern):
        yield path, value
    elif isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, tuple | list | set | frozenset):
        parts = enumerate(value)
    elif getattr(value, "__module__", None) == module.__name__:
        parts = _kept(value)
    for name, part in parts:
        yield from _inside(f"{path}.{name}", part, module, seen)


def _kept(value: Any) -> list[tuple[str, Any]]:
    """List what a class, an object or a function keeps: fields, slots, defaults and captured names."""
    rows = [*getattr(value, "__dict__", {}).items()]
    rows += [(name, getattr(value, name, None)) for name in getattr(type(value), "__slots__", ())]
    rows += enumerate(getattr(value, "__defaults__", None) or ())
    rows += (getattr(value, "__kwdefaults__", None) or {}).items()
    rows += [
        (f"cell{n}", cell.cell_contents) for n, cell in enumerate(getattr(value, "__closure__", None) or ())
    ]
    return rows


@cache
def tree(pattern: re.Pattern[str]) -> Any:
    """Parse a pattern as `re` does."""
    if pattern.flags & (re.IGNORECASE | re.LOCALE):
        raise NotImplementedError(f"letters of either case are not understood here: {pattern.pattern!r}")
    return _parser.parse(pattern.pattern, pattern.flags)


def below(node: Any) -> Iterator[tuple[Any, Any]]:
    """Walk all the parts of a parse tree."""
    for kind, value in node:
        yield kind, value
        for inner in subtrees(kind, value):
            yield from below(inner)


def subtrees(kind: Any, value: Any) -> list[Any]:
    """Return the parse trees that one part holds."""
    if kind is op.BRANCH:
        return list(value[1])
    if kind in {op.SUBPATTERN, *REPEATS}:
        return [value[-1]]
    if kind in {op.ASSERT, op.ASSERT_NOT}:
        return [value[1]]
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind is op.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []


def accepts(kind: Any, value: Any, flags: int) -> Callable[[str], bool]:
    """Return the test of one character."""
    if kind is op.LITERAL:
        return chr(value).__eq__
    if kind is op.NOT_LITERAL:
        return chr(value).__ne__
    if kind is op.ANY:
        return (lambda _: True) if flags & re.DOTALL else "\n".__ne__
    wanted = value[0][0] is not op.NEGATE
    tests = [_member(*item) for item in value if item[0] is not op.NEGATE]
    known: dict[str, bool] = {}

    def belongs(char: str) -> bool:
        if char not in known:
            known[char] = any(test(char) for test in tests) is wanted
        return known[char]

    return belongs


def _member(kind: Any, value: Any) -> Callable[[str], bool]:
    if kind is op.LITERAL:
        return chr(value).__eq__
    if kind is op.RANGE:
        return lambda char: value[0] <= ord(char) <= value[1]
    return lambda char: CATEGORIES[value].match(char) is not None


@cache
def alphabet(pattern: re.Pattern[str]) -> str:
    """Return characters that stand for all: any two characters not here are the same to the pattern as one that is."""
    codes = set(map(ord, STRANGERS))
    for kind, value in below(tree(pattern)):
        if kind in {op.LITERAL, op.NOT_LITERAL}:
            codes.add(value)
        for item, named in value if kind is op.IN else ():
            if item is op.LITERAL:
                codes.add(named)
            elif item is op.RANGE:
                codes |= {named[0] - 1, named[0], named[1], named[1] + 1}
    return "".join(map(chr, sorted(code for code in codes if 0 <= code < 0x110000)))


Writer = Callable[[random.Random], str]


@cache
def sampler(pattern: re.Pattern[str], most: int = 6) -> Writer:
    """Return a writer of texts that the pattern likes, as far as its looks ahead and behind allow."""
    chars = alphabet(pattern)

    def row(node: Any) -> Writer:
        parts = [part(kind, value) for kind, value in node]
        return lambda chance: "".join(write(chance) for write in parts)

    def part(kind: Any, value: Any) -> Writer:
        if kind in SINGLE:
            test = accepts(kind, value, pattern.flags)
            liked = [char for char in chars if test(char)] or [""]
            return lambda chance: chance.choice(liked)
        inner = [row(node) for node in subtrees(kind, value)]
        if kind is op.BRANCH:
            return lambda chance: chance.choice(inner)(chance)
        if kind in REPEATS:
            least, last = value[0], max(value[0], min(value[1], most))
            return lambda chance: "".join(inner[0](chance) for _ in range(chance.randint(least, last)))
        if kind in {op.SUBPATTERN, op.ATOMIC_GROUP}:
            return inner[0]
        if kind is op.ASSERT and value[0] > 0:
            return lambda chance: inner[0](chance) if chance.random() < 0.5 else ""
        return lambda chance: ""

    return row(tree(pattern))


def unbounded(pattern: re.Pattern[str]) -> bool:
    """Tell whether anything in the pattern repeats without end."""
    return any(kind in REPEATS and value[1] is op.MAXREPEAT for kind, value in below(tree(pattern)))


@cache
def sources() -> dict[str, ast.Module]:
    """Parse every source file of the package."""
    paths = {
        ".".join(path.relative_to(HOME).with_suffix("").parts): path for path in sorted(HOME.rglob("*.py"))
    }
    return {
        name.removesuffix("__init__").rstrip(".") or "reading": ast.parse(path.read_text("utf-8"))
        for name, path in paths.items()
    }


def uses(files: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Tell for each name of the package by which methods it is used (`handed on`: not by a method alone)."""
    found: dict[str, set[str]] = {}
    for home, module in files.items():
        homes = _imported(module)
        methods = {id(node.value): node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
        for node in ast.walk(module):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                path = homes.get(node.id, f"{home}.{node.id}")
                found.setdefault(path, set()).add(methods.get(id(node), "handed on"))
    return {path: ways - {"pattern"} for path, ways in found.items()}


def _imported(module: ast.Module) -> dict[str, str]:
    """Return the names that a file takes from others of the package, and where they are at home."""
    return {
        alias.asname or alias.name: f"{(node.module or '').removeprefix(reading.__name__ + '.')}.{alias.name}"
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def strays(module: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Find patterns that are made inside functions: the call, and its pattern where that is written out."""
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from (_written(call) for call in ast.walk(function) if _calls_re(call))


def _calls_re(node: ast.AST) -> bool:
    call = node.func if isinstance(node, ast.Call) else None
    of_re = isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == "re"
    return of_re and call.attr in CALLS


def _written(call: Any) -> tuple[str, str | None]:
    first = call.args[0] if call.args else None
    plain = isinstance(first, ast.Constant) and len(call.args) <= 2 and not call.keywords
    return ast.unparse(call), first.value if plain else None
