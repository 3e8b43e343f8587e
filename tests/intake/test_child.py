"""However a child ends, it is an outcome; and none is left behind."""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from luoshi.intake import LIMITS, Extracted, Limits, Outcome, extract
from luoshi.intake.extraction import _command, _run
from luoshi.intake.running import run
from tests.intake.builders import c, docx, p, pdf, sheet, xlsx

# Takes the place of one reader in the true child.
STANDING_IN = "import sys; from luoshi.intake import child, formats; formats.READERS['txt'] = lambda given, limits: ({}); child.main()"


def program(code: str, limits: Limits = LIMITS) -> tuple[str, ...]:
    return (sys.executable, "-c", code, json.dumps(asdict(limits)))


def ran(code: str, data: bytes = b"x", **other: float) -> Outcome:
    limits = replace(LIMITS, **other)
    found = _run(program(code, limits), data, "txt", limits)
    assert not found.text
    return found.outcome


DEATHS = {
    "killed": ("import os; os.kill(os.getpid(), 9)", Outcome.MEMORY),
    "aborted": ("import os; os.abort()", Outcome.MEMORY),
    "crashed": ("import os; os.kill(os.getpid(), 11)", Outcome.BROKEN),
    "ended by a signal without a name": ("import os; os.kill(os.getpid(), 50)", Outcome.BROKEN),
    "gone without a word": ("raise SystemExit(3)", Outcome.UNAVAILABLE),
    "silent": ("pass", Outcome.BROKEN),
    "talking nonsense": ("print('hello')", Outcome.BROKEN),
    "talking no language": ("import sys; sys.stdout.buffer.write(b'\\xff\\xfe\\xfd')", Outcome.BROKEN),
    "nested without end": ("print('[' * 100_000)", Outcome.BROKEN),
    "a number without end": ("print('1' * 100_000)", Outcome.BROKEN),
    "allocating 2 GiB": (STANDING_IN.format("bytearray(2 << 30)"), Outcome.MEMORY),
    "writing a file": (
        STANDING_IN.format(
            "(__import__('os').write(__import__('os').memfd_create('a'), b'x'), ('x', 'utf-8'))[1]"
        ),
        Outcome.BROKEN,
    ),
    "opening a hundred files": (
        STANDING_IN.format("([open('/dev/null') for _ in range(100)], ('x', 'utf-8'))[1]"),
        Outcome.BROKEN,
    ),
    "missing its parser": (STANDING_IN.format("__import__('not_there')"), Outcome.UNAVAILABLE),
    "leaving half a pair": (STANDING_IN.format("('\\ud800', 'utf-8')"), Outcome.UNAVAILABLE),
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_death_has_its_outcome(death: str) -> None:
    code, outcome = DEATHS[death]
    assert ran(code) is outcome


def test_a_child_that_sleeps_is_ended() -> None:
    began = time.monotonic()
    assert ran("import time; time.sleep(60)", wall_seconds=0.5) is Outcome.TIME
    assert time.monotonic() - began < 2


def test_a_child_that_sleeps_after_its_answer_is_ended() -> None:
    assert ran("import time; print('{}', flush=True); time.sleep(60)", wall_seconds=0.5) is Outcome.TIME


def test_a_child_that_computes_for_ever_is_ended() -> None:
    endless = STANDING_IN.format("[0 for _ in iter(int, 1)]")
    assert ran(endless, cpu_seconds=1) is Outcome.TIME


def test_a_child_whose_parent_is_gone_ends_itself() -> None:
    asleep = STANDING_IN.format("__import__('time').sleep(60)")
    limits = replace(LIMITS, wall_seconds=0.1)
    began = time.monotonic()
    assert _run(program(asleep, limits), b"x", "txt", LIMITS).outcome is Outcome.TIME
    assert time.monotonic() - began < LIMITS.wall_seconds / 2


def test_a_child_that_floods_is_ended() -> None:
    flood = "import sys\nwhile True: sys.stdout.buffer.write(b'x' * 65536)"
    assert ran(flood) is Outcome.LENGTH
    assert ran(flood, output_bytes=1000) is Outcome.LENGTH


def test_a_child_that_does_not_listen_does_no_harm() -> None:
    assert ran("import os; os.close(0); print('done')", data=bytes(20_000_000)) is Outcome.BROKEN
    assert ran("import time; time.sleep(60)", data=bytes(20_000_000), wall_seconds=0.5) is Outcome.TIME


def test_a_program_that_is_not_there_is_no_fault_of_the_file() -> None:
    assert _run(("/nowhere",), b"x", "txt", LIMITS) == Extracted(Outcome.UNAVAILABLE, kind="txt")


RIGHT = {"outcome": "text", "text": "字", "kind": "txt", "encoding": "utf-8"}
WRONG = [
    None, [], "text", 1, {}, {"outcome": "text"}, {**RIGHT, "more": ""}, {**RIGHT, "outcome": "fine"}, {**RIGHT, "outcome": ["text"]},
    {**RIGHT, "text": ""}, {**RIGHT, "text": 1}, {**RIGHT, "text": None}, {**RIGHT, "text": "\0"}, {**RIGHT, "text": "\ud800"},
    {**RIGHT, "text": "a\udfffb"}, {**RIGHT, "kind": "pdf"}, {**RIGHT, "kind": "exe"}, {**RIGHT, "encoding": "utf-7"},
]  # fmt: skip


@pytest.mark.parametrize("answer", WRONG, ids=repr)
def test_an_answer_of_a_wrong_shape_is_not_believed(answer: object) -> None:
    assert ran(f"print({json.dumps(answer)!r})") is Outcome.BROKEN


def test_an_answer_of_the_right_shape_is_believed() -> None:
    assert _run(program(f"print({json.dumps(RIGHT)!r})"), b"", "txt", LIMITS).text == "字"


def test_a_refusal_brings_no_text_along() -> None:
    answer = json.dumps({**RIGHT, "outcome": "broken"})
    assert _run(program(f"print({answer!r})"), b"", "txt", LIMITS) == Extracted(Outcome.BROKEN, kind="txt")


def test_the_child_knows_nothing_of_our_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUOSHI_SECRET_KEY", "secret")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    ended = run(
        (sys.executable, "-I", "-c", "import os; print(dict(os.environ), os.getcwd(), os.getsid(0))"),
        b"",
        LIMITS,
    )
    assert b"secret" not in ended.said and b"elsewhere" not in ended.said
    assert b" / " in ended.said
    assert int(ended.said.split()[-1]) != os.getsid(0)


def test_the_child_loads_no_parser_before_its_limits() -> None:
    code = "import sys, luoshi.intake.child; print(sorted({'zipfile', 'pypdfium2', 'xml', 'pyexpat', 'zlib'} & set(sys.modules)))"
    assert run((sys.executable, "-I", "-c", code), b"", LIMITS).said.strip() == b"[]"


# The kernel does not hold root to a number of processes, so root becomes nobody first.
NOBODY = "import os, pypdfium2; from luoshi.intake import child, formats; os.geteuid() or os.setuid(65534); "


def test_the_child_starts_no_process() -> None:
    deed = "(os.fork() or os._exit(0), ('x', 'utf-8'))[1]"
    forks = f"{NOBODY}formats.READERS['txt'] = lambda given, limits: {deed}; child.main()"
    assert ran(forks) is Outcome.BROKEN


def test_the_child_needs_no_further_process() -> None:
    assert _run(program(NOBODY + "child.main()"), pdf(["通知"]), "pdf", LIMITS).text == "通知"


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_a_child_of_the_child_dies_with_it() -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL).pid)"
    grandchild = int(run((sys.executable, "-c", code), b"", LIMITS).said)
    until = time.monotonic() + 2
    while alive(grandchild) and time.monotonic() < until:
        time.sleep(0.01)
    assert not alive(grandchild)


def children() -> list[str]:
    return sorted(
        pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()
    )


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_eight_threads_at_once_leave_nothing_behind() -> None:
    files = [
        ("a.txt", "通知".encode()),
        ("a.docx", docx(p("通知"))),
        ("a.pdf", pdf(["通知"])),
        ("a.htm", "<p>通知".encode()),
        ("a.xlsx", xlsx(sheet(c("A1", "通知")))),
    ]
    before, opened = children(), descriptors()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda file: extract(file[1], file[0]), files * 16))
    assert {one.text for one in found} == {"通知"}
    assert (children(), descriptors()) == (before, opened)


def test_the_command_names_no_file() -> None:
    assert _command(LIMITS)[1:5] == ("-I", "-B", "-m", "luoshi.intake.child")


def test_importing_intake_loads_nothing_foreign() -> None:
    code = (
        "import sys; before = set(sys.modules); import luoshi.intake\n"
        "roots = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(roots - sys.stdlib_module_names))"
    )
    assert run((sys.executable, "-I", "-c", code), b"", LIMITS).said.strip() == b"['luoshi']"
