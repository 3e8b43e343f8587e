"""The trace: calls become events in their order, and a call that is not modelled stops the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.disk import FOLDER, Event
from tests.crash.tracing import events, why_not

HERE = Path("/data")


def hexed(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def read(tmp_path: Path, *lines: str) -> list[Event]:
    log = tmp_path / "calls"
    log.write_text("".join(f"7 {line}\n" for line in lines))
    return list(events(log, HERE))


def test_calls_become_events(tmp_path: Path) -> None:
    file, shm = hexed("/data/库.db"), hexed("/data/a-shm")
    assert read(
        tmp_path,
        f'openat(AT_FDCWD<{hexed("/")}>, "{file}", O_RDWR|O_CREAT, 0644) = 4<{file}>',
        f'openat(AT_FDCWD<{hexed("/")}>, "{file}", O_RDONLY) = 5<{file}>',
        f'pwrite64(4<{file}>, "{hexed("abcd")}", 4, 32) = 3',  # a short write counts as far as it went
        f'pwrite64(6<{shm}>, "{hexed("x")}", 1, 0) = 1',
        f'write(2<{hexed("/tmp/err")}>, "{hexed("x")}", 1) = 1',
        f"fdatasync(4<{file}>) = 0",
        f"fdatasync(9<{hexed('/data')}>) = 0",
        f'write(1<{hexed("pipe:[1]")}>, "{hexed("ok")}", 2) = 2',
        f"ftruncate(4<{file}>, 2) = 0",
        f'unlink("{file}") = 0',
        f'unlink("{hexed("/data/none")}") = -1 ENOENT (No such file or directory)',
    ) == [
        Event("create", "库.db"),
        Event("write", "库.db", b"abc", 32),
        Event("sync", "库.db"),
        Event("sync", FOLDER),
        Event("ack", data=b"ok"),
        Event("truncate", "库.db", at=2),
        Event("remove", "库.db"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        f'rename("{hexed("/data/a")}", "{hexed("/data/b")}") = 0',
        f'renameat(AT_FDCWD<{hexed("/")}>, "{hexed("/tmp/a")}", AT_FDCWD<{hexed("/")}>, "{hexed("/data/b")}") = 0',
        f'writev(4<{hexed("/data/a")}>, [{{iov_base="{hexed("x")}", iov_len=1}}], 1) = 1',
        f'openat(AT_FDCWD<{hexed("/")}>, "{hexed("/data/a")}", O_RDWR|O_TRUNC) = 4<{hexed("/data/a")}>',
        f"fsync(4<{hexed('/data/a')}> <unfinished ...>",
    ],
)
def test_what_is_not_modelled_stops_the_reader(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match=r"modelled|two threads"):
        read(tmp_path, line)


def test_where_nothing_can_be_traced_the_reason_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install" in why_not()
    (tmp_path / "strace").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "strace").chmod(0o755)
    assert "forbids" in why_not()
