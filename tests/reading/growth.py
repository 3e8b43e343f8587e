"""How the cost of a pattern grows with the text, told from the pattern alone.

Two questions. `constant`: how many steps may begin at one place? Each repeat is taken at its longest, each alternative as
tried, and ways to go on multiply; a repeat without end counts once, its run being charged to the characters run over, but only
where one way leads on from it, else there is no constant.

`grows`: can runs without end overlap? All the ways through a pattern together are at most a constant times the length of the
text exactly when no run can be left for another (or begun anew by the search) at many places of one stretch: there is no word on
which one loop goes round, leads to a second loop, and that goes round. This is the test of Weber and Seidl (1991) for bounded
ambiguity, asked of the automaton of positions, with the search itself as the first loop. What it returns is that word. It takes
every text for one on which the pattern fails at the end, so it never calls a pattern linear that is not.
"""

from __future__ import annotations

import math
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import reduce
from re import _constants as op
from typing import Any

from tests.reading.patterns import REPEATS, SINGLE, accepts, alphabet, subtrees, tree

END = ""  # what follows the last character
SEARCH = -1  # the loop that begins the pattern anew at each place


@dataclass(frozen=True)
class Ways:
    """In how many ways one part can be gone through, by the character that follows, and at what cost."""

    usual: float  # ways that consume, whatever follows …
    special: dict[str, float]  # … but for these characters
    empty: int
    total: float
    first: frozenset[str]
    steps: float

    def before(self, char: str) -> float:
        """Return in how many ways this part can end before a character."""
        return self.special.get(char, self.usual)

    def onto(self, first: frozenset[str]) -> float:
        """Return the most ways that end before any of some characters."""
        return max(map(self.before, first), default=0)


def constant(pattern: re.Pattern[str]) -> float:
    """Return how many steps can begin at one place of any text, runs without end apart; infinite if there is no such number."""
    return _Bound(pattern).row(tree(pattern)).steps


class _Bound:
    nothing = Ways(0, {}, 1, 1, frozenset(), 0)

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.flags = pattern.flags
        self.chars = alphabet(pattern)

    def row(self, node: Any) -> Ways:
        parts = [self._part(kind, value) for kind, value in node] or [self.nothing]
        return reduce(lambda after, before: self._then(before, after), reversed(parts))

    def _then(self, a: Ways, b: Ways) -> Ways:
        """Join two parts; only the ways that the first character of the second allows go on."""
        on = a.onto(b.first) + a.empty
        arrive = min(a.total, max(a.usual, *a.special.values(), 0)) + a.empty
        return Ways(
            _times(on, b.usual) + _times(a.usual, b.empty),
            {
                char: _times(on, b.before(char)) + _times(a.before(char), b.empty)
                for char in a.special.keys() | b.special.keys()
            },
            a.empty * b.empty,
            _times(a.total, b.total),
            a.first | b.first if a.empty else a.first,
            a.steps + arrive + _times(on, b.steps) if b.first else a.steps + _times(arrive, b.steps),
        )

    def _part(self, kind: Any, value: Any) -> Ways:
        if kind in SINGLE:
            liked = frozenset(filter(accepts(kind, value, self.flags), self.chars))
            return Ways(1, {}, 0, 1, liked, 1)
        if kind in REPEATS:
            found = self._repeat(*value)
            return self._alone(found) if kind is op.POSSESSIVE_REPEAT else found
        inner = [self.row(node) for node in subtrees(kind, value)]
        if kind is op.BRANCH:
            open_ended = {n for n, row in enumerate(value[1]) if not row or row[0][0] is not op.LITERAL}
            return self._branch(inner, open_ended)
        if kind in {op.SUBPATTERN, op.ATOMIC_GROUP}:
            return self._alone(inner[0]) if kind is op.ATOMIC_GROUP else inner[0]
        if kind in {op.ASSERT, op.ASSERT_NOT, op.AT}:
            return Ways(0, {}, 1, 1, frozenset(), 1 + sum(one.steps for one in inner))
        raise NotImplementedError(f"{kind} is not understood here")

    def _alone(self, part: Ways) -> Ways:
        """Bound a part into which nothing goes back: however many ways were tried in it, one leads on."""
        return Ways(1, {}, int(part.empty > 0), 1, part.first, part.steps)

    def _branch(self, rows: list[Ways], tried: set[int]) -> Ways:
        """Add up the alternatives that can begin with one character, and the cost of those that are tried on any."""
        heads = {END, *(char for row in rows for char in row.first)}
        alike = {tuple(n for n, row in enumerate(rows) if row.empty or head in row.first) for head in heads}

        def most(count: Callable[[Ways], float]) -> float:
            return max(sum(count(rows[n]) for n in together) for together in alike)

        special = {char for row in rows for char in row.special}
        chosen = max(sum(rows[n].steps for n in together if n not in tried) for together in alike)
        return Ways(
            most(lambda row: row.usual),
            {char: most(lambda row, char=char: row.before(char)) for char in special},  # type: ignore[misc]
            sum(row.empty for row in rows),
            most(lambda row: row.total),
            frozenset().union(*(row.first for row in rows)),
            1 + chosen + sum(rows[n].steps for n in tried),
        )

    def _repeat(self, least: int, most: Any, node: Any) -> Ways:
        body = self.row(node)
        on = body.onto(body.first)
        endless = most is op.MAXREPEAT
        count = math.inf if endless else int(most)
        begun = (1 if on <= 1 else math.inf) if endless else sum(on**n for n in range(int(count)))
        rounds = math.inf if endless and on else begun  # after how many of its rounds can one leave?
        some = count - max(least, 1) + 1
        usual, special = _times(rounds, body.usual), {}
        if body.total <= 1:  # a run in one way only is left at its end, or before what could prolong it
            usual, special = 1, dict.fromkeys(body.first, some)
        else:
            special = {char: _times(rounds, ways) for char, ways in body.special.items()}
        total = some if body.total <= 1 else _times(rounds, body.total)
        return Ways(
            usual, special, int(least == 0) or body.empty, total, body.first, 1 + _times(begun, body.steps)
        )


def _times(a: float, b: float) -> float:
    return a * b if a and b else 0


@dataclass
class Net:
    """The automaton of positions: a state for each character of the pattern, bounded repeats written out."""

    chars: list[frozenset[str]] = field(default_factory=list)
    follow: list[Counter[int]] = field(default_factory=list)
    loops: set[int] = field(
        default_factory=set
    )  # in runs without end, those left out after which nothing can fail

    def add(self, chars: frozenset[str]) -> int:
        """Add a state."""
        self.chars.append(chars)
        self.follow.append(Counter())
        return len(self.chars) - 1


@dataclass
class _Piece:
    """A part of the automaton: where it begins (free or only at the start of a text), ends, and how it can be empty."""

    free: Counter[int] = field(default_factory=Counter)
    bound: Counter[int] = field(default_factory=Counter)
    last: Counter[int] = field(default_factory=Counter)
    empty: bool = True
    empty_bound: bool = False


class _Builder:
    def __init__(self, pattern: re.Pattern[str], *, whole: bool) -> None:
        self.flags = pattern.flags
        self.chars = alphabet(pattern)
        self.net = Net()
        self.begin = self.row(tree(pattern), final=not whole).free

    def row(self, node: Any, *, final: bool) -> _Piece:
        parts = list(node)
        out = _Piece()
        for n, (kind, value) in enumerate(parts):
            out = self._then(out, self._part(kind, value, final=final and _cannot_fail(parts[n + 1 :])))
        return out

    def _then(self, a: _Piece, b: _Piece) -> _Piece:
        self._link(a.last, b.free + b.bound)
        free, bound = +a.free, +a.bound
        if a.empty:
            free, bound = free + b.free, bound + b.bound
        if a.empty_bound:
            bound = bound + b.free + b.bound
        last = b.last + a.last if b.empty else +b.last
        either = (a.empty or a.empty_bound) and (b.empty or b.empty_bound)
        return _Piece(free, bound, last, a.empty and b.empty, either and not (a.empty and b.empty))

    def _link(self, froms: Iterable[int], to: Counter[int]) -> None:
        for place in froms:
            self.net.follow[place].update(to)

    def _part(self, kind: Any, value: Any, *, final: bool) -> _Piece:
        if kind in SINGLE:
            here = Counter({self.net.add(frozenset(filter(accepts(kind, value, self.flags), self.chars))): 1})
            return _Piece(here, Counter(), here, empty=False)
        if kind is op.AT:
            starts = value in {op.AT_BEGINNING, op.AT_BEGINNING_STRING} and not self.flags & re.MULTILINE
            return _Piece(empty=not starts, empty_bound=starts)
        if kind in {op.ASSERT, op.ASSERT_NOT}:
            look = self.row(value[1], final=False) if value[0] > 0 else _Piece()
            return _Piece(look.free, look.bound)  # a side path that ends: its steps count, it leads nowhere
        if kind in REPEATS:
            return self._repeat(*value, final=final)
        rows = [self.row(node, final=final) for node in subtrees(kind, value)]
        if kind not in {op.BRANCH, op.SUBPATTERN, op.ATOMIC_GROUP}:
            raise NotImplementedError(f"{kind} is not understood here")
        out = _Piece(empty=any(row.empty for row in rows), empty_bound=any(row.empty_bound for row in rows))
        for row in rows:
            out.free.update(row.free)
            out.bound.update(row.bound)
            out.last.update(row.last)
        return out

    def _repeat(self, least: int, most: Any, body: Any, *, final: bool) -> _Piece:
        endless = most is op.MAXREPEAT
        out = _Piece()
        for _ in range(least - 1 if endless else least):
            out = self._then(out, self.row(body, final=False))
        if endless:
            return self._then(out, self._loop(least, body, final=final))
        rest = _Piece()
        for _ in range(most - least):
            rest = self._then(self.row(body, final=False), rest)
            rest.empty = True
        return self._then(out, rest)

    def _loop(self, least: int, body: Any, *, final: bool) -> _Piece:
        begun = len(self.net.chars)
        loop = self.row(body, final=False)
        self._link(loop.last, loop.free)
        loop.empty = loop.empty or least == 0
        states = set(range(begun, len(self.net.chars)))
        if not (final and states.isdisjoint(self.net.loops)):
            self.net.loops |= states
        return loop


def _cannot_fail(parts: list[tuple[Any, Any]]) -> bool:
    return all(kind in REPEATS and value[0] == 0 for kind, value in parts)


def grows(pattern: re.Pattern[str], *, searched: bool = True, whole: bool = False) -> str | None:
    """Return a word on whose repetition the pattern may cost more than in proportion to length, or None.

    `searched`: it is tried at every place, not at one; `whole`: it must match up to the end (`fullmatch`).
    """
    built = _Builder(pattern, whole=whole)
    net = built.net
    loops = _circles(net)
    for loop in loops:
        if word := next(filter(None, (_twice_round(net, loop, start) for start in sorted(loop))), None):
            return word
    outs = [frozenset({SEARCH}), *loops] if searched else loops
    ways = ((out, to) for to in loops for out in outs if out != to)
    return next(filter(None, (_bridge(net, built.begin, out, to) for out, to in ways)), None)


def _circles(net: Net) -> list[frozenset[int]]:
    """Return the states of loops, those together that reach each other."""
    reached: dict[int, set[int]] = {}
    for start in net.loops:
        seen: set[int] = set()
        left = [start]
        while left:
            new = (net.follow[left.pop()].keys() & net.loops) - seen
            seen |= new
            left += new
        reached[start] = seen
    return sorted(
        {frozenset(b for b in seen if a in reached[b]) for a, seen in reached.items() if a in seen}, key=min
    )


def _twice_round(net: Net, loop: frozenset[int], start: int) -> str | None:
    """Find a word that leads from a state of a loop back to it in two ways."""
    goal = (start, start, True)
    seen = {(start, start, False): ""}
    queue = deque(seen)
    while queue and goal not in seen:
        a, b, parted = here = queue.popleft()
        for x in net.follow[a].keys() & loop:
            for y in net.follow[b].keys() & loop:
                both = net.chars[x] & net.chars[y]
                to = (x, y, parted or x != y or (a == b and net.follow[a][x] > 1))
                if both and to not in seen:
                    seen[to] = seen[here] + min(both)
                    queue.append(to)
    return seen.get(goal)


def _bridge(net: Net, begin: Counter[int], out: frozenset[int], to: frozenset[int]) -> str | None:
    """Find a word on which one loop (or the search) goes round, leads to another, and that goes round."""
    for stay, end in ((stay, end) for stay in sorted(out) for end in sorted(to)):
        goal = (stay, end, end)
        seen = {(stay, stay, end): ""}
        queue = deque(seen)
        while queue and goal not in seen:
            a, b, c = here = queue.popleft()
            for z in net.follow[c].keys() & to:
                for y in net.follow[b] if b != SEARCH else (*begin, SEARCH):
                    for x in net.follow[a].keys() & out if a != SEARCH else (SEARCH,):
                        shared = net.chars[z].intersection(
                            *(net.chars[one] for one in (x, y) if one != SEARCH)
                        )
                        if shared and (x, y, z) not in seen:
                            seen[x, y, z] = seen[here] + min(shared)
                            queue.append((x, y, z))
        if goal in seen:
            return seen[goal]
    return None
