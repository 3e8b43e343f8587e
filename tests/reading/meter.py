"""The library once more, with a meter in it: the same code, counting what it does, so that cost is a number and not a time.

A second copy of the package is imported, its syntax trees rewritten on the way: each round of a loop, call of a function, slice,
`in` and call of a method tells the meter how many characters or elements it goes over. A search of a pattern costs the characters
it passes; that the pattern itself does no more than that is shown in `test_patterns.py`.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sized
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any

import luoshi
from tests.reading.patterns import tree, unbounded

PACKAGE = "luoshi.reading"
METER = "meter_"  # its name in each rewritten module
WHOLE = {
    sorted, list, tuple, set, frozenset, dict, max, min, sum, any, all, zip, map, reversed, str, repr
}  # fmt: skip
AT_ONCE = {
    "append",
    "get",
    "setdefault",
    "add",
    "discard",
    "items",
    "keys",
    "values",
    "startswith",
    "endswith",
}


class Meter:
    """Counts; every method does what it stands for and adds what that costs."""

    def __init__(self) -> None:
        self.work = 0
        self.places: Counter[str] | None = None  # where the work is done, while somebody asks

    def count(self, work: int) -> None:
        """Add to the work, and to the line of the package that does it."""
        self.work += work
        if self.places is not None:
            frame = sys._getframe(1)
            while frame.f_back and METER not in frame.f_globals:
                frame = frame.f_back
            self.places[f"{frame.f_code.co_filename.rpartition('luoshi/')[2]}:{frame.f_lineno}"] += work

    def tick(self) -> None:
        """Count one call or round."""
        self.count(1)

    def over(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Count each round of a loop."""
        for row in rows:
            self.count(1)
            yield row

    def weighed(self, value: Any) -> Any:
        """Count what is spread out or added."""
        self.count(len(value) if isinstance(value, Sized) else 1)
        return value

    def cut(self, value: Any, key: Any) -> Any:
        """Count a slice by what is copied."""
        return self.weighed(value[key])

    def plus(self, a: Any, b: Any) -> Any:
        """Count a sum by what it makes."""
        return self.weighed(a + b)

    def inside(self, one: Any, rows: Any) -> bool:
        """Count a membership by what is looked through."""
        found = one in rows
        if isinstance(rows, str):
            self.count(rows.find(one) + 1 if found else len(rows))
        elif isinstance(rows, list | tuple):
            self.count(rows.index(one) + 1 if found else len(rows))
        else:
            self.count(1)
        return found

    def call(self, does: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Count a call by name; one that goes over all it is given costs that much."""
        self.count(1)
        made = does(*given, **named)
        if does.__hash__ and does in WHOLE:
            self.count(sum(len(one) for one in (*given, made) if isinstance(one, Sized)))
        return made

    def method(self, owner: Any, name: str, *given: Any, **named: Any) -> Any:
        """Count a method by what it goes over."""
        self.count(1)
        if owner is re and hasattr(re.Pattern, name):
            owner, given = re.compile(given[0]), given[1:]
        if isinstance(owner, re.Pattern):
            return self._pattern(owner, name, *given, **named)
        if name == "join" and isinstance(owner, str):
            return self.weighed(owner.join(self.over(given[0])))
        made = getattr(owner, name)(*given, **named)
        if isinstance(owner, str):
            self.count(self._in_text(owner, name, given, made))
        elif isinstance(owner, list) and not (name in AT_ONCE or (name == "pop" and not given)):
            self.count(len(owner))
        elif isinstance(owner, dict | set | frozenset) and name not in AT_ONCE:
            self.count(sum(len(one) for one in given if isinstance(one, Sized)))
        return made

    def _in_text(self, text: str, name: str, given: tuple[Any, ...], made: Any) -> int:
        if name in AT_ONCE:
            return 1
        if name in {"find", "index", "rfind", "rindex", "count"}:
            start, end, _ = slice(*(given[1:3] if len(given) > 2 else (*given[1:], None))).indices(len(text))
            if name == "count" or made < 0:
                return max(0, end - start)
            return made - start if name in {"find", "index"} else end - made
        return len(text) + (len(made) if isinstance(made, str) else 0)

    def _pattern(self, pattern: re.Pattern[str], name: str, *given: Any, **named: Any) -> Any:
        made = getattr(pattern, name)(*given, **named)
        if name in {"search", "match", "fullmatch", "finditer"}:
            start, end, _ = slice(*(given[1:] if len(given) > 2 else (*given[1:], None))).indices(
                len(given[0])
            )
            if name == "finditer":
                return self._found(made, start, end)
            reach = end if name == "search" else min(end, start + _width(pattern))
            self.count(max(0, (made.end() if made else reach) - start))
        else:
            self.count(sum(len(one) for one in given if isinstance(one, str)))
        return made

    def _found(self, rows: Iterator[re.Match[str]], done: int, end: int) -> Iterator[re.Match[str]]:
        for found in rows:
            self.count(found.end() - done + 1)
            done = found.end()
            yield found
        self.count(max(0, end - done))


@cache
def _width(pattern: re.Pattern[str]) -> int:
    return sys.maxsize if unbounded(pattern) else int(tree(pattern).getwidth()[1])


class _Rewrite(ast.NodeTransformer):
    """Put the meter into a syntax tree."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value:
            node.value = self.visit(node.value)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = [_told("tick"), *(self.visit(line) for line in node.body)]
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        node.body = ast.BoolOp(ast.Or(), [_asked("tick"), self.visit(node.body)])
        return node

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        node.body.insert(0, _told("tick"))
        return node

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        node.iter = _asked("over", node.iter)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.iter = _asked("over", node.iter)
        return node

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            node.value = _asked("weighed", node.value)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Slice)):
            return node
        bounds = [one or ast.Constant(None) for one in (node.slice.lower, node.slice.upper, node.slice.step)]
        return _asked("cut", node.value, ast.Call(ast.Name("slice", ast.Load()), bounds, []))

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) > 1 or not isinstance(node.ops[0], ast.In | ast.NotIn):
            return node
        found = _asked("inside", node.left, node.comparators[0])
        return found if isinstance(node.ops[0], ast.In) else ast.UnaryOp(ast.Not(), found)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return _asked("plus", node.left, node.right) if isinstance(node.op, ast.Add) else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        node.value = _asked("weighed", node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = node.func
        if isinstance(called, ast.Attribute) and not _super(called.value):
            given = [called.value, ast.Constant(called.attr), *node.args]
            return ast.Call(_of("method"), given, node.keywords)
        if isinstance(called, ast.Name) and called.id != "super":
            return ast.Call(_of("call"), [called, *node.args], node.keywords)
        return node


def _super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and any(
        isinstance(part, ast.Name) and part.id == "super" for part in ast.walk(node)
    )


def _of(name: str) -> ast.expr:
    return ast.Attribute(ast.Name(METER, ast.Load()), name, ast.Load())


def _asked(name: str, *given: ast.expr) -> ast.expr:
    return ast.Call(_of(name), list(given), [])


def _told(name: str) -> ast.stmt:
    return ast.Expr(_asked(name))


class _Loader(SourceFileLoader):
    meter: Meter

    def get_code(self, fullname: str) -> Any:
        rewritten = _Rewrite().visit(ast.parse(self.get_data(self.path)))
        return compile(ast.fix_missing_locations(rewritten), self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        vars(module)[METER] = self.meter
        super().exec_module(module)


class _Finder(MetaPathFinder):
    def __init__(self, meter: Meter) -> None:
        self.meter = meter

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if not f"{name}.".startswith(f"{PACKAGE}."):
            return None
        spec = PathFinder.find_spec(name, path)
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
            spec.loader.meter = self.meter
        return spec


def metered(package: str = PACKAGE) -> tuple[Meter, ModuleType]:
    """Import the package once more, with a meter, and leave the true one where it is."""
    meter = Meter()
    finder = _Finder(meter)
    kept = {name: module for name, module in sys.modules.items() if f"{name}.".startswith(f"{package}.")}
    true = luoshi.reading
    for name in kept:
        del sys.modules[name]
    sys.meta_path.insert(0, finder)
    try:
        return meter, importlib.import_module(package)
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if f"{name}.".startswith(f"{package}.")]:
            del sys.modules[name]
        sys.modules.update(kept)
        luoshi.reading = true  # type: ignore[attr-defined]
