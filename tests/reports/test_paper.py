"""The paper of a report: the same bytes for ever, one page, the words of the facts and no others."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from luoshi.arithmetic.lamps import Lamp
from luoshi.plans.coverage import Coverage
from luoshi.reports import paper, wording
from luoshi.reports.telling import Line, Telling
from tests import machine

D = date(2026, 11, 20)
K = datetime(2026, 11, 20, 1, 30, 5, 123456, tzinfo=UTC)
LONG = "各学院对接产业集群，共建实验室、实训基地和研发平台，" * 12


def line(code: str, lamp: Lamp, **more: Any) -> Line:
    given = {"title": "共建现代产业学院", "lead": "教务处", "claimed": 0.6, "shown": 0.6, "due": D}
    return Line(code=code, lamp=lamp, **{**given, **more})


def telling(lines: Sequence[Line] = (), unanswered: Sequence[str] = (), **more: Any) -> Telling:
    counted = Counter(one.lamp for one in lines)
    given = {
        "plan": "产教融合行动计划",
        "unit": "发展规划处",
        "on": D,
        "known": K,
        "lamps": tuple((lamp, counted[lamp]) for lamp in Lamp if counted[lamp]),
        "claimed": 0.523,
        "shown": 0.45,
        "expected": 0.6,
        "cover": Coverage(7 + len(unanswered), 5, len(unanswered), 2),
    }
    return Telling(**{**given, **more}, lines=tuple(lines), unanswered=tuple(unanswered))


USUAL = telling(
    [
        line("1-1", Lamp.DONE, claimed=1.0, shown=1.0),
        line("1-2", Lamp.OVER, title="开设微专业", claimed=0.9, shown=0.5, due=date(2026, 11, 1)),
        line("1-3", Lamp.BEHIND, title="培训教师", shown=None, claimed=None, lead=""),
        line("1-4", Lamp.WAIT, title="评估成效", due=None),
    ],
    ["学校要加强与企业的合作。", "各学院要“走出去”。"],
)
FULLEST = telling(
    [
        line(f"{n // 10 + 1}-{n % 10}", list(Lamp)[n % 7], title=LONG[:300], lead="教务处、科研处", shown=0.2)
        for n in range(200)
    ],
    [LONG] * 50,
)
UNBROKEN = telling(
    [line("W" * 20, Lamp.OVER, title="长" * 300, lead="处" * 300, shown=None) for _ in range(200)],
    ["W" * 300] * 50,
    plan="长" * 300,
    unit="单" * 300,
)
ENGLISH = telling(
    [line("1", Lamp.RISK, title="Open WWW micro-majors " * 14)] * 200, ["Words, words. " * 20] * 50
)
PAGES = {
    "usual": USUAL,
    "empty": telling(claimed=None, shown=None, expected=None),
    "fullest": FULLEST,
    "unbroken": UNBROKEN,
    "english": ENGLISH,
    **{f"{n} tasks": telling(FULLEST.lines[:n], ["要加强合作。"] * n) for n in (1, 3, 5, 8, 14, 30)},
}


def text(told: Telling) -> str:
    """Read the paper back, blocks in their order, without the line break of the title."""
    blocks = Document(BytesIO(paper.docx(told))).iter_inner_content()
    found = [
        block.text.replace("\n", "")
        if hasattr(block, "text")
        else "\n".join("|".join(cell.text for cell in row.cells) for row in block.rows)
        for block in blocks
    ]
    return "\n".join(found)


def test_it_reads_as_expected() -> None:
    assert text(USUAL).split("\n") == [
        "关于《产教融合行动计划》落实情况的报告",
        (
            "截至2026年11月20日，《产教融合行动计划》共4项任务，已办结1项、滞后1项、超期1项、未启动1项。"
            "按权重汇总，已证45%，已报52.3%，应达60%。"
        ),
        "一、各项任务",
        "编号|事项|牵头单位|结果|已报|已证|到期",
        "1-1|共建现代产业学院|教务处|已办结|100%|100%|2026年11月20日",
        "1-2|开设微专业|教务处|超期|90%|50%|2026年11月1日",
        "1-3|培训教师|—|滞后|无数据|无数据|2026年11月20日",
        "1-4|评估成效|教务处|未启动|60%|60%|无数据",
        "二、需要关注的",
        "超期1项：开设微专业（1-2，教务处，2026年11月1日到期，已证50%）。",
        "滞后1项：培训教师（1-3，已证无数据）。",
        "报而未证1项：开设微专业（1-2，教务处，已报90%，已证50%）。",
        "三、尚无人接的要求",
        "共9条要求，已接5条，搁置2条，无人接2条：",
        "“学校要加强与企业的合作。”",
        "“各学院要“走出去”。”",
        "发展规划处",
        "2026年11月20日",
        "事实截至2026年11月20日，按2026年11月20日09:30:05所知；数字可在系统中追溯",
    ]


def test_an_empty_plan_has_nothing_and_says_so() -> None:
    told = text(PAGES["empty"])
    assert "共0项任务。按权重汇总，已证无数据，已报无数据，应达无数据。" in told
    assert told.count("\n无。\n") == 2
    assert "无人接0条。" in told
    assert "见系统" not in told


def test_what_does_not_fit_is_counted() -> None:
    told = text(FULLEST)
    rows = told.count("|2026年11月20日")
    quotes = told.count("“")
    assert rows
    assert quotes
    assert f"其余{200 - rows}项见系统。" in told
    assert f"其余{50 - quotes}条见系统。" in told


def test_a_sentence_is_cut_and_never_reworded() -> None:
    quotes = [row[1:-1] for row in text(FULLEST).split("\n") if row.startswith("“")]
    for quote in quotes:
        assert quote.endswith("……")
        assert LONG.startswith(quote.removesuffix("……"))
        assert LONG[len(quote) - 2] in "，。"


@pytest.mark.parametrize(
    ("whole", "limit", "kept"),
    [
        ("加强合作。", 5, "加强合作。"),
        ("加强合作，推进建设", 8, "加强合作……"),
        ("建设学院、实验室和基地", 8, "建设学院……"),
        ("依据《教育、科技办法》，推进", 8, "依据《教育、科技……"),  # nowhere better
        ("推进，依据《教育，科技办法》", 10, "推进……"),
        ("投入12000万元", 5, "投入……"),
        ("投入1，200万元用于建设", 8, "投入……"),
        ("二十一世纪", 2, "二十……"),
    ],
)
def test_a_cut_falls_after_a_clause(whole: str, limit: int, kept: str) -> None:
    assert wording.cut(whole, limit) == kept


def test_ten_points_apart_is_claimed_but_not_shown() -> None:
    def apart(claimed: float | None, shown: float | None) -> bool:
        return "报而未证" in text(telling([line("1", Lamp.ON_TIME, claimed=claimed, shown=shown)]))

    assert apart(0.6, 0.5)  # 0.6 - 0.5 is less than 0.1 to the machine
    assert apart(0.1, None)
    assert not apart(0.59, 0.5)
    assert not apart(None, 0.5)
    assert not apart(None, None)


def test_characters_that_xml_forbids_are_dropped() -> None:
    odd = "甲\x00乙\x0b丙\ud800丁\ufffe戊\u202e\n己<&>"
    told = telling([line(odd, Lamp.OVER, title=odd, lead=odd)], [odd], plan=odd, unit=odd)
    assert "甲乙丙丁戊己<&>|甲乙丙丁戊己<&>|甲乙丙丁戊己<&>|超期" in text(told)
    assert "“甲乙丙丁戊己<&>”" in text(told)


def test_it_is_the_same_bytes() -> None:
    for told in PAGES.values():
        assert paper.docx(told) == paper.docx(told)


AGAIN = """
import sys, hashlib, django; django.setup()
from tests.reports import test_paper as t
print([hashlib.sha256(t.paper.docx(told)).hexdigest() for told in t.PAGES.values()])
"""


@pytest.mark.parametrize(("seed", "zone"), [("1", "America/New_York"), ("2", "Asia/Tokyo")])
def test_it_is_the_same_bytes_in_another_process(seed: str, zone: str) -> None:
    root = Path(__file__).parents[2]
    env = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LUOSHI_TIME_ZONE": zone,
        "DJANGO_SETTINGS_MODULE": "luoshi.site.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", AGAIN], cwd=root, env=env, capture_output=True, text=True, check=True
    )
    here = [hashlib.sha256(paper.docx(told)).hexdigest() for told in PAGES.values()]
    assert told.stdout.strip() == str(here)


def test_whoever_changes_the_paper_raises_its_version() -> None:
    with zipfile.ZipFile(BytesIO(paper.docx(USUAL))) as packed:
        parts = packed.read("word/document.xml") + packed.read("word/styles.xml")
    assert (paper.VERSION, hashlib.sha256(parts).hexdigest()[:16]) == ("1", "bc7b679bd993e9dc")


def test_the_package_holds_no_clock_and_no_code() -> None:
    with zipfile.ZipFile(BytesIO(paper.docx(FULLEST))) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist()[0] == "[Content_Types].xml"
        body = packed.read("word/document.xml").decode()
        whole = body + packed.read("word/styles.xml").decode()
    assert "Theme=" not in whole
    for forbidden in ("fldSimple", "fldChar", "instrText", "hyperlink", "paraId"):
        assert forbidden not in body
    core = Document(BytesIO(paper.docx(USUAL))).core_properties
    assert core.created.replace(tzinfo=UTC) == core.modified.replace(tzinfo=UTC) == K.replace(microsecond=0)
    assert (core.title, core.author) == ("关于《产教融合行动计划》落实情况的报告", "发展规划处")


def test_the_page_is_that_of_official_papers() -> None:
    document = Document(BytesIO(paper.docx(telling())))
    section = document.sections[0]
    sizes = section.page_width, section.page_height, section.top_margin, section.bottom_margin
    assert [round(size.mm) for size in (*sizes, section.left_margin, section.right_margin)] == [
        *(210, 297, 37, 35),
        *(28, 26),
    ]
    assert [paragraph.style.name for paragraph in document.paragraphs[:3]] == [
        "Title",
        "Body Text",
        "Heading 1",
    ]
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == pytest.approx(28.95)
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            assert run._r.rPr.rFonts.get(qn("w:eastAsia")) in {"方正小标宋简体", "黑体", "仿宋"}


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        paper.docx(telling(known=datetime(2026, 11, 20, 9)))  # noqa: DTZ001


def test_the_dates_are_those_of_beijing() -> None:
    late = telling(known=datetime(2026, 11, 19, 16, 0, 1, tzinfo=UTC) + timedelta(microseconds=9))
    assert "按2026年11月20日00:00:01所知" in text(late)


@pytest.mark.skipif(bool(machine.office()), reason=machine.office() or "LibreOffice is here")
def test_it_is_one_page_on_paper(tmp_path: Path) -> None:
    for number, told in enumerate(PAGES.values()):
        (tmp_path / f"{number}.docx").write_bytes(paper.docx(told))
    papers = sorted(map(str, tmp_path.glob("*.docx")))
    soffice = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"]
    out = ["--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*soffice, *out, *papers], check=True, capture_output=True, timeout=180)
    for number, name in enumerate(PAGES):
        told = subprocess.run(
            ["pdfinfo", tmp_path / f"{number}.pdf"], check=True, capture_output=True, text=True
        )
        assert "Pages:           1\n" in told.stdout, name
