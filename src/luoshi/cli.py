"""The command luoshi: reads files on a terminal, without a database and without a network."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from luoshi import corpus, terminal
from luoshi.errors import Problem
from luoshi.intake import Outcome, extract
from luoshi.reading import Record, read

INTERRUPTED = 130  # what shells make of Ctrl-C
UNHEARD = 141  # and of a pipe that nobody reads any longer
_CORPUS_ONLY = ("jobs", "seconds", "resume", "quiet")


class Unreadable(Exception):
    """A file that gives no text, with the reason for people."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = _parser()
    asked = parser.parse_args(argv)
    if fault := _fault(asked):
        parser.error(fault)
    try:
        code = _corpus(asked) if asked.jsonl else _files(asked)
        sys.stdout.flush()
    except Problem as problem:
        print(terminal.clean(problem.message), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        said = "已中断；同一条命令加上 --resume 可以接着读。" if asked.jsonl and asked.out else "已中断。"
        print(said, file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        return _unwritten(error)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="luoshi",
        description="落实：把文件里的要求读出来。",
        epilog="另有 luoshi demo、luoshi audit、luoshi turn，它们需要数据库部分。",
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    reading = verbs.add_parser("read", help="读文件，逐句标明要求、情况、说理、会务")
    reading.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="要读的文件；与 --jsonl 同用时还可以是文件夹或 -"
    )
    reading.add_argument("--json", action="store_true", help="输出 JSON 记录")
    reading.add_argument(
        "--out",
        type=Path,
        metavar="OUT",
        help="与 --json 同用：每个文件写成文件夹 OUT 里的一个 JSON；与 --jsonl 同用：写到文件 OUT（.gz 则压缩）",
    )
    reading.add_argument("--why", action="store_true", help="说明每句依何规则、何词而断")
    reading.add_argument("--colour", action="store_true", help="输出不是终端时也着色")
    many = reading.add_argument_group("成批", "一份文一行：见 docs/reading-corpora.md")
    many.add_argument("--jsonl", action="store_true", help="成批地读：每份文输出一行 JSON")
    many.add_argument("--jobs", type=int, metavar="N", help="同时读的进程数，默认是全部核")
    many.add_argument("--seconds", type=float, metavar="S", help="一份文最多占用处理器的秒数，默认 20")
    many.add_argument("--resume", action="store_true", default=None, help="接着写中断了的 OUT")
    many.add_argument("--quiet", action="store_true", default=None, help="终端上也不显示进度")
    return parser


def _fault(asked: argparse.Namespace) -> str | None:
    """Say which options do not go together or make no sense."""
    if not asked.jsonl:
        alone = [f"--{name}" for name in _CORPUS_ONLY if getattr(asked, name) is not None]
        return f"{'、'.join(alone)} 要与 --jsonl 同用" if alone else None
    checks = {
        "--jsonl 不与 --json、--why、--colour 同用": asked.json or asked.why or asked.colour,
        "--resume 要与 --out 同用": asked.resume and not asked.out,
        "--jobs 至少是 1": asked.jobs is not None and asked.jobs < 1,
        "--seconds 要大于 0，不超过一天": asked.seconds is not None and not 0 < asked.seconds <= 86_400,
        "- 只能写一次": asked.files.count(Path(corpus.STDIN)) > 1,
    }
    return next((fault for fault, holds in checks.items() if holds), None)


def _corpus(asked: argparse.Namespace) -> int:
    """Read many documents, a row for each, and tell whether all could be read."""
    with ExitStack() as stack:
        output: corpus.Output | None = None
        if asked.out:
            output = stack.enter_context(corpus.Output(asked.out, resume=bool(asked.resume)))
        source = corpus.Input(asked.files, out=asked.out, stdin=sys.stdin.buffer)
        if source.names_the_output():
            raise corpus.OutputIsInput(str(asked.out))
        way = corpus.Way(asked.seconds or 20.0, packed=bool(output and output.packed))
        pool = stack.enter_context(corpus.Pool(asked.jobs or corpus.cores(), way))
        documents = iter(source)
        done = corpus.resumed(output, documents) if output else corpus.Tally()
        tallies = corpus.run(documents, output or sys.stdout.buffer, pool, done=done)
        if sys.stderr.isatty() and not asked.quiet:
            tallies = terminal.followed(tallies, sys.stderr, source.size(), done)
        last = deque(tallies, maxlen=1)
    return 1 if (last[0] if last else done).errors else 0


def _unwritten(error: OSError) -> int:
    """Say that what was read could not be written; a pipe that was closed, as by `head`, needs no word."""
    # Python flushes once more at its end; let that go where it hurts nobody.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return UNHEARD
    print(f"写不了（{error.strerror}）。", file=sys.stderr)
    return 2


def _files(asked: argparse.Namespace) -> int:
    """Read files one by one: for people, or as JSON."""
    code = 0
    rows: list[tuple[Path, Record]] = []
    for path in asked.files:
        try:
            source = _text(path)
        except Unreadable as refusal:
            print(f"{terminal.clean(str(path))}：{refusal}", file=sys.stderr)
            code = 1
            continue
        record = read(source)
        rows.append((path, record))
        if not (asked.json or asked.out):
            _show(path, source, record, asked)
    if asked.json or asked.out:
        _write(rows, asked.out, alone=len(asked.files) == 1)
    return code


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
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal of another encoding shows what it can
    if len(asked.files) > 1:
        print(f"== {terminal.clean(str(path))}")
    paint = terminal.coloured(sys.stdout, asked=asked.colour)
    width = terminal.columns(sys.stdout)
    for line in terminal.view(source, record, paint=paint, width=width, why=asked.why):
        print(line)
