"""The command luoshi read --jsonl from outside: killed, interrupted, piped, watched, and misused."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from luoshi.cli import main
from tests.corpus.texts import COMMAND, invented, lines, plain, rows_of, start
from tests.screen import shown

PATIENCE = 60


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("语料") / "语料.jsonl"
    path.write_bytes(lines(invented(1_500)))
    return path


@pytest.fixture(scope="module")
def whole(corpus: Path) -> bytes:
    """Return the output of a run that nobody disturbed."""
    out = corpus.with_name("整.jsonl")
    assert main(["read", "--jsonl", str(corpus), "--out", str(out)]) == 0
    return out.read_bytes()


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.002)


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def workers(pid: int) -> list[int]:
    """Return the processes that a run has started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture
def heeding() -> Iterator[None]:
    """Let Ctrl-C reach what is started: a shell that runs the tests in the background has them, and it, ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def unending(path: Path, content: bytes) -> Iterator[None]:
    """Give a corpus whose last line does not come, so that no run over it is at its end however fast it is."""
    os.mkfifo(path)
    over = threading.Event()

    def feed() -> None:
        with suppress(BrokenPipeError), path.open("wb", buffering=0) as pipe:
            pipe.write(content[: content.rindex(b"\n", 0, -1) + 1])
            over.wait(PATIENCE)

    feeder = threading.Thread(target=feed)
    feeder.start()
    try:
        yield
    finally:
        over.set()
        feeder.join()


@pytest.mark.parametrize("name", ["录.jsonl", "录.jsonl.gz"])
def test_killed_again_and_again_it_ends_the_same(
    name: str, corpus: Path, whole: bytes, tmp_path: Path
) -> None:
    out, dice = tmp_path / name, random.Random()
    kills = 0
    for _ in range(4):
        before = size(out)
        run = start(corpus, "--resume", "--out", out)
        until(lambda run=run, before=before: run.poll() is not None or size(out) > before)  # type: ignore[misc]
        time.sleep(dice.random() / 10)
        run.kill()
        kills += run.wait() == -signal.SIGKILL
        with out.open("ab") as file:  # as if the last write had been torn as well
            file.write(out.read_bytes()[: dice.randint(0, 30)])
    assert kills >= 2
    assert start(corpus, "--resume", "--out", out).wait(PATIENCE) == 0
    assert plain(out) == whole
    assert start(corpus, "--resume", "--out", out).wait(PATIENCE) == 0
    assert plain(out) == whole


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="the children of a process are asked of /proc"
)
@pytest.mark.usefixtures("heeding")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9), (signal.SIGTERM, -15)]
)
def test_a_run_that_is_ended_leaves_no_worker_behind(
    number: signal.Signals, code: int, corpus: Path, whole: bytes, tmp_path: Path
) -> None:
    named, out = tmp_path / corpus.name, tmp_path / "录.jsonl"
    with unending(named, corpus.read_bytes()):
        # A group of its own, as on a terminal: Ctrl-C goes to all of it.
        run = start(named, "--jobs", 2, "--out", out, stderr=subprocess.PIPE, start_new_session=True)
        until(lambda: size(out))
        first, since = size(out), time.monotonic()
        # The first rows are known to be whole when others follow, or when all that can be read has been.
        until(lambda: size(out) > first or time.monotonic() > since + 2)
        children = workers(run.pid)
        assert len(children) >= 2
        os.killpg(run.pid, number) if number is signal.SIGINT else run.send_signal(number)
        said = run.communicate(timeout=PATIENCE)[1].decode()
    assert run.returncode == code
    until(lambda: not any(map(alive, children)))
    assert said == ("已中断；同一条命令加上 --resume 可以接着读。\n" if number is signal.SIGINT else "")
    named.unlink()
    named.write_bytes(corpus.read_bytes())
    whole = whole.replace(str(corpus).encode(), str(named).encode())
    assert 0 < len(out.read_bytes()) < len(whole)
    if number is signal.SIGINT:
        assert whole.startswith(out.read_bytes())
        assert out.read_bytes().endswith(b"\n")
    assert start(named, "--resume", "--out", out).wait(PATIENCE) == 0
    assert out.read_bytes() == whole


def test_it_reads_standard_input_and_writes_standard_output(corpus: Path, whole: bytes) -> None:
    run = subprocess.run([*COMMAND, "-"], input=corpus.read_bytes(), capture_output=True, check=False)
    assert run.returncode == 0
    assert run.stderr == b""
    assert run.stdout == whole.replace(str(corpus).encode(), b"-")


def test_the_code_tells_of_errors_also_of_those_before(tmp_path: Path) -> None:
    corpus, out = tmp_path / "语料.jsonl", tmp_path / "录.jsonl"
    corpus.write_bytes(b"{}\n" + lines(["各学院要完成自查。"]))
    for more in ([], ["--resume"]):
        assert main(["read", "--jsonl", str(corpus), "--out", str(out), *more]) == 1
    assert len(rows_of(out)) == 2


def test_nothing_to_read_is_nothing_written(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "空").mkdir()
    assert main(["read", "--jsonl", str(tmp_path / "空")]) == 0
    assert capfdbinary.readouterr() == (b"", b"")


def test_a_reader_that_goes_away_ends_the_run_without_a_word(corpus: Path) -> None:
    run = start(corpus, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout
    run.stdout.readline()
    run.stdout.close()
    assert run.wait(PATIENCE) == 141
    assert run.stderr
    assert run.stderr.read() == b""
    run.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["--out", "/dev/full"], []])
def test_a_full_disk_is_one_sentence(arguments: list[str], corpus: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        run = start(corpus, *arguments, stdout=full, stderr=subprocess.PIPE)
        said = run.communicate(timeout=PATIENCE)[1].decode()
    assert run.returncode == 2
    assert len(said.splitlines()) == 1
    assert "写不了" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["--jobs", "2", "a.txt"],
        ["--resume", "a.txt"],
        ["--seconds", "2", "a.txt"],
        ["--quiet", "a.txt"],
        ["--jsonl"],
        ["--jsonl", "--json", "a.jsonl"],
        ["--jsonl", "--why", "a.jsonl"],
        ["--jsonl", "--resume", "a.jsonl"],
        ["--jsonl", "--jobs", "0", "a.jsonl"],
        ["--jsonl", "--seconds", "0", "a.jsonl"],
        ["--jsonl", "--seconds", "nan", "a.jsonl"],
        ["--jsonl", "-", "-"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(["read", *arguments])
    assert refusal.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_an_output_that_cannot_be_used_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, there = tmp_path / "语料.jsonl", tmp_path / "有.jsonl"
    corpus.write_bytes(lines(["各学院要完成自查。"]))
    there.write_text("笔记", "utf-8")
    for out in (there, tmp_path / "没有" / "录.jsonl", tmp_path, corpus):
        assert main(["read", "--jsonl", str(corpus), "--out", str(out)]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert main(["read", "--jsonl", str(corpus), "--resume", "--out", str(corpus)]) == 2
    assert "既要读又要写" in capsys.readouterr().err
    assert corpus.read_bytes() == lines(["各学院要完成自查。"])


def test_on_a_terminal_it_says_how_far_it_is(corpus: Path, tmp_path: Path) -> None:
    code, said = shown("--jsonl", corpus, "--out", tmp_path / "录.jsonl", columns=80, stream="stderr")
    assert code == 0
    drawn = said.split("\r")
    assert any("还要" in line and "MB/s" in line for line in drawn)
    assert any("已读 1,500 份" in line and "读不了 0 份" in line for line in drawn)
    assert said.endswith("\n")


def test_it_is_silent_when_asked(corpus: Path, tmp_path: Path) -> None:
    arguments = ("--jsonl", corpus, "--quiet", "--out", tmp_path / "录.jsonl")
    assert shown(*arguments, columns=80, stream="stderr") == (0, "")


def test_python_dash_m_and_the_command_are_the_same(corpus: Path, tmp_path: Path, whole: bytes) -> None:
    command = Path(sys.executable).with_name("luoshi")
    subprocess.run([command, "read", "--jsonl", corpus, "--out", tmp_path / "录.jsonl"], check=True)
    assert (tmp_path / "录.jsonl").read_bytes() == whole
