"""文件页: each sentence tells why it is judged as it is; what a person says holds, and what was read stays in sight."""

from __future__ import annotations

import doctest
import gzip
import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from luoshi.documents.actions import Arrival
from luoshi.documents.models import Document
from luoshi.plans import actions
from luoshi.plans.views import reasons
from luoshi.records import actions as records
from luoshi.records.models import Sentence
from tests.queries import count
from tests.world import NOW, TODAY, World

Sign = Callable[[str], Client]
SPEECH = (
    "校长林一鸣主持会议。林一鸣强调，各学院要在2099年6月底前走访企业30家，由科研处牵头，教务处配合。"
    "安全工作是学校发展的重要基础。学校已建成12个实训基地。一批设备正在安装，各项准备工作有序展开并按计划推进。\n"
)
IN_PLACE = {"HX-Request": "true", "HX-Target": "panel"}


def received(world: World, text: str, title: str = "走访") -> Document:
    arrival = Arrival(content=text.encode(), name="走访.txt", title=title, kind="meeting", about=TODAY)
    return records.receive(world.units["office"], arrival, by=world.members["maker"], at=NOW)


def notes(page: str) -> list[list[str]]:
    """Return what each sentence of the text tells, line by line."""
    kept = re.search(r'<div id="whys" ([^>]*)>(.*?)</div>', page, re.S)
    assert kept
    rows = re.search(r'data-of="([^"]*)"', kept[1])
    assert rows
    lines, told = html.unescape(kept[2]).split("\n"), [""]
    for row in rows[1].split(","):
        told.append(row or told[-1])
    return [[lines[int(at)] for at in row.split()] for row in told[1:]]


@pytest.fixture
def document(world: World) -> Document:
    return received(world, SPEECH)


def test_a_sentence_says_why_it_is_judged_as_it_is(as_: Sign, document: Document) -> None:
    page = as_("supervisor").get(f"/documents/{document.pk}/").content.decode()
    said = notes(page)[1]
    assert said[:4] == ["要求，无人接，未复核", "判词：“要”", "规则：order", "谁说：林一鸣"]
    assert "科研处（牵头）" in next(one for one in said if one.startswith("单位："))
    assert "时限：2099-06-30" in said
    assert next(one for one in said if one.startswith("指标：")).endswith("30 家")
    assert "各学院<u>要</u>在" in page
    assert '<dd data-rule="order">有没有要求人做什么？</dd>' in page


def test_a_row_of_a_table_tells_who_and_when(as_: Sign, world: World) -> None:
    rows = "序号\t任务\t牵头单位\t配合单位\t时限\n1\t修好礼堂\t后勤处\t各学院\t2099.6.30\n2\t修好操场"
    made = received(world, rows)
    page = as_("supervisor").get(f"/documents/{made.pk}/").content.decode()
    said = notes(page)[6]
    assert said[0] == "要求，无人接，未复核"
    assert {"判词：没有，看所在的列", "单位：后勤处（牵头）、各学院（配合）", "时限：2099-06-30"} <= {*said}
    assert page.count("　<a class") == 4 + 4 + 1
    task = Sentence.everything.get(reading__document=made, number=7)
    form = as_("supervisor").get(f"/sentences/{task.pk}/draw").content.decode()
    assert 'value="2099-06-30"' in form


def test_the_words_of_a_text_stay_words(as_: Sign, world: World) -> None:
    hostile = '各学院要<落实>"要"&u;<u>要</u>。\n判词：<script>规则：x</script>，各单位应办理。\n'
    made = received(world, hostile)
    page = as_("supervisor").get(f"/documents/{made.pk}/").content.decode()
    text = page[page.index('class="doc-text"') : page.index("</article>")]
    lines = [
        html.unescape(re.sub("<[^>]*>", "", one)) for one in re.findall(r"<p[^>]*>(.*?)</p>", text, re.S)
    ]
    assert "\n".join(lines) + "\n" == hostile


def test_what_a_person_says_holds_and_what_was_read_is_told(
    as_: Sign, document: Document, world: World
) -> None:
    order = Sentence.everything.get(reading__document=document, number=2)
    office = as_("supervisor")
    before = office.get(f"/documents/{document.pk}/").context
    assert (before["count"].orders, before["reviewed"]) == (1, 0)
    records.correct(order, verdict="report", reason="", by=world.members["planner"], at=NOW, seen=0)
    answer = office.get(f"/documents/{document.pk}/?s=2")
    assert (answer.context["count"].orders, answer.context["reviewed"]) == (0, 1)
    assert notes(answer.content.decode())[1][:2] == ["情况，已复核", "原判：要求"]
    assert "原判：要求" in answer.content.decode().split('id="panel"')[1]
    assert answer.context["next_new"].number == 3


def test_the_next_without_a_word_comes_round_from_the_end(
    as_: Sign, document: Document, world: World
) -> None:
    rows = list(Sentence.everything.filter(reading__document=document))
    for row in rows[2:]:
        records.confirm(row, by=world.members["planner"], at=NOW, seen=0)
    client = as_("supervisor")
    assert client.get(f"/documents/{document.pk}/?s={len(rows)}").context["next_new"].number == 1


def test_the_panel_comes_alone_when_it_alone_is_asked_for(as_: Sign, document: Document) -> None:
    answer = as_("leader").get(f"/documents/{document.pk}/?s=3", headers=IN_PLACE)
    panel = answer.content.decode().strip()
    assert panel.startswith('<section class="side" id="panel"')
    assert "doc-text" not in panel
    assert "第 3 句" in panel
    assert "是不是在讲意义、道理、评价？" in panel
    assert "HX-Request" in answer["Vary"]


def test_a_long_report_stays_light(as_: Sign, world: World) -> None:
    """Fifteen hundred sentences: every reason is on the page, and choosing one of them brings only its panel."""
    made = received(world, "".join(f"第{number}天，{SPEECH}" for number in range(1, 297)), "长")
    client, url = as_("supervisor"), f"/documents/{made.pk}/"
    page = client.get(url).content
    print(f"{len(made.text):,} characters, {len(page):,} bytes, {len(gzip.compress(page)):,} compressed")
    assert len(made.text) > 33_000
    assert len(notes(page.decode())) >= 1_480
    assert len(page) <= 250_000
    assert len(gzip.compress(page)) <= 25_000
    assert len(client.get(f"{url}?s=500", headers=IN_PLACE).content) <= 4_000
    assert count(client, url) <= 20


def test_a_list_beside_a_long_text_has_an_end_and_says_so(as_: Sign, world: World) -> None:
    made = received(world, "各学院要签订责任书。\n" * 45, "多")
    page = as_("supervisor").get(f"/documents/{made.pk}/").content.decode()
    assert page.count('<span class="code">') == 30
    assert "其余 15 条在正文里标出" in page
    assert page.count('class="s s-open') == 45


def test_words_are_found_in_the_text(as_: Sign, document: Document) -> None:
    office, page = as_("supervisor"), f"/documents/{document.pk}/"
    found = office.get(f"{page}?q=实训基地")
    assert [mark.number for mark in found.context["hits"]] == [4]
    assert "含“实训基地”的" in found.content.decode()
    none = office.get(page + "?q=<没有>").content.decode()
    assert "没有句子含这几个字" in none
    assert "<没有>" not in none


def test_owner_and_day_are_settled_where_the_order_stands(
    as_: Sign, document: Document, world: World
) -> None:
    office, page = as_("supervisor"), f"/documents/{document.pk}/?s=2"
    order = Sentence.everything.get(reading__document=document, number=2)
    draw = f"/sentences/{order.pk}/draw"
    shown = office.get(page).content.decode()
    assert f'href="{draw}?at=lead" data-key="o"' in shown
    assert f'href="{draw}?at=due" data-key="d"' in shown
    assert re.search(r'<input[^>]* autofocus[^>]* id="id_due"', office.get(f"{draw}?at=due").content.decode())
    actions.answer(order, world.places["own"].item, by=world.members["supervisor"], at=NOW)
    changed = office.get(page).content.decode()
    assert re.search(r'href="/items/\d+/[a-z]+\?what=owners" data-key="o"', changed)
    assert 'data-key="o"' not in as_("leader").get(page).content.decode()


def test_a_long_text_says_a_day_once_in_what_was_read(as_: Sign, world: World) -> None:
    made = received(world, "各学院要在2099年6月底前签订责任书。\n" * 5, "同")
    record = as_("supervisor").get(f"/documents/{made.pk}/").context["record"]
    assert [one["date"] for one in record["deadlines"]] == ["2099-06-30"]


def test_what_stands_at_the_edge_of_a_sentence_is_its_own() -> None:
    rows = [
        Sentence(number=1, start=0, end=4, words="甲要办。"),
        Sentence(number=2, start=4, end=8, words="乙要办。"),
    ]
    record = {
        "sentences": [{"why": {"words": [[1, 2], [1, 2]]}}, {"why": {"words": [[5, 6], [0, 9]]}}],
        "deadlines": [{"span": [4, 6], "date": "2099-01-01"}, {"span": [3, 6], "date": "across"}],
        "owners": [{"span": [0, 1], "of": [4, 8], "unit": "乙", "role": "duty"}],
    }
    first, second = reasons.findings(record, rows)
    assert (first.cues, second.cues) == (((1, 2),), ((1, 2),))
    assert [one["date"] for one in second.deadlines] == ["2099-01-01"]
    assert (first.deadlines, first.owners) == ([], [])
    assert [one["unit"] for one in second.owners] == ["乙"]


def test_examples_are_true() -> None:
    done = doctest.testmod(reasons)
    assert done.attempted
    assert not done.failed
