"""One thread through all stages, walked by four people: from the file to the page of paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as Paper
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
TEXT = """学校召开校地合作工作会
11月5日下午，学校召开校地合作工作会。校长陆怀瑾主持会议并讲话。
陆怀瑾强调，一是要摸清需求，材料与冶金学院要在2099年12月31日前走访企业30家。二是要用好平台，各学院要开放大型仪器。
大家要再接再厉。
"""


def walk(visit: Callable[..., Visit], tmp_path: Path, *, script: bool) -> None:
    title = f"校地合作工作会{'' if script else '二'}"
    text = TEXT if script else TEXT.replace("30家", "40家")

    office = visit("ducha", script=script)
    receive(office, tmp_path, title, text)
    judge(office)
    item = draw(office, title)

    reporter = visit("cailiao", script=script)
    report(reporter, item, tmp_path)

    head = visit("cailiaoyz", script=script)
    sign(head, item)

    verify(office, item)

    leader = visit("xiaozhang", script=script)
    expect(leader.page.locator("main")).to_contain_text("项任务")
    leader.go("/plans/")
    leader.page.get_by_role("link", name=re.compile("三年行动计划")).click()
    row = leader.page.get_by_role("row", name=re.compile(item))
    expect(row).to_contain_text("报 40%")
    expect(row).to_contain_text("证 30%")

    tell(office, item)


def receive(office: Visit, tmp_path: Path, title: str, text: str) -> None:
    office.go("/documents/")
    office.page.get_by_role("link", name="收文", exact=True).click()
    file = tmp_path / "会议.txt"
    file.write_text(text, "utf-8")
    office.page.get_by_label("文件", exact=True).set_input_files(file)
    office.page.get_by_label(re.compile("^标题")).fill(title)
    office.page.get_by_role("button", name="收文并读取").click()
    expect(office.page.get_by_role("heading", level=1)).to_have_text(title)
    expect(office.page.locator(".doc-text")).to_contain_text("一是要摸清需求")


def judge(office: Visit) -> None:
    page = office.page
    choose(office, "摸清需求")
    page.get_by_role("button", name=re.compile("认可")).click()
    expect(page.locator("#panel")).to_contain_text("认可")

    choose(office, "再接再厉")
    page.get_by_role("link", name=re.compile("更正")).click()
    page.get_by_role("button", name=re.compile("^要求")).click()
    # The page goes on to another sentence by itself; until it has, the old one still looks chosen.
    expect(page.locator(".doc-text a.is-here")).not_to_contain_text("再接再厉")
    choose(office, "再接再厉")
    page.get_by_role("link", name=re.compile("搁置"), exact=False).and_(page.locator(".acts a")).click()
    page.get_by_role("button", name="搁置这一句").click()
    expect(page.locator("main")).to_contain_text("搁置须写明理由")
    page.get_by_label("理由").fill("号召，没有可办的事")
    page.get_by_role("button", name="搁置这一句").click()
    expect(page.locator(".doc-text .s-aside")).to_contain_text("再接再厉")


def choose(office: Visit, words: str) -> None:
    office.page.locator(".doc-text a.s", has_text=words).click()
    expect(office.page.locator(".doc-text a.is-here")).to_contain_text(words)


def draw(office: Visit, title: str) -> str:
    page, item = office.page, f"走访企业（{title}）"
    choose(office, "摸清需求")
    page.get_by_role("link", name=re.compile("立为计划事项")).click()
    page.get_by_label("事项", exact=True).fill(item)
    page.get_by_label("列入").select_option(
        label=page.get_by_label("列入").locator("option").nth(1).inner_text()
    )
    page.get_by_label("牵头单位").select_option(label="材料与冶金学院")
    page.get_by_label("到期").fill("2001-01-01")
    page.get_by_role("button", name="立项").click()
    expect(page.locator("main")).to_contain_text("到期日不能早于开始日")
    expect(page.get_by_label("事项", exact=True)).to_have_value(item)
    starts = page.get_by_label("开始").input_value()
    page.get_by_label("到期").fill(f"{int(starts[:4]) + 1}{starts[4:]}".replace("-02-29", "-02-28"))
    page.get_by_role("button", name="立项").click()
    expect(page.locator(".doc-text .s-answered")).to_contain_text("摸清需求")
    page.locator("#panel").get_by_role("link", name=re.compile("走访企业")).click()
    expect(page.locator("blockquote")).to_contain_text("一是要摸清需求")
    return item


def report(reporter: Visit, item: str, tmp_path: Path) -> None:
    page = reporter.page
    page.get_by_role("link", name=re.compile(re.escape(item))).click()
    page.get_by_label("累计完成").fill("40")
    page.get_by_label("进展").fill("走访 12 家。")
    proof = tmp_path / "走访登记.txt"
    proof.write_text(f"走访登记 12 家：{item}", "utf-8")  # one piece is not accepted twice without a reason
    page.get_by_label(re.compile("^佐证 ?")).first.set_input_files(proof)
    page.get_by_label(re.compile("佐证说明什么")).fill("走访登记表")
    page.get_by_role("button", name=re.compile("提交")).click()
    expect(page.locator("main")).to_contain_text("待审签")


def sign(head: Visit, item: str) -> None:
    head.page.get_by_role("link", name=re.compile(re.escape(item))).click()
    agree = head.page.get_by_role("button", name=re.compile("同意"))
    # The answer must have come: the words alone may stand on the page before, and none while pages change.
    with head.page.expect_response(lambda answer: answer.request.method == "POST"):
        agree.click()
    expect(agree).to_have_count(0)
    expect(head.page.locator("main")).to_contain_text("待核实")


def verify(office: Visit, item: str) -> None:
    page = office.page
    office.go("/")
    page.get_by_role("link", name=re.compile(re.escape(item))).click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="走访登记表", exact=True).click()
    assert Path(saved.value.path()).read_text("utf-8") == f"走访登记 12 家：{item}"
    page.get_by_label("采信", exact=True).check()
    page.get_by_label("已证进度").fill("30")
    page.get_by_role("button", name="核实", exact=True).click()
    expect(page.locator("main")).to_contain_text("已核实")


def tell(office: Visit, item: str) -> None:
    page = office.page
    office.go("/reports/")
    page.get_by_role("button", name=re.compile("冻结")).first.click()
    expect(page.locator("main")).to_contain_text(item)
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("docx")).click()
    paper = Paper(io.BytesIO(Path(saved.value.path()).read_bytes()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert any(item in text for text in cells)
    assert "40%" in cells
    assert "30%" in cells


def test_the_thread_is_walked_by_four_people(visit: Callable[..., Visit], tmp_path: Path) -> None:
    walk(visit, tmp_path, script=True)


def test_the_thread_is_walked_without_javascript(visit: Callable[..., Visit], tmp_path: Path) -> None:
    walk(visit, tmp_path, script=False)
