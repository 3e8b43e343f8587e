"""From record to marked source: pieces of text with the sentence that each belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.reading.records import Record, Sentence


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source; `sentence` is None between sentences, `decided` tells of deciding words."""

    text: str
    sentence: Sentence | None = None
    decided: bool = False


def marked(source: str, record: Record) -> Iterator[Mark]:
    """Divide the source into marks that together are the source, character for character."""
    done = 0
    for sentence in record.sentences:
        if done < sentence.span.start:
            yield Mark(source[done : sentence.span.start])
        yield from _inside(source, sentence)
        done = sentence.span.end
    if done < len(source):
        yield Mark(source[done:])


def _inside(source: str, sentence: Sentence) -> Iterator[Mark]:
    done = sentence.span.start
    for span in sentence.why.words:
        if done < span.start:
            yield Mark(source[done : span.start], sentence)
        yield Mark(span.of(source), sentence, decided=True)
        done = span.end
    if done < sentence.span.end:
        yield Mark(source[done : sentence.span.end], sentence)
