"""Of a web page the article is read, whatever stands around it and whatever is wrong with its tags."""

import time

import pytest

from luoshi.intake import LIMITS, Outcome, extract
from luoshi.intake.child import read

A, B, C = "各学院要抓好落实。", "年底前报送总结。", "办公室每月督查一次。"
FRAME = "<nav><a>首页</a></nav><div class=side><a href=x>相关新闻标题</a><p>来源：本站</p></div>{}<footer>版权所有。</footer>"


def text_of(page: str) -> str:
    return extract(f"<!DOCTYPE html>{page}".encode(), "a.html").text


PAGES = {
    "paragraphs, headings and items": (f"<h2>一、要求</h2><p>{A}<p>{B}</p><ul><li>甲<li>乙</ul><ol><li>丙</ol>", f"一、要求\n{A}\n{B}\n甲\n乙\n丙"),
    "breaks and blanks": (f"<p>　　{A}<br>\n  &emsp;{B} &nbsp;</p>\n\n<p>&nbsp;</p>", f"{A}\n{B}"),
    "what stands in the line stays in it": ("<p>到<b>2027</b>年<span>底</span>前<a href=x>完成</a>。</p>", "到2027年底前完成。"),
    "entities": ("<p>&lt;p&gt; &#20013;&#x6587;&hellip; &amp;lt; &nosuch; &#99999999999; &#xD800;。", "<p> 中文… &lt; &nosuch; &#99999999999; \ufffd。"),
    "what is no text": (f"<head><title>题</title><style>p</style></head><script>if (a</b) '</p>'</script><p>{A}<!-- 注 --><noscript>请</noscript><iframe>框</iframe><svg><text>图</text></svg><select><option>选</select><button>按</button>", A),
    "what stands around": (FRAME.format(f"<div><p>{A}</p><p>{B}</p></div>") + "<aside>广告。</aside>", f"{A}\n{B}"),
    "a phonetic guide": ("<p><ruby>字<rp>(</rp><rt>zì</rt><rp>)</rp></ruby>要写对。</p>", "字要写对。"),
    "a table is rows of cells": ("<table><tr><th>任务</th><th>牵头<br>单位</th></tr><tr><td>一</td><td></td><td>教务处</td></tr></table>", "任务\t牵头 单位\n一\t\t教务处"),
    "merged cells keep their columns": ("<table><tr><td colspan=2>甲</td><td rowspan='2'>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>", "甲\t\t乙\n丙\t丁\t"),
    "merged owners and days are said in each row": (
        "<table><tr><th>任务</th><th>牵头单位</th><th>时限</th></tr><tr><td>一</td><td rowspan=3>教务处</td><td rowspan=\"2\">6月</td></tr><tr><td>二</td></tr><tr><td>三</td><td>7月</td></tr></table>",
        "任务\t牵头单位\t时限\n一\t教务处\t6月\n二\t教务处\t6月\n三\t教务处\t7月",
    ),
    "a cell that claims too much": ("<table><tr><td colspan=99999 rowspan=0>甲</td><td>乙</td></tr></table>", "甲" + "\t" * 63 + "乙"),
    "a table never closed": ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁", "甲\t乙\n丙\t丁"),
    "a cell without a row": ("<table><td>甲<td>乙</table>", "甲\t乙"),
    "a nested table is not lost": ("<table><tr><td>外<table><tr><td>内一</td><td>内二</td></tr></table></td><td>右</td></tr></table>", "外 内一 内二\t右"),
    "a table that frames the page": (f"<table><tr><td><a>左栏</a></td><td>{f'<p>{A}</p>' * 5}</td></tr></table>", "\n".join([A] * 5)),
    "preformatted lines": (f"<pre>{A}\n  {B}</pre>", f"{A}\n{B}"),
    "the headline outside": (f"<h1><a>某大学</a></h1><div><h1>会议<i>召开</i></h1><div>时间</div></div><div><p>{A}</p><p>{B}</p></div>", f"会议召开\n{A}\n{B}"),
    "the headline inside": (f"<h1>某大学</h1><article><h1>会议召开</h1><p>{A}</p></article>", f"会议召开\n{A}"),
    "the article that the page names": (f"<main><p>{C}</p><article><p>{A}</p><p>{B}</p></article></main>", f"{A}\n{B}"),
    "an article that is but a teaser": (f"<article>{C}</article><div><p>{A * 3}</p><p>{B}</p></div>", f"{A * 3}\n{B}"),
    "the main part": (f"<div>{C}</div><main><p>{A}</p><p>{B}</p></main>", f"{A}\n{B}"),
    "every paragraph in a box of its own": (f"<div><div><p>{A}</p></div><div><p>{B}</p></div><div><p>{C}</p></div></div>", f"{A}\n{B}\n{C}"),
    "a table after one sentence": (f"<div><p>{A}</p></div><table><tr><td>任务若干项目</td><td>教务处牵头</td></tr></table>", f"{A}\n任务若干项目\t教务处牵头"),
    "a form around the page": (f"<form><input><div><p>{A}</p></div></form>", A),
    "a form beside the page": (f"<div><p>{A}</p><form><label>留言</label></form><p>{B}</p></div>", f"{A}\n{B}"),
    "no full stop anywhere": ("<p>通知</p><div>甲</div>", "通知\n甲"),
    "a quotation mark astray": (f'<p class="a"">{A}<p title=a"b>“{B}”', f"{A}\n“{B}”"),
    "a sign that opens nothing": ("<p>a < b <3。</p 年><p>二。", "a < b <3。\n二。"),
    "an end without a start": (f"</div></td><p>{A}</section></p>{B}", f"{A}\n{B}"),
    "an end that is not its own": (f"<div><table><tr><td>甲</div>乙<td>丙</table><p>{A}</p></div>", f"甲乙\t丙\n{A}".replace("甲乙", "甲 乙")),
    "a navigation that a cell never left": (f"<nav><table><tr><td>导航</nav><p>{A}</p>", A),
    "odd declarations": (f"<?php x ?><![if !list]>{A}<![endif]><!--> {B}<!---->", f"{A} {B}"),
}  # fmt: skip


@pytest.mark.parametrize("case", PAGES)
def test_what_is_read(case: str) -> None:
    page, text = PAGES[case]
    assert text_of(page) == text


PAGE = f"<html><head>{{}}<title>{A}</title></head><p>{A * 3}</p>"


@pytest.mark.parametrize(
    ("meta", "codec", "encoding"),
    [
        ("<meta charset=gb2312>", "gb18030", "gb18030"),
        ('<META http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030", "gb18030"),
        ("", "gb18030", "gb18030"),
        ("<meta charset='gb2312'>", "utf-8", "utf-8"),
        ("<meta charset='utf-8'>", "gb18030", "gb18030"),
        ("<meta charset='iso-8859-1'>", "utf-8", "utf-8"),
        ("<meta charset='gb2312'>", "utf-16", "utf-16"),
        ("<meta charset='gb2312'>", "utf-8-sig", "utf-8"),
    ],
)
def test_the_encoding_is_told_by_mark_then_page_then_look(meta: str, codec: str, encoding: str) -> None:
    found = extract(PAGE.format(meta).encode(codec), "a.html")
    assert (found.text, found.encoding) == (A * 3, encoding)


def test_what_the_page_says_of_itself_decides_between_two() -> None:
    page = "<html><meta charset=big5><p>臺北市政府教育局函。"
    assert extract(page.encode("cp950"), "a.html").encoding == "big5"


def test_a_long_script_does_not_hide_the_encoding() -> None:
    page = f"<html><script>{'x' * 200_000}</script><p>{A}"
    assert extract(page.encode("gb18030"), "a.html").text == A


HOSTILE = {
    "deep": "<div>" * 100_000 + A + "</div>" * 100_000,
    "deep cells": "<table><tr><td>" * 100_000 + A,
    "deep lists": "<ul><li>" * 100_000 + A,
    "cells that hang down": "<table><tr>"
    + "<td rowspan=9999>" * 100_000
    + "<tr><td>" * 50_000
    + "</table>"
    + A,
    "cells as wide as can be": f"<table>{'<tr><td colspan=99><td colspan=99>x' * 10_000}</table>{A}",
    "spans never said": f"<table><tr><td {'colspan' * 500_000}>{A}</table>",
    "left out and never closed": A + "<nav>" * 300_000,
    "ends that find nothing": "<section><table><tr><td>" + "<div>" * 100_000 + "</section>" * 300_000 + A,
    "comments never closed": A + "<!--" * 900_000,
    "tags never closed": A + "<a " * 900_000,
    "quotations never closed": A + '<a b="' * 900_000,
    "scripts never closed": A + "<script>" * 900_000,
    "declarations never closed": A + "<![" * 900_000,
    "signs alone": "<" * 900_000 + A,
    "a huge attribute": f"<p title='{'x' * 5_000_000}'>{A}",
    "a million attributes": f"<p {'a=b ' * 1_000_000}>{A}",
    "a million equals signs": f"<p {'=' * 1_000_000}>{A}",
    "a million ampersands": "&" * 1_000_000 + A,
    "a number without end": f"&#{'9' * 1_000_000};&#x{'f' * 1_000_000};{A}",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_page_costs_as_much_as_it_is_long(case: str) -> None:
    page = f"<html>{HOSTILE[case]}".encode()
    began = time.process_time()
    found = read(page, LIMITS)
    assert found.outcome is Outcome.TEXT and A in found.text
    assert time.process_time() - began < 8


def test_twice_the_page_costs_no_more_than_twice_the_time() -> None:
    def spent(times: int) -> float:
        began = time.process_time()
        read(b"<html>" + b"<section><div><td>" * times + b"</section></p>" * times, LIMITS)
        return time.process_time() - began

    assert min(spent(40_000) for _ in range(3)) < 4 * min(spent(20_000) for _ in range(3))
