"""会务，来的人：谁到会、谁在会上做什么，或只说有人开口说话。"""

from __future__ import annotations

import re

from luoshi.reading.rules.occasion import event
from luoshi.reading.text.page import Page, Place, Places, paged

# Who only says that somebody speaks, between two quotations, ends with one of these, which are no nouns (`传说。`).
_SPOKE = "说道到示言"  # before the stop
_SPEAKS = re.compile(
    "表示。|坦言。|[绍谈忆慨叹写说笑答享][到道]。|说(?<![小传演解诉述据听再来]说)(?<!的学说)。"
)
# How news names those who came, and the way in which it was held.
_CAME = paged(
    "作了?[^,。的]{0,6}(?:讲话|致辞|发言|报告|动员)。$|作了[^,。]{7,40}(?:讲话|讲座|报告)。$|畅所欲言。$"
    + "".join(f"|{came}了?[^,。、了者]{{0,8}}[。;]$" for came in ("参加", "参会", "出席", "列席", "与会"))
    + "|参与[^,。、了者]{0,4}(?:会|活动|调研|座谈|培训)[。;]$|负责同志;$|负责人;$|检察长;$|人员;$|代表;$|领导;$"
    "|负责人(?<=相关负责人|有关负责人|主要负责人)。$|以[^,。]{2,30}(?:方式|形式)(?:进行|召开|开展|举行)。$"
    "|担任评委。$|分享经验[。;]$|莅会[^,。]{0,8}指导。$|进行[^,。]{0,4}(?:鉴定|评审)。$|展开了?[^,。]{0,12}(?:讲述|分享)。$|接受[^,。]{0,12}咨询。$|发了言。$"
    "|会见了?(?=[^,。]{2,60}。$)(?![^,。]{0,60}(?:时的|讲话))|就座。$|入座。$|欢聚一堂,共|举行会谈。$|通电话。$"
)
_POST = paged("长;$|记;$|任;$|理;$|书;$|员;$|委;$")
_POSTS = re.compile(
    "(?![^;]{0,80}(?:当选|选为|担任|聘|是|要))[^。;:]{2,80}(?:[院校处部厅局科]长|书记|主任|助理|秘书|委员|常委);$"
)
# Where in the course of an occasion somebody is, or who of those present, and what one does there.
_STAGES = frozenset(
    ("随后", "最后", "接着", "会上", "会后", "会前", "现场", "活动", "仪式", "期间", "其间", "当天", "当日")
)
_AT_STAGE = re.compile(
    "(?:随后|最后|接着),?(?!是|的)|(?:会上|会后|会前|现场|活动[中上后]|活动(?:现场|期间|过程中|结束后|当天)|仪式[上后]|仪式现场|期间|其间|当[天日](?:[上下中]午|晚上?)?),|现场[^,。的了]{2,6}(?:环节|培训|会上|中),"
)
_ONE_PRESENT = re.compile(
    "(?:此外,|同时,|随后,|在[^,。]{2,20},)?(?:[^,。的了]{0,12}(?:选手们?|评委们?|嘉宾们?|学员们?|队员们|代表们|同学们|老师们|专家们|专家[组团]|一行人?)|(?:参[加会训赛]|与会)[^,。了]{0,12}[员家者导表生手们])(?![的在])"
)
_SOME_PRESENT = paged(
    "选手|评委|嘉宾|们(?<=[员表学师家]们)|专家[组团]|一行|参[加会训赛](?=[^,。了]{0,12}[员家者导表生手们])|与会"
)
_DOES = re.compile(
    "参观|观看|观摩|聆听|倾听|记录|互动|交流|提问|解答|答疑|宣读|宣誓|颁发|颁奖|合影|签订|签署|签约|座谈|前往|来到|走进|深入[^,。]{2,20}(?:基地|一线|现场|车间|田间|企业)|查看|察看|考察|调研"
    "|发言|讲解|演示|点评|体验|朗诵|演唱|表演|演奏|重温|揭牌|献花|敬献|参与其中|现场指导|技术指导|指导交流|讨论|咨询|听取|讲授|授课"
)
_RESULT = re.compile("[荣]?获得?|[0-9%亿万]|我|同比|实现|取得|建成|提[高升]了|他们是")
_FAR = 80  # characters from those present to what they do


def came(page: Page, *, essay: bool) -> Places:
    """Which sentences of news end with those who came, or with the way in which it was held? A tale only says what it was like."""
    out = _spoken(page)
    if not essay:
        out.update(page.first(_CAME, page.veil))
    for number in page.having(_POST, page.veil) if ";" in page.veil and not essay else ():
        start, end = page.starts[number], page.starts[number + 1] - 1
        if number not in out and _POSTS.match(page.veil, start, end):
            out[number] = 0, end - start
    for number in () if essay else _course(page):
        start = page.starts[number]
        if number not in out and (end := _takes_place(page.veil, start, page.starts[number + 1] - 1)):
            out[number] = 0, end - start
    for number, found in page.hits(event.EVENT, page.veil):
        start = page.starts[number]
        if number not in out and (end := event.ends_telling(page, number, found)):
            out[number] = 0, end - start
    return out


def _spoken(page: Page) -> Places:
    """Which sentences only say that somebody speaks?"""
    text = page.veil
    ends = [number for number, end in enumerate(page.starts[1:]) if text[end - 3] in _SPOKE]
    return {number: words for number in ends if (words := _speaks(page, number))}


def _speaks(page: Page, number: int) -> Place | None:
    """Find the words in which a sentence ends that only says that somebody speaks, and holds nothing of what he says."""
    start, end = page.starts[number], page.starts[number + 1] - 1
    found = _SPEAKS.search(page.veil, max(start, end - 4), end)
    closes = page.text.find("”", start, end) if found else -1
    if closes >= 0:
        opens = page.text.find("“", start, closes)
        if opens <= start or page.text.find(",", opens, closes) > 0:
            return None
    return page.place(number, found)


def _course(page: Page) -> set[int]:
    """Return the sentences that open with a stage of the occasion, or name those present."""
    stages = {
        number for number, start in enumerate(page.starts[:-1]) if page.veil[start : start + 2] in _STAGES
    }
    return stages | page.having(_SOME_PRESENT, page.veil)


def _takes_place(text: str, start: int, end: int) -> int:
    """Return where the deed ends that somebody does in the course of the occasion (`随后，船员参观了…`)."""
    if text[start] == "“":
        return 0
    who = _AT_STAGE.match(text, start, end) if text[start : start + 2] in _STAGES else None
    who = who or _ONE_PRESENT.match(text, start, end)
    deed = _DOES.search(text, who.end(), min(end, who.end() + _FAR)) if who else None
    return deed.end() if deed and not _RESULT.search(text, start, end) else 0
