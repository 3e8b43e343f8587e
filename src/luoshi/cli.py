"""The command luoshi: reads files on a terminal, without a database and without a network."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from luoshi.intake import Outcome, extract
from luoshi.reading import Record, Verdict, marked, read
from luoshi.reading import Sentence as Judged

_COLOURS = {Verdict.ORDER: "31", Verdict.REPORT: "32", Verdict.REASON: "36", Verdict.FRAME: "90"}


class Unreadable(Exception):
    """A file that gives no text, with the reason for people."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    asked = _parser().parse_args(argv)
    code = 0
    rows: list[tuple[Path, Record]] = []
    for path in asked.files:
        try:
            source = _text(path)
        except Unreadable as refusal:
            print(f"{path}：{refusal}", file=sys.stderr)
            code = 1
            continue
        record = read(source)
        rows.append((path, record))
        if not (asked.json or asked.out):
            _show(path, source, record, asked)
    if asked.json or asked.out:
        _write(rows, asked.out, alone=len(asked.files) == 1)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="luoshi", description="落实：把文件里的要求读出来。")
    verbs = parser.add_subparsers(dest="verb", required=True)
    reading = verbs.add_parser("read", help="读文件，逐句标明要求、情况、说理、会务")
    reading.add_argument("files", nargs="+", type=Path, metavar="FILE", help="要读的文件")
    reading.add_argument("--json", action="store_true", help="输出 JSON 记录")
    reading.add_argument(
        "--out", type=Path, metavar="DIR", help="与 --json 同用：每个文件写成 DIR 里的一个 JSON"
    )
    reading.add_argument("--why", action="store_true", help="说明每句依何规则、何词而断")
    reading.add_argument("--colour", action="store_true", help="输出不是终端时也着色")
    return parser


def _text(path: Path) -> str:
    """Return the text of a file, or say why there is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"打不开（{error.strerror}）") from error
    found = extract(content, path.name)
    if found.outcome is not Outcome.TEXT:
        raise Unreadable(found.message)
    return found.text


def _write(rows: list[tuple[Path, Record]], folder: Path | None, *, alone: bool) -> None:
    """Print the records, or write each into the folder under the name of its file."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for path, record in rows:
            (folder / f"{path.stem}.json").write_text(_json(record) + "\n", "utf-8")
    elif alone and rows:
        print(_json(rows[0][1]))
    else:
        for path, record in rows:
            print(json.dumps({"file": str(path), **record.to_json()}, ensure_ascii=False))


def _json(record: Record) -> str:
    return json.dumps(record.to_json(), ensure_ascii=False, indent=1)


def _show(path: Path, source: str, record: Record, asked: argparse.Namespace) -> None:
    """Print one file for people, with the counts at the end."""
    coloured = asked.colour or sys.stdout.isatty()
    if len(asked.files) > 1:
        print(f"== {path}")
    for line in _lines(source, record, coloured=coloured, why=asked.why):
        print(line)
    counts = Counter(sentence.verdict for sentence in record.sentences)
    said = "，".join(f"{verdict.label} {counts[verdict]}" for verdict in Verdict)
    print(f"共 {len(record.sentences)} 句：{said}。")


def _lines(source: str, record: Record, *, coloured: bool, why: bool) -> Iterator[str]:
    """Write each sentence on a line of its own, after the word of its verdict."""
    pieces: dict[int, str] = {}
    for mark in marked(source, record):
        if mark.sentence:
            start = mark.sentence.span.start
            pieces[start] = pieces.get(start, "") + _dressed(mark.text, decided=mark.decided and coloured)
    for sentence in record.sentences:
        words = " ".join(pieces[sentence.span.start].split())
        head = f"{sentence.verdict.label}｜"
        yield _paint(head + words, sentence.verdict) if coloured else head + words
        if why:
            yield f"　　{_reason(source, sentence)}"


def _dressed(text: str, *, decided: bool) -> str:
    """Underline deciding words; control characters of a source never reach the terminal."""
    clean = "".join(char if char.isprintable() else " " for char in text)
    return f"\x1b[4m{clean}\x1b[24m" if decided else clean


def _paint(text: str, verdict: Verdict) -> str:
    return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[0m"


def _reason(source: str, sentence: Judged) -> str:
    words = "、".join(f"“{span.of(source)}”" for span in sentence.why.words)
    return f"依据规则 {sentence.why.rule}" + (f"：{words}" if words else "：随上下文")
