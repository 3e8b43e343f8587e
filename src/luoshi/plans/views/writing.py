"""正文: the marked text, written as one string: a template's loops would take longer than all else on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luoshi.plans import coverage
from luoshi.plans.models import Basis, Standing
from luoshi.plans.views.reasons import Found, dressed
from luoshi.web.templatetags.luoshi import lamp_kind, lamp_word

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where sentences lead, how their places are called, and what stands behind some of them, by number."""

    page: str = ""
    place: str = "s"
    behind: Mapping[int, SafeString] = field(default_factory=dict)


ALONE = Sheet()


def text(paragraphs: Iterable[Paragraph], sheet: Sheet = ALONE) -> SafeString:
    """Write all paragraphs, each sentence a link to the page on which it is chosen."""
    words = {kind: escape(coverage.word(kind)) for kind in (coverage.OPEN, coverage.ASIDE)}
    return mark_safe("".join(_written(paragraphs, words, sheet)))  # noqa: S308  # each piece of the text is escaped


def _written(paragraphs: Iterable[Paragraph], words: dict[str, str], sheet: Sheet) -> Iterator[str]:
    page, place, behind = escape(sheet.page), sheet.place, sheet.behind
    for paragraph in paragraphs:
        yield '<p class="title">' if paragraph.title else "<p>"
        for mark in paragraph.marks:
            if mark.apart:
                yield APART
            look = f"s s-{mark.cover or mark.verdict}"
            here = ' aria-current="true"' if mark.here else ""
            chosen = " is-here" if mark.here else ""
            yield f'<a class="{look}{chosen}" id="{place}{mark.number}" href="{page}?s={mark.number}#s{mark.number}"{here}>'
            said, cues = mark.words, mark.found.cues
            if not mark.cover:
                yield dressed(said, cues, 0, len(said))
            else:
                cut = max(0, len(said.rstrip()) - TAIL)
                yield dressed(said, cues, 0, cut)
                yield f'<span data-tag="{_tag(mark, words)}">{dressed(said, cues, cut, len(said))}</span>'
            yield "</a>"
            if mark.number in behind:
                yield behind[mark.number]
        yield "</p>\n"


def _tag(mark: Mark, words: dict[str, str]) -> str:
    """Say how an order is covered; the style prints it, so that who copies the text copies what was said and no more."""
    if mark.cover != coverage.ANSWERED:
        return words[mark.cover]
    return f"✓ {escape(mark.item.item.code)}" if mark.item else "✓"


def states(items: Mapping[int, Sequence[int]], standings: Mapping[int, Standing]) -> dict[int, SafeString]:
    """Write for each answered sentence which tasks answer it and by which lamps they stand."""
    found = {}
    for number, keys in items.items():
        written = [_state(standings[key]) for key in keys if key in standings]
        found[number] = format_html_join("", "{}", [(one,) for one in written])
    return found


def _state(standing: Standing) -> SafeString:
    kind = lamp_kind("off" if standing.off else standing.result)
    return format_html(
        '<a class="state" href="{}">{} <svg class="lamp lamp-{}" width="14" height="14" aria-hidden="true">'
        '<use href="#l-{}"/></svg>{}</a>',
        standing.item.get_absolute_url(),
        standing.item.code,
        kind,
        kind,
        lamp_word(kind),
    )


def tie(behind: dict[int, SafeString], ties: Iterable[tuple[int, int, str]]) -> None:
    """Write behind each sentence the ways to the sentences of the other text: from, to, and how those are called."""
    said = _("对照第 {n} 句")
    for number, to, place in ties:
        link = format_html(
            '<a class="tie" href="#{}{}" aria-label="{}">↔{}</a>', place, to, said.format(n=to), to
        )
        behind[number] = behind.get(number, SafeString("")) + link
