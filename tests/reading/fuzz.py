"""Reads what nobody would write: agreed cases bent in every way, as texts and as files; says what broke, and on how little.

`python -m tests.reading.fuzz --minutes 10` goes on until the time is over; the cases depend on the seed alone. What breaks is cut
down as far as it still breaks in the same way and is written to a folder; then the exit status is 1.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import re
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from luoshi import reading
from luoshi.intake import Extracted, Outcome, extract
from luoshi.reading import Record, Span
from tests.intake.builders import c, docx, p, pdf, sheet, xlsx
from tests.intake.test_mutants import on_bytes, on_parts, on_tokens
from tests.reading.meter import metered
from tests.reading.prose import cases

SHARED = Path(__file__).parents[2].parent / "shared" / "reading"
LONGEST = 3_000  # characters of a text
STEPS, AT_REST = 5_000, 300_000  # what a character, and any text at all, may cost
FILES = 12  # one case in so many is a file

NOISE = [
    *"\0\x1b\x7f\x85\xa0\ud800\udfff\ufeff\ufffd\u200b\u200f\u202e\u2028\u2029\u3000\U000e0001\U0010ffff",
    *("e\u0301", "👩‍👩‍👧", "𠮷", "ﷺ", "㍿", "㈠", "①", "⑳", "㉑", "ﬁ", "²", "½", "Ⅳ", "１２", "〇", "٣", "\r", "\r\n", "\f", "\v"),
]  # fmt: skip
MARKS = [
    *"。，、；：！？（）()《》“”\"「」『』【】〔〕—…·.,;:!?-~%\n\t ",
    *("一是", "十一是", "（一）", "(12)", "1.", "1、", "①", "首先，", "其一，", "第三，", "第一章", "第三条", "一、", "之日起", "。）", "）。"),
    *("要", "指出，", "会议强调，", "负责", "牵头", "2027年6月底前", "30日内", "5%以上", "《方案》", "校长林一鸣", "欧阳明", "精神", "已", "了", "是"),
]  # fmt: skip
_TOKENS = re.compile(r"\d+|[A-Za-z]+|\s+|[^\W\d]{1,3}|.", re.DOTALL)


class Broken(Exception):
    """A promise that a text does not keep; the name of the promise comes first."""


@dataclass(frozen=True)
class Case:
    """What is read: a text, or a file with its name."""

    content: Any  # str or bytes
    name: str = ""


@dataclass(frozen=True)
class Finding:
    """A case that broke, cut down, and how."""

    kind: str
    case: Case
    told: str


@dataclass
class Engine:
    """What is tried, so that a test can put a fault in."""

    read: Callable[[str], Record] = reading.read
    marked: Callable[[str, Record], Any] = reading.marked
    extract: Callable[[bytes, str], Extracted] = extract
    steps: Callable[[str], tuple[int, Any]] = field(default_factory=lambda: counted)
    patience: float = 20  # seconds, only to end what would never end


@cache
def _copy() -> Any:
    return metered()


def counted(text: str) -> tuple[int, Any]:
    """Return the steps that a reading takes, and what the metered copy reads."""
    meter, copy = _copy()
    before = meter.work
    record = copy.read(text)
    list(copy.marked(text, record))
    return meter.work - before, record.to_json()


def spans(value: Any) -> Iterator[Span]:
    """Yield every span of a record, wherever it stands."""
    if isinstance(value, Span):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from spans(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from spans(one)


def promised(condition: object, promise: str) -> None:
    """Break off where a promise is not kept."""
    if not condition:
        raise Broken(promise)


def checked(text: str, engine: Engine) -> Record:
    """Read one text and hold it against everything that is promised of every text."""
    record = engine.read(text)
    for span in spans(record):
        promised(0 <= span.start < span.end <= len(text), "a span lies outside the source")
        promised(span.of(text).strip(), "a span has no words")
    rows = record.sentences
    promised(all(a.span.end <= b.span.start for a, b in pairwise(rows)), "sentences overlap")
    covered = {place for row in rows for place in range(row.span.start, row.span.end)}
    drawn = set("|｜-:+") if set(text) & set("|｜") else set()  # with which tables are drawn
    promised(
        all(n in covered or char.isspace() or char in drawn for n, char in enumerate(text)),
        "a character is in no sentence",
    )
    for row in rows:
        inside = all(row.span.start <= word.start and word.end <= row.span.end for word in row.why.words)
        promised(inside, "a deciding word lies outside its sentence")
    marks = "".join(mark.text for mark in engine.marked(text, record))
    promised(marks == text, "the marks are not the source")
    plain = record.to_json()
    odd: list[str] = []  # NaN and what else JSON does not know
    promised(
        json.loads(record.dumps(), parse_constant=odd.append) == plain and not odd, "the JSON is not plain"
    )
    promised(engine.read(text) == record, "the same text is read in two ways")
    steps, again = engine.steps(text)
    promised(again == plain, "the metered copy reads otherwise")
    promised(steps <= AT_REST + STEPS * len(text), "a text costs too many steps")
    return record


def tried(case: Case, engine: Engine) -> set[str]:
    """Read one case, and tell what it reached."""
    reached, text = set(), case.content
    if isinstance(text, bytes):
        given = engine.extract(text, case.name)
        promised(given.outcome in set(Outcome), "an outcome has no name")
        promised(bool(given.text) == (given.outcome is Outcome.TEXT), "an outcome and its text do not agree")
        reached.add(f"{case.name.rpartition('.')[2]} {given.outcome}")
        text = given.text[:LONGEST]
    record = checked(text, engine)
    reached |= {f"{row.why.rule} {row.verdict}" for row in record.sentences}
    reached |= {
        one.name for one in fields(record) if isinstance(value := getattr(record, one.name), tuple) and value
    }
    reached |= {f"meeting {name}" for name, quote in record.meeting._asdict().items() if quote}
    return reached


class Hung(BaseException):
    """Patience is over; no handler of the library may take it for one of its own errors."""


@contextmanager
def patient(seconds: float) -> Iterator[None]:
    """End what takes longer."""

    def over(*_: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def outcome(case: Case, engine: Engine) -> tuple[str, str, set[str]]:
    """Return how a case broke ("" if it did not), the story, and what it reached."""
    try:
        with patient(engine.patience):
            return "", "", tried(case, engine)
    except Broken as broken:
        return str(broken), "", set()
    except Hung:
        return "it does not end", traceback.format_exc(), set()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        place = traceback.extract_tb(error.__traceback__)[-1]
        return (
            f"{type(error).__name__} in {Path(place.filename).name} {place.name}",
            traceback.format_exc(),
            set(),
        )


def cut_down(case: Case, kind: str, engine: Engine) -> Case:
    """Leave out of a case, piece by piece, what it does not need to break in this way."""
    tries = 30 if kind == "it does not end" else 600
    size = len(case.content) // 2
    while size and tries > 0:
        at = 0
        while at < len(case.content) and tries > 0:
            less = Case(case.content[:at] + case.content[at + size :], case.name)
            tries -= 1
            if outcome(less, engine)[0] == kind:
                case = less
            else:
                at += size
        size //= 2
    return case


class Fuzzer:
    """Makes cases from a seed; what reaches something new is bent further."""

    def __init__(self, seed: int, engine: Engine | None = None, pool: list[str] | None = None) -> None:
        self.chance = random.Random(seed)
        self.engine = engine or Engine()
        self.pool = pool or seeds()
        self.reached: Counter[str] = Counter()
        self.findings: dict[str, Finding] = {}
        self.run = 0

    def once(self) -> None:
        """Make a case and read it."""
        self.run += 1
        text = bent(self.chance, self.chance.choice(self.pool), self.pool)
        case = filed(self.chance, text) if self.chance.randrange(FILES) == 0 else Case(text)
        kind, story, reached = outcome(case, self.engine)
        if kind and kind not in self.findings:
            self.findings[kind] = Finding(kind, cut_down(case, kind, self.engine), story)
        if not case.name and reached - self.reached.keys():
            self.pool.append(text)
        self.reached.update(reached)


def seeds() -> list[str]:
    """Gather the golden cases, and real documents where they are at hand."""
    rows = [case.text for case in cases()]
    rows += [path.read_text("utf-8")[:LONGEST] for path in sorted((SHARED / "dev").glob("*.txt"))]
    if (SHARED / "corpus.jsonl.gz").exists():
        with gzip.open(SHARED / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows += [json.loads(line)["text"][:LONGEST] for line in islice(lines, 0, None, 40)]
    return rows


def bent(chance: random.Random, text: str, pool: list[str]) -> str:
    """Bend a text in one to six ways."""
    tokens = _TOKENS.findall(text)
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randrange(len(tokens) + 1) for _ in range(2))
        part = tokens[at : min(to, at + chance.choice([1, 3, 30]))]
        match chance.randrange(7):
            case 0:
                other = _TOKENS.findall(chance.choice(pool))
                tokens = tokens[:at] + other[chance.randrange(len(other) + 1) :]
            case 1:
                tokens[at:at] = part * chance.choice([1, 2, 50])
            case 2:
                del tokens[at : at + len(part)]
            case 3:
                chance.shuffle(part)
                tokens[at : at + len(part)] = part
            case 4:
                tokens[at:at] = [chance.choice(NOISE)] * chance.choice([1, 1, 2, 20])
            case 5:
                tokens[at:at] = [chance.choice(MARKS) for _ in range(chance.choice([1, 2, 10]))]
            case _:
                tokens[at : at + len(part)] = [_misread(chance, "".join(part))]
    return "".join(tokens)[:LONGEST]


def _misread(chance: random.Random, text: str) -> str:
    """Read a text in the wrong encoding, or write it in other forms."""
    code = ["utf-8", "gb18030", "big5", "utf-16-le"]
    match chance.randrange(3):
        case 0:
            return text.encode(chance.choice(code), "ignore").decode(chance.choice(code), "replace")
        case 1:
            return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
        case _:
            return chance.choice([" ", "\n", "\u200b", "\u3000"]).join(text)


def filed(chance: random.Random, text: str) -> Case:
    """Make a file of a text, half of the time a damaged one."""
    lines = [html.escape(line) for line in text.splitlines()] or [""]
    plain = text.encode("utf-8", "ignore").decode()
    kind = chance.choice(["txt", "html", "docx", "xlsx", "pdf"])
    match kind:
        case "txt":
            content = text.encode(
                chance.choice(["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"]), "ignore"
            )
        case "html":
            code = chance.choice(["utf-8", "gb18030"])
            body = "".join(f"<p>{line}</p>" for line in lines)
            content = f"<html><meta charset={code}><body>{body}</body></html>".encode(code, "ignore")
        case "docx":
            content = docx("".join(map(p, lines)).encode("utf-8", "ignore").decode())
        case "xlsx":
            content = xlsx(
                sheet(
                    *(c(f"A{n}", line.encode("utf-8", "ignore").decode()) for n, line in enumerate(lines, 1))
                )
            )
        case _:
            content = pdf(plain.splitlines()[:40], plain.splitlines()[40:80])
    if chance.randrange(2) and content:
        ways = [on_bytes, on_tokens, *([on_parts] if kind in {"docx", "xlsx"} else [])]
        content = chance.choice(ways)(chance, content)
    return Case(content, f"a.{kind}")


def kept(folder: Path, found: Finding, number: int) -> Path:
    """Write down what broke."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number:02}.{found.case.name.rpartition('.')[2] or 'txt'}"
    content = found.case.content
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    # What was told may quote the text, and with it half of a surrogate pair.
    why = f"{found.kind}\n\n{content!r}\n\n{found.told}"
    path.with_suffix(".why").write_text(why, "utf-8", "backslashreplace")
    return path


def main() -> int:
    """Run for a while and tell."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=1)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--out", type=Path, default=Path("var/fuzz"))
    given = asked.parse_args()
    fuzzer = Fuzzer(given.seed)
    end = time.monotonic() + 60 * given.minutes
    while time.monotonic() < end:
        fuzzer.once()
    print(f"{fuzzer.run:,} cases from seed {given.seed}; {len(fuzzer.reached)} kinds of things reached:")
    print("  " + ", ".join(f"{name} {count:,}" for name, count in sorted(fuzzer.reached.items())))
    for number, found in enumerate(fuzzer.findings.values(), 1):
        print(f"{found.kind}: {found.case.content[:80]!r}: {kept(given.out, found, number)}")
    print(f"{len(fuzzer.findings)} findings")
    return 1 if fuzzer.findings else 0


if __name__ == "__main__":
    sys.exit(main())
