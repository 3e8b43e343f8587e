"""A few hundred bent cases keep every promise; and the fuzzer notices each kind of fault that is put in."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from luoshi.intake import Extracted
from luoshi.reading import Deadline, Record, Span, marked, read
from tests.reading.fuzz import Engine, Finding, Fuzzer, bent, counted, filed, kept, seeds
from tests.reading.prose import cases

GOLDEN = [case.text for case in cases()]


def found(engine: Engine, kind: str = "", number: int = 600) -> dict[str, Finding]:
    """Try cases until there is a finding of a kind, or of any."""
    fuzzer = Fuzzer(1, engine, [*GOLDEN])
    for _ in range(number):
        fuzzer.once()
        if kind in fuzzer.findings or (fuzzer.findings and not kind):
            break
    return fuzzer.findings


def test_bent_cases_keep_every_promise() -> None:
    fuzzer = Fuzzer(20270101, pool=[*GOLDEN])
    for _ in range(400):
        fuzzer.once()
    assert fuzzer.findings == {}
    assert (
        len([name for name in fuzzer.reached if name.startswith(("txt", "html", "docx", "xlsx", "pdf"))]) > 5
    )
    assert {"people", "acts", "targets", "deadlines", "owners", "basis"} <= fuzzer.reached.keys()


def test_the_same_seed_makes_the_same_cases() -> None:
    a, b = (Fuzzer(3, pool=[*GOLDEN]).chance for _ in range(2))
    for text in GOLDEN[:20]:
        assert bent(a, text, GOLDEN) == bent(b, text, GOLDEN)
        assert filed(a, text).name == filed(b, text).name


def test_golden_cases_are_among_the_seeds() -> None:
    assert set(GOLDEN) <= set(seeds())


def with_last(change: Callable[[Any, str], Any]) -> Callable[[str], Record]:
    """A reading in which the last sentence is changed."""

    def reads(text: str) -> Record:
        record = read(text)
        rows = record.sentences
        return replace(record, sentences=(*rows[:-1], change(rows[-1], text))) if rows else record

    return reads


def beyond(row: Any, text: str) -> Any:
    return row._replace(span=Span(row.span.start, len(text) + 1))


def shorter(row: Any, _: str) -> Any:
    start, end = row.span.start, row.span.end
    return row._replace(span=Span(start, max(start + 1, end - 1)), why=row.why._replace(words=()))


def dangling(row: Any, _: str) -> Any:
    words = (Span(row.span.start - 1, row.span.end),) if row.span.start else ()
    return row._replace(why=row.why._replace(words=words))


def raising(text: str) -> Record:
    if "《" in text:
        raise IndexError(text)
    return read(text)


def endless(text: str) -> Record:
    while "（" in text:
        pass
    return read(text)


def fickle() -> Callable[[str], Record]:
    turns = count()
    return lambda text: replace(read(text), source_sha256=str(next(turns)))


def unplain(text: str) -> Record:
    """What is no number is not even itself."""
    odd = Deadline(Span(0, len(text)), float("nan"), Span(0, len(text))) if text.strip() else None  # type: ignore[arg-type]
    return replace(read(text), deadlines=(odd,) if odd else ())


FAULTS = {
    "a span lies outside the source": Engine(read=with_last(beyond)),
    "a character is in no sentence": Engine(read=with_last(shorter)),
    "a deciding word lies outside its sentence": Engine(read=with_last(dangling)),
    "IndexError in test_fuzz.py raising": Engine(read=raising),
    "it does not end": Engine(read=endless, patience=0.3),
    "the same text is read in two ways": Engine(read=fickle()),
    "the marks are not the source": Engine(marked=lambda text, record: [*marked(text, record)][1:]),
    "a text costs too many steps": Engine(steps=lambda text: (counted(text)[0] ** 3, counted(text)[1])),
    "the JSON is not plain": Engine(read=unplain),
    "the metered copy reads otherwise": Engine(steps=lambda text: (0, {})),
    "an outcome has no name": Engine(extract=lambda *_: Extracted("odd", "要。")),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_that_is_put_in_is_found(kind: str) -> None:
    assert kind in found(FAULTS[kind], kind)


def test_what_is_found_is_cut_down_and_kept(tmp_path: Path) -> None:
    (finding,) = found(Engine(read=raising)).values()
    assert finding.case.content == "《" or finding.case.name
    path = kept(tmp_path, finding, 1)
    assert path.exists()
    assert "IndexError" in path.with_suffix(".why").read_text("utf-8")
