"""正文: the marked text, written as one string: a template's loops would take longer than all else on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe

from luoshi.plans import coverage
from luoshi.plans.models import Basis
from luoshi.plans.views.reasons import Found, dressed

TAIL = 2  # characters that a tag keeps by its side, so that it never begins a line alone
APART = "　"  # zh: the space stands in the text of a Chinese document


class Mark(Protocol):
    """What is asked of a sentence to write it."""

    @property
    def number(self) -> int:
        """Return its place in the text."""

    @property
    def words(self) -> str:
        """Return its words."""

    @property
    def found(self) -> Found:
        """Return what was read of it."""

    @property
    def verdict(self) -> str:
        """Return the verdict that holds."""

    @property
    def cover(self) -> str:
        """Return how an order is covered."""

    @property
    def here(self) -> bool:
        """Tell whether it is chosen."""

    @property
    def item(self) -> Basis | None:
        """Return the basis by which a task answers it."""

    @property
    def apart(self) -> bool:
        """Tell whether it opens a cell of a table, beside another."""


class Paragraph(Protocol):
    """What is asked of a printed line."""

    @property
    def marks(self) -> Iterable[Mark]:
        """Return its sentences."""

    @property
    def title(self) -> bool:
        """Tell whether it is the document's title."""


def text(paragraphs: Iterable[Paragraph]) -> SafeString:
    """Write all paragraphs, each sentence a link to the page on which it is chosen."""
    words = {kind: escape(coverage.word(kind)) for kind in (coverage.OPEN, coverage.ASIDE)}
    return mark_safe("".join(_written(paragraphs, words)))  # noqa: S308  # each piece of the text is escaped


def _written(paragraphs: Iterable[Paragraph], words: dict[str, str]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield '<p class="title">' if paragraph.title else "<p>"
        for mark in paragraph.marks:
            if mark.apart:
                yield APART
            look = f"s s-{mark.cover or mark.verdict}"
            here = ' aria-current="true"' if mark.here else ""
            chosen = " is-here" if mark.here else ""
            yield f'<a class="{look}{chosen}" id="s{mark.number}" href="?s={mark.number}#s{mark.number}"{here}>'
            said, cues = mark.words, mark.found.cues
            if not mark.cover:
                yield dressed(said, cues, 0, len(said))
            else:
                cut = max(0, len(said.rstrip()) - TAIL)
                yield dressed(said, cues, 0, cut)
                yield f"<span>{dressed(said, cues, cut, len(said))}{_tag(mark, words)}</span>"
            yield "</a>"
        yield "</p>\n"


def _tag(mark: Mark, words: dict[str, str]) -> str:
    if mark.cover != coverage.ANSWERED:
        said = words[mark.cover]
    else:
        said = f"✓ {escape(mark.item.item.code)}" if mark.item else "✓"
    return f'<span class="tag">{said}</span>'
