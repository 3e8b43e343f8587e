"""From sentences to one page: a question is asked once of the whole document, and its answers are dealt out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

# Titles and quoted words; what a colon introduces, or what is a whole sentence, is said and not quoted.
_TITLE = re.compile(
    r"《[^《》\n]*》|“(?<!:“)(?!(?<=^“)[^“”\n]{12,60}”[。!]?$)[^“”\n]{0,60}(?<![。!?;])”|\"[^\"\n]*\"|「[^「」\n]*」",
    re.MULTILINE,
)


Place = tuple[int, int]  # [start, end) inside one sentence
Places = dict[int, Place]  # by the number of the sentence


def paged(pattern: str) -> re.Pattern[str]:
    """Compile a pattern to be asked of a page: it never reaches over the end of a sentence.

    >>> paged("^要[^,]+").findall("要办\\n好,要\\n要快")
    ['要办', '要快']
    """
    return re.compile(pattern.replace("[^", "[^\\n"), re.MULTILINE)


def veiled(text: str) -> str:
    """Blank out titles and quoted words, so that their verbs ask for nothing.

    >>> veiled("印发《加强管理办法》")
    '印发□□□□□□□□'
    """
    return _TITLE.sub(blank, text)


def blank(found: re.Match[str]) -> str:
    """Return as many blanks as a match has characters."""
    return "□" * len(found[0])


class Page:
    """The sentences of one document, one a line: `text` as folded, `veil` without what is only quoted.

    >>> page = Page(["一是加强管理。", "要办好。"], [2, 0])
    >>> page.first(paged("要|加强"), page.text)
    {0: (2, 4), 1: (0, 1)}
    """

    def __init__(self, sentences: Sequence[str], bodies: Sequence[int]) -> None:
        self.text = "\n".join(sentences)
        self.veil = veiled(self.text)
        self.bodies = bodies
        self.starts = [0, *accumulate([len(sentence) + 1 for sentence in sentences])]

    def __len__(self) -> int:
        return len(self.bodies)

    def number(self, place: int) -> int:
        """Return the number of the sentence that stands at a place of the page."""
        return bisect_right(self.starts, place) - 1

    def hits(self, pattern: re.Pattern[str], words: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Find a pattern in `text` or `veil`: the number of each sentence, and the match on the page."""
        starts = self.starts
        for found in pattern.finditer(words):
            yield bisect_right(starts, found.start()) - 1, found

    def having(self, pattern: re.Pattern[str], words: str) -> set[int]:
        """Return the numbers of the sentences in which a pattern is found."""
        starts, search = self.starts, pattern.search
        out: set[int] = set()
        met = search(words)
        while met:
            i = bisect_right(starts, met.start())
            out.add(i - 1)
            met = search(words, starts[i])
        return out

    def holding(self, words: str, *wanted: str) -> set[int]:
        """Return the numbers of the sentences in which one of some words stands; cheaper than a pattern."""
        starts = self.starts
        out: set[int] = set()
        for word in wanted:
            place = words.find(word)
            while place >= 0:
                number = bisect_right(starts, place)
                out.add(number - 1)
                place = words.find(word, starts[number])
        return out

    def among(self, numbers: Iterable[int], pattern: re.Pattern[str], words: str) -> set[int]:
        """Return those of some sentences in which a pattern is found."""
        starts, search = self.starts, pattern.search
        return {number for number in numbers if search(words, starts[number], starts[number + 1] - 1)}

    def within(self, pattern: re.Pattern[str], words: str, number: int) -> re.Match[str] | None:
        """Ask one sentence only, its enumerator left out; cheaper where few are asked."""
        starts = self.starts
        return pattern.search(words, starts[number] + self.bodies[number], starts[number + 1] - 1)

    def place(self, number: int, found: re.Match[str] | None, group: str | int = 0) -> Place | None:
        """Return where in its sentence a match on the page stands."""
        start = self.starts[number]
        return (found.start(group) - start, found.end(group) - start) if found else None

    def first(self, pattern: re.Pattern[str], words: str, group: str | int = 0) -> Places:
        """Return where each sentence is first met by a pattern, or by a group of it, its enumerator left out."""
        starts, bodies, search = self.starts, self.bodies, pattern.search
        out: Places = {}
        met = search(words)
        while met:
            place = met.start()
            i = bisect_right(starts, place) - 1
            start, end = starts[i], starts[i + 1]
            # What is met inside the enumerator does not count: look again behind it.
            inside = place - start < bodies[i]
            if found := search(words, start + bodies[i], end - 1) if inside else met:
                a, b = found.span(group)
                out[i] = (a - start, b - start)
            met = search(words, end)
        return out
