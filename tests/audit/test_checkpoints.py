"""检查点: a file whose every bit the key vouches for, on the disk before anybody is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from luoshi.audit import checkpoints, keys
from luoshi.audit.checkpoints import Mark, append, key, read
from luoshi.audit.errors import CheckpointsBroken, KeyMissing, KeyTooShort
from luoshi.audit.rules import Tip
from tests.audit.chains import AT

SECRET = b"k" * 40
TIPS = [(1, Tip(10, "a1" * 32)), (2, Tip(7, "b2" * 32)), (1, Tip(25, "c3" * 32))]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Keep three checkpoints."""
    place = tmp_path / "deep/checkpoints.jsonl"
    append(place, SECRET, TIPS[:2], AT)
    append(place, SECRET, TIPS[2:], AT)
    return place


def test_what_is_noted_is_read_again(place: Path) -> None:
    marks = read(place, SECRET)
    assert marks.broken is None
    assert [(mark.organisation, Tip(mark.number, mark.digest)) for mark in marks.sound] == TIPS
    assert marks.of(1) == {10: "a1" * 32, 25: "c3" * 32}
    assert {mark.at for mark in marks.sound} == {"2026-10-28T06:30:00.000123Z"}
    assert place.stat().st_mode & 0o077 == 0


def test_no_file_is_no_checkpoints(tmp_path: Path) -> None:
    assert read(tmp_path / "none", SECRET) == ((), None)


@pytest.mark.parametrize("first", range(0, 8, 3))
def test_each_byte_with_a_flipped_bit_is_found_in_its_line(place: Path, first: int) -> None:
    whole = place.read_bytes()
    assert len(whole) > 600
    for at in range(len(whole)):
        bad = bytearray(whole)
        bad[at] ^= 1 << (at + first) % 8
        marks = checkpoints._checked(bytes(bad), SECRET)
        assert marks.broken == whole[:at].count(b"\n") + 1, at
        assert len(marks.sound) == marks.broken - 1


def test_lines_that_are_taken_out_put_in_or_swapped_are_found(place: Path) -> None:
    one, two, three = place.read_bytes().splitlines(keepends=True)
    forged = b'{"organisation":1,"number":9,"digest":"00","at":"2026","code":"00"}\n'
    for lines, broken in (
        ([two, three], 1),
        ([one, three], 2),
        ([two, one, three], 1),
        ([one, one, two, three], 2),
        ([one, forged, two, three], 2),
        ([forged], 1),
        ([one.replace(b",", b", "), two], 1),
        ([b"\n", one], 1),
        ([b"[" * 100_000 + b"\n"], 1),
        ([b'{"organisation":' + b"9" * 5_000 + b"}\n"], 1),
    ):
        place.write_bytes(b"".join(lines))
        assert read(place, SECRET).broken == broken, lines


def test_a_line_longer_than_any_of_ours_is_not_even_looked_into(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser in C that follows it down ends the process where somebody has raised the limit of the stack."""
    tip = Tip(2**63 - 1, "f" * 128)
    append(place, SECRET, [(2**63 - 1, tip)], AT)
    assert read(place, SECRET).broken is None
    assert max(map(len, place.read_bytes().splitlines())) < checkpoints.LONGEST / 2
    monkeypatch.setattr(checkpoints.json, "loads", lambda _line: pytest.fail("it was looked into"))
    place.write_bytes(b"[" * (checkpoints.LONGEST + 1) + b"\n")
    assert read(place, SECRET).broken == 1


def test_another_key_vouches_for_nothing(place: Path) -> None:
    assert read(place, b"x" * 40) == ((), 1)
    with pytest.raises(CheckpointsBroken):
        append(place, b"x" * 40, TIPS, AT)


def test_nothing_is_added_to_a_broken_file(place: Path) -> None:
    whole = place.read_bytes().replace(b'"number":7', b'"number":8')
    place.write_bytes(whole)
    with pytest.raises(CheckpointsBroken, match="第 2 行"):
        append(place, SECRET, TIPS, AT)
    assert place.read_bytes() == whole


def test_a_line_that_a_power_cut_broke_off_is_no_tampering(place: Path) -> None:
    """At each length that the last line can have been left with."""
    whole = place.read_bytes()
    third = whole.index(b"\n", whole.index(b"\n") + 1) + 1
    for length in range(third, len(whole)):
        place.write_bytes(whole[:length])
        marks = read(place, SECRET)
        left = 3 if length == len(whole) - 1 else 2  # nothing but its end is missing
        assert (len(marks.sound), marks.broken) == (left, None), length
        append(place, SECRET, [(9, Tip(1, "dd"))], AT)
        marks = read(place, SECRET)
        assert (len(marks.sound), marks.broken) == (left + 1, None), length


def test_it_is_on_the_disk_before_anybody_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_ino))
    append(place, SECRET, TIPS, AT)
    assert synced == [place.stat().st_ino, place.parent.stat().st_ino]


def test_the_code_stands_over_everything() -> None:
    mark = Mark(1, 10, "aa", "2026", "")
    told = checkpoints._code(mark, "before", SECRET)
    others = [
        checkpoints._code(mark._replace(organisation=2), "before", SECRET),
        checkpoints._code(mark._replace(number=11), "before", SECRET),
        checkpoints._code(mark._replace(digest="ab"), "before", SECRET),
        checkpoints._code(mark._replace(at="2027"), "before", SECRET),
        checkpoints._code(mark, "other", SECRET),
        checkpoints._code(mark, "before", b"x" * 40),
    ]
    assert len({told, *others}) == 7


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "deep/audit-key"
    secret = key(place, tmp_path / "checkpoints")
    assert secret == key(place, tmp_path / "checkpoints") == place.read_bytes()
    assert len(secret) >= 40
    assert place.stat().st_mode & 0o077 == 0
    assert list(place.parent.iterdir()) == [place]


def test_a_key_that_is_gone_is_not_made_anew(place: Path) -> None:
    with pytest.raises(KeyMissing):
        key(place.with_name("audit-key"), place)
    assert not place.with_name("audit-key").exists()


def test_a_short_key_is_none(tmp_path: Path) -> None:
    (tmp_path / "audit-key").write_text("short\n")
    with pytest.raises(KeyTooShort):
        key(tmp_path / "audit-key", tmp_path / "checkpoints")


def test_of_two_first_starts_one_makes_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other finds it there although a moment ago there was none."""
    place = tmp_path / "audit-key"
    first = keys.kept(place)
    plain = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self: self != place and plain(self))
    assert keys.kept(place) == first


def test_a_line_is_plain_json(place: Path) -> None:
    told = json.loads(place.read_text().splitlines()[0])
    assert list(told) == ["organisation", "number", "digest", "at", "code"]
