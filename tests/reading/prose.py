"""Golden cases in prose: title, text, what is read, each part closed by a line with a full stop."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from luoshi.reading import Record, Span, read

GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Case:
    place: str
    title: str
    text: str
    wanted: tuple[str, ...]


def cases(folder: Path = GOLDEN) -> Iterator[Case]:
    for path in sorted(folder.glob("*.md")):
        parts = [part.strip("\n") for part in path.read_text("utf-8").split("\n.\n")]
        body, rest = parts[:-1], parts[-1]
        assert not rest.strip(), f"{path.name}: a case is not closed"
        assert len(body) % 3 == 0, f"{path.name}: a case lacks a part"
        for title, text, wanted in zip(body[::3], body[1::3], body[2::3], strict=True):
            name = title.strip().splitlines()[-1]
            yield Case(path.stem, name, text, tuple(wanted.splitlines()))


def told(text: str) -> dict[str, list[str]]:
    """What is read of a text, as the lines that a case may hold, by kind."""
    record = read(text)
    meeting = [
        _field(name, getattr(record.meeting, name), text) for name in ("name", "date", "place", "organiser")
    ]
    return {
        "句": [_sentence(row, text) for row in record.sentences],
        "断": [f"断 {row.verdict} {_words(row.span, text)}" for row in record.sentences],
        "会议": [line for line in meeting if line],
        "人": [f"人 {p.name} {'、'.join(p.posts) or '无'}" for p in record.people],
        "事": [f"事 {a.who} {a.act} {(a.topic or '无').replace(chr(10), '⏎')}" for a in record.acts],
        "期限": [f"期限 {d.date} {_words(d.span, text)}" for d in record.deadlines],
        "指标": [f"指标 {t.comparator} {t.value:g} {t.unit} {_words(t.span, text)}" for t in record.targets],
        "责任": [f"责任 {o.role} {_words(o.span, text)}" for o in record.owners],
        "依据": [f"依据 {_words(b.span, text)}" for b in record.basis],
        "因": _reasons(record, text),
        "归": [f"归 {_words(r.span, text)} 归 {_words(r.of, text)}" for r in _owned(record)],
    }


def _sentence(row, text: str) -> str:
    return f"句 {row.verdict} {row.speaker or '无'} {'/'.join(row.path) or '无'} {_words(row.span, text)}"


def _field(name: str, quote, text: str) -> str | None:
    return quote and " ".join(filter(None, ["会议", name, quote.iso, _words(quote.span, text)]))


def _owned(record: Record):
    return [*record.owners, *record.deadlines, *record.targets]


def _reasons(record: Record, text: str) -> list[str]:
    return [
        " ".join(["因", row.why.rule, *(_words(span, text) for span in row.why.words)])
        for row in record.sentences
    ]


def _words(span: Span, text: str) -> str:
    return f"「{span.of(text).replace(chr(10), '⏎')}」"
