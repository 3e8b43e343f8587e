"""Word lists: one word a line, `#` for comments; a list that cannot work is refused when it is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """Return the lines of one list, comments and empty lines left out."""
    text = files(__name__).joinpath(f"{name}.txt").read_text("utf-8")
    return tuple(line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#"))


def checked(name: str, found: Iterable[str]) -> tuple[str, ...]:
    """Refuse a word that stands twice or hides behind a shorter one.

    >>> checked("verbs", ["加强", "加"])
    ('加强', '加')
    """
    seen: set[str] = set()
    for word in (kept := tuple(found)):
        if word in seen:
            raise ValueError(f"{name}.txt: {word!r} stands twice")
        if shadow := next((word[:n] for n in range(1, len(word)) if word[:n] in seen), None):
            raise ValueError(f"{name}.txt: {shadow!r} hides the longer {word!r}")
        seen.add(word)
    return kept


@cache
def words(name: str) -> tuple[str, ...]:
    """Return one checked word list, in the order in which it is tried."""
    return checked(name, lines(name))


@cache
def any_of(*names: str) -> str:
    """Return a pattern that matches any word of the lists, the longest first."""
    return either(word for name in names for word in words(name))


@cache
def opening(*names: str) -> str:
    """Return the same words as bare branches, to stand first in a pattern that is searched for.

    Where every branch of a pattern begins with a plain character, `re` leaps from one such character to the next.
    """
    return bare(word for name in names for word in words(name))


def bare(found: Iterable[str]) -> str:
    """Return any words as bare branches.

    >>> bare(["加强", "加", "推进"])
    '加(?:强)?|推(?:进)'
    """
    return "|".join(head + tail for head, tail in _branches(found))


def behind(common: str, found: Iterable[str]) -> str:
    """Return words as bare branches, those that open with a common character by what follows it.

    A pattern is tried at each of its first characters; so it is where they are rare that it is fast.

    >>> behind("学", ["学习", "座谈"])
    '习(?<=学习)|座(?:谈)'
    """
    kept = tuple(found)
    later = [word for word in kept if word[0] in common]
    rest = bare(word for word in kept if word[0] not in common)
    return "|".join([*(f"{re.escape(word[1:])}(?<={re.escape(word)})" for word in later), rest])


def either(found: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, the longest first, branching character by character.

    Characters behind which the same may follow stand in one class: `re` asks a class sooner than as many branches.

    >>> either(["加强", "加", "推进", "改进"])
    '(?:加(?:强)?|[推改](?:进))'
    """
    kept = tuple(found)
    alike: dict[str, list[str]] = {}
    for head, tail in _branches(kept):
        alike.setdefault(tail, []).append(head)
    branches = [
        (heads[0] if len(heads) == 1 else f"[{''.join(heads)}]") + tail for tail, heads in alike.items()
    ]
    return f"(?:{'|'.join(branches)}){'?' * ('' in kept)}" if branches else ""


def _branches(found: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each first character of some words, and a pattern of what follows it."""
    heads: dict[str, list[str]] = {}
    for word in found:
        heads.setdefault(word[:1], []).append(word[1:])
    return ((re.escape(head), either(tails)) for head, tails in heads.items() if head)
