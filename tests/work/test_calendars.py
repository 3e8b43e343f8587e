"""工作日历: an organisation's days as somebody has read them in, as known at a time; none is guessed."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.arithmetic.workdays import Calendar, read_calendar
from luoshi.audit.models import Entry
from luoshi.work import calendars
from luoshi.work.errors import Foreign
from luoshi.work.models import Day
from tests.work.scene import START, Scene, at, build

LINES = "2026-05-01,休,劳动节\n2026-05-04,休,劳动节\n2026-05-09,班,劳动节\n"


def kept(scene: Scene, text: str, day: date = START) -> int:
    by, organisation = scene.people[2], scene.root.organisation
    return calendars.keep_days(organisation, read_calendar(text), source="国办通知", by=by, at=at(day))


def test_without_days_only_weekends_are_known(scene: Scene) -> None:
    assert calendars.calendar(scene.root.organisation) == Calendar()


def test_what_was_read_in_is_what_counts_in_this_organisation(scene: Scene) -> None:
    assert kept(scene, LINES) == 3
    found = calendars.calendar(scene.root.organisation)
    assert found == read_calendar(LINES)
    assert found.certain(date(2026, 1, 1), date(2026, 12, 31))
    assert calendars.calendar(build("戊大学").root.organisation) == Calendar()
    row = Day.everything.first()
    assert (row.source, row.by, str(row)) == ("国办通知", scene.people[2], "2026-05-01 休")


def test_a_year_read_in_again_holds_as_it_is_then_and_the_past_stays(scene: Scene) -> None:
    kept(scene, LINES + "2027-01-01,休\n")
    assert kept(scene, LINES, date(2026, 4, 1)) == 0  # nothing new, and another year is left alone
    corrected = "2026-05-01,休\n2026-05-05,休\n2026-05-09,班\n"
    assert kept(scene, corrected, date(2026, 4, 2)) == 2
    now = calendars.calendar(scene.root.organisation)
    assert [now.works(date(2026, 5, day)) for day in (1, 4, 5, 9)] == [False, True, False, True]
    assert not now.works(date(2027, 1, 1))
    then = calendars.calendar(scene.root.organisation, at(date(2026, 4, 1)))
    assert then == read_calendar(LINES + "2027-01-01,休\n")
    assert calendars.calendar(scene.root.organisation, at(START, 8)) == Calendar()
    # A working day of a weekend that is one no more is a weekend again.
    kept(scene, "2026-05-01,休\n", date(2026, 4, 3))
    last = calendars.calendar(scene.root.organisation)
    assert [last.works(date(2026, 5, day)) for day in (1, 5, 9)] == [False, True, False]


def test_a_calendar_is_one_query(scene: Scene) -> None:
    kept(scene, LINES)
    with CaptureQueriesContext(connection) as queries:
        calendars.calendar(scene.root.organisation)
    assert len(queries) == 1


def test_another_organisations_member_is_refused(scene: Scene) -> None:
    other = build("戊大学")
    with pytest.raises(Foreign):
        calendars.keep_days(
            scene.root.organisation, read_calendar(LINES), source="x", by=other.people[0], at=at(START)
        )
    assert not Day.everything.exists()


def test_it_leaves_its_entry(scene: Scene) -> None:
    kept(scene, LINES)
    entry = Entry.everything.filter(organisation=scene.root.organisation_id).last()
    detail = json.loads(entry.detail)
    assert (entry.deed, entry.by, detail["source"]) == ("work.keep_days", scene.people[2].pk, "国办通知")
    assert detail["days"]["on"] == ["2026-05-09"]


# The command


def run(path: Path, by: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("calendar", str(path), by=by, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_command_reads_a_file_in_whatever_code_an_office_saves_it(
    scene: Scene, tmp_path: Path, code: str
) -> None:
    file = tmp_path / "2026.csv"
    file.write_bytes(LINES.encode(code))
    said = run(file, scene.people[2].login)
    assert said == "丙大学：2026 年工作日历，变动 3 天。\n"
    assert calendars.calendar(scene.root.organisation) == read_calendar(LINES)
    row = Day.everything.first()
    assert (row.source, row.known_at <= timezone.now()) == ("2026.csv", True)
    assert run(file, scene.people[2].login, source="国办发明电") == "丙大学：2026 年工作日历，变动 0 天。\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("日期,类别\n" + LINES, "日历第1行读不懂：日期,类别。每行写“2026-01-01,休”或“2026-01-04,班”"),
        (LINES + "2026-02-30,休", "日历第4行读不懂：2026-02-30,休"),
        (LINES + "2026-05-09,休", "2026-05-09 既列为放假又列为调休上班"),
        ("2026-05-07,班", "2026-05-07 不是周末，不能列为调休上班"),
        ("# 只有说明\n", "日历里没有一天"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_file(
    scene: Scene, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(CommandError, match=said):
        run(file, scene.people[2].login)
    assert not Day.everything.exists()


def test_the_command_says_whom_or_what_it_does_not_find(scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有工号为“谁”的在用人员"):
        run(tmp_path / "x.csv", "谁")
    with pytest.raises(CommandError, match="读不到文件"):
        run(tmp_path / "x.csv", scene.people[2].login)
