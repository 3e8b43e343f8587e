"""The words of code that knows nothing of pages: said in the language of whoever reads them, if somebody lends a tongue."""

from __future__ import annotations

from collections.abc import Callable

Tongue = Callable[[str], str]
_tongue: Tongue = str


def lend(tongue: Tongue) -> None:
    """Let all words be said by a tongue: it takes the Chinese words and returns the reader's own."""
    global _tongue  # noqa: PLW0603  # lent once, as the program starts
    _tongue = tongue


def noted(words: str) -> str:
    """Note words that are kept as they are and said later; so they are found when all words are gathered."""
    return words


def say(words: str, /, **parts: object) -> str:
    """Say words, with their parts in the places that bear their names.

    >>> say("{n} 个单位{how}", n=3, how="求和")
    '3 个单位求和'
    """
    said = _tongue(words)
    return said.format(**parts) if parts else said
