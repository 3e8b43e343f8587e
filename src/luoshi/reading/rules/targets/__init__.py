"""指标：要达到或保持的数量（`增长5%以上`、`选派300名`），只在要求里找。

Not a target: past figures, dates, caps of benefits, counts of organisational items (`三个方面`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of, words
from luoshi.reading.records import Target, Verdict
from luoshi.reading.rules.deadlines import known_year
from luoshi.reading.rules.targets.facts import YEARS_TOLD, conditions, is_feature, passed_over, told_of
from luoshi.reading.rules.targets.figures import (
    CLAUSE,
    DIGIT,
    comparator,
    counts,
    quantities,
    unit_of,
    value_of,
)
from luoshi.reading.scene import Scene
from luoshi.reading.text.dates import whole
from luoshi.reading.text.numerals import number
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.spans import Span

_NOUN = re.compile(r"[^,、。;:()]{1,24}?(?=[,、。;:()]|$|建立|建设|开展|实施|提供|进行)|[^,、。;:()]{1,24}")
_OR = re.compile(r"\([^()]{1,10}\)[^,、。;:()]{0,20}")  # 县(市、区)全部达标
_OTHER = re.compile(r"[和及与]\d")
# Items of the paper itself; a 工程研究中心 is none of them, nor is who has something to do.
_NOT_NOUN = re.compile(
    rf"{any_of('counters')}(?!研究|技术|中心|实验|师|学院|学科|专业|项目|年度)|^(?:方面|点|年|月|中国人|人民)"
    "|^[^的]{0,8}(?:[^村机]小组|专班|(?:课题|巡[视察]|督[查导]|检查|工作|专家)组)|^[^的]{0,8}(?:新突破|专项|情形|指标)(?:$|落实|实施|[和及与])"
    "|(?:重点|关键)(?:$|任务|工作|领域|环节|方面|问题|举措|内容|专项)|[^重主需必首](?:要|应)(?![求点素害闻用])|分获"
)
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[是要])?(?:[^,。]{2,16}?[院系处部局委校省市县区团室心者所司组](?:要(?!求)|须|应当?|将|牵头|负责)(?=[^0-9]))?(?:[到至]?(?:19|20)\d\d年[底末]?之?[前内]?|在?(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日|[底末份])?之?[前内]|年底前|每(?:学?年|学期|月)|全年|年内|年底|[今明]年[底内]?|力争|确保|实现|完成|使|要|推动|将|进一步|持续|实施|选派|新增(?!就业)|其中|加快|推进|保持|努力|打造|建设|培育|引进)*"
)
_MAKES = re.compile(
    rf"(?:{any_of('imperatives')}|新增|新开|新投|新培育|发行|选派|留用|聘请|吸引|引育|选聘|招募|遴选|评选|培训|布局|做大|再|增设|招收|聘任|推出|创办|发展|治理|修复|疏解|更新|绿化|收储|上线|优化)(?:了)?$"
)
_MAKING = 1 + max(map(len, words("imperatives")))  # characters of such a word, and 了
_GREAT = re.compile(
    "[万亿]|公里$|公顷$|[处亩吨元]$|瓦$|平方米$|人次$|/[秒日]$"
)  # units of what is built, sown or spent
_FURTHER = re.compile(rf"、(?!{any_of('imperatives')}|新|若干|一批)[^,、。;:()\d]{{2,24}}(?=[,。;])")
_SHARE = re.compile("的(?:比例|比重|占比)")
_SIGNS = ("%", "‰")  # printed in more than one width
_PERSONS = frozenset("名人位支")
# A share of those who are to do or to have a thing: `90%的煤矿达到标准`, `实现100%清洁取暖`, `县级医院100%达到标准`.
_SHARE_OF = re.compile(
    "的?(?P<who>[^,、。;:()的]{2,16}?)(?:要|应|都|均)?(?:全部|基本)?(?:达到|完成|实现|建成|建立|配备|通过|纳入)"
)
_SHARES = re.compile("(?:[^,;。]{0,20}(?:确保|力争|推动|实现|做到))?(?:全[国省市区县校])?")
_REACHING = ("达到", "完成", "实现", "建成", "配备", "覆盖", "纳入", "通过")
# Behind these words stands what is to be brought to so much; what is said of whom before 的 is no part of it.
_TAKEN = re.compile("(?:将(?!由)|把|使(?!用)|原则上|对[^,。;:]{4,60}的)(?=[^,。;:的]{4})")
_SPENT = re.compile("(?:投入|投资|安排|筹措|使用)(?:[^,、。;:()]{0,15}[^,、。;:()的])?$")  # 投入125亿元办好
_STRIVE = "力争"
_OF_TASK = frozenset(("任务", "目标", "计划"))
_ACTORS = re.compile(
    "(?:学院|[教学]+单位|支部|班级?|团队|小分队|课题组|省市|区县|国家(?=[,。;(]|$)|直辖市|部门和|村民|城市(?=[,。;(]|$))"
)
_AFAR = re.compile("(?P<cmp>不低于|不少于|不高于|不超过)[^,、。;:()]{2,16}的$")  # 不低于上年支出的5%
_LEAST = re.compile(
    "(?:至少|不少于|不得少于|不低于)[^,、。;:()\\d一二两三四五六七八九十]{0,6}(?P<value>[一二两三四五六七八九十]{1,3})(?P<unit>[次场名项个篇人门期所家座支堂节件份](?<![几多余]))(?![多余几半月])(?P<noun>[^,、。;:()]{0,30})"
)
_LEAST_DO = re.compile("(?:至少|不少于|不低于)[^,、。;:()\\d]{1,8}$")  # 至少培育1个
_WITHSTANDS = re.compile(
    r"[抗抵防]御(?P<cmp>)(?P<low>)(?P<share>)(?P<value>\d{1,2})(?P<unit>级)(?P<edge>左右|及?以上)?[^,。;]{0,8}能力"
)
# Words that set a bound where nothing else stands beside the figure: `,突破2亿元`, `(最迟不超过4个小时)`.
_BOUNDS = frozenset(
    (
        "突破",
        "达到",
        "不低于",
        "不少于",
        "不得低于",
        "不得少于",
        "不超过",
        "不得超过",
        "控制在",
        "提高到",
        "提升到",
        "压缩至",
    )
)
# What is said of each member of a list, and what shows that the members are no mere list of things.
_RATE = re.compile(
    r"[率资值量例比重额入间本积模](?:要|均|都|总体|平均|分别|增长|下降|提高|较?[去上]年)*(?:达到?|不低于|不超过|增长|控制在|稳定在|保持在|提高到)?$"
)
_OWN = re.compile(r"[0-9]")
_VERB = re.compile(any_of("imperatives"))
_GROWTH = re.compile(
    "增长|增速|率|额|量|值|收入|能力|涨幅|比重|占比|面积|数|就业|投资|平均|以上|人次|项|专项|项目|成本|强度|浓度|规模|指标|时间|人数|水平$"
)


def find(scene: Scene) -> tuple[Target, ...]:
    """Find the quantities that are to be reached or kept."""
    out: list[Target] = []
    dues: dict[Span, list[str]] = {}
    until: dict[Span, int] = {}  # where the first day of a sentence stands
    for due in scene.record.deadlines:
        dues.setdefault(due.of, []).append(due.date)
        until.setdefault(due.of, due.span.start)
    for piece, rows in [*_asked(scene), *_striven(scene, until)]:
        of = scene.task(piece)
        days = dues.get(piece.span) or dues.get(of) or ()
        by = days[0] if len(days) == 1 else None
        out += [row._replace(deadline=by, of=of) for row in rows]
    return tuple(out)


def _asked(scene: Scene) -> Iterator[tuple[Piece, list[Target]]]:
    """Find what the sentences that ask set; one that opens with a year gone by sets nothing."""
    told = scene.news or is_feature(scene)
    found: list[tuple[Piece, list[Target]]] = []
    for piece, _ in scene.orders:
        text = piece.text
        rows = list(_of(scene, piece, told=told)) if DIGIT.search(text) else []
        if "至少" in text or "不少于" in text or "不低于" in text or "不得少于" in text:
            rows += _at_least(scene, piece, told=told)
        if "御" in text:
            rows += _withstood(scene, piece)
        if rows:
            found.append((piece, rows))
    ruled = conditions(scene) if found else ()
    years = {
        piece.number: whole(opened["year"])
        for piece, _ in found
        if (opened := YEARS_TOLD.match(piece.text, piece.body))
    }
    known = known_year(scene) if years else None
    for piece, rows in found:
        if piece.number not in ruled and (not known or (years.get(piece.number) or known) >= known):
            yield piece, rows


def _striven(scene: Scene, until: dict[Span, int]) -> Iterator[tuple[Piece, list[Target]]]:
    """Find what sentences that tell aim at beside: `某省加快造林,力争造林9万亩`, `规划提出,到2027年造林9万亩`."""
    strives = _STRIVE in scene.page.text
    pieces = zip(scene.pieces, scene.record.sentences, strict=True) if strives or until else ()
    for piece, sentence in pieces:
        if sentence.verdict is Verdict.ORDER:
            continue
        at = piece.text.find(_STRIVE) if strives else -1
        aim = piece.where(at, at + len(_STRIVE)).end if at >= 0 else until.get(piece.span)
        if aim is not None and (
            rows := [row for row in _of(scene, piece, told=True) if row.span.start >= aim]
        ):
            yield piece, rows


def _of(scene: Scene, piece: Piece, *, told: bool) -> Iterator[Target]:
    text = piece.text
    # What several figures are said of one by one, where the last one ends, and the word that compares them.
    each: tuple[int, int, str | None] | None = None
    for found in quantities(text):
        low = max(piece.body, found.start() - CLAUSE)
        left = _clause(text, low, found.start())
        if passed_over(piece, found, left, told=told):
            each = None
        elif afar := _AFAR.search(text, left, found.start()):
            place = (afar.start(), found.end())
            yield from _rows(scene, piece, found, place, place, afar["cmp"])
        elif not found["cmp"] and (least := _LEAST_DO.search(text, left, found.start())):
            noun = _noun(text, found.end())
            place = (found.start(), noun[1] if noun else found.end())
            yield from _rows(scene, piece, found, place, noun or (least.start(), found.start()), "至少")
        elif each and text[each[1] : found.start()] in {"、", "和", ","}:
            said = each[0], found.start()
            yield from _rows(scene, piece, found, (each[0], found.end()), said, each[2])
            each = each[0], found.end(), each[2]
        elif placed := _subject(text, left, found, told=told):
            start, end, subject = placed
            if (first := _members(text, piece.body, start, found)) < start:
                start, subject = first, (first, found.start())
            yield from _rows(scene, piece, found, (start, end), subject)
            apart = text.find("分别", start, found.start()) >= 0
            each = (start, end, found["cmp"]) if apart else None


def _clause(text: str, low: int, start: int) -> int:
    """Tell where the words before a figure begin; what stands in brackets among them is passed."""
    left = max([text.rfind(mark, low, start) for mark in ",;:。(、"]) + 1 or low
    close = text.find(")", left, start)
    if close >= 0 and (opens := text.rfind("(", low, left)) >= 0:
        left = max([text.rfind(mark, low, opens) for mark in ",;:。、"]) + 1 or low
    return left


def _at_least(scene: Scene, piece: Piece, *, told: bool) -> Iterator[Target]:
    """Read what is to be done so often at least, the number in words: `每学期至少召开两次`."""
    for found in _LEAST.finditer(piece.text):
        if (value := number(found["value"])) and not told_of(piece, found.start(), news=told):
            span = piece.where(*found.span())
            subject = scene.printed(piece, *(found.span("noun") if found["noun"] else found.span()))
            unit = scene.printed(piece, *found.span("unit"))
            yield Target(span, subject, ">=", value, unit, None, piece.span)


def _withstood(scene: Scene, piece: Piece) -> Iterator[Target]:
    """Read what is to be withstood: `抗御9级左右台风的能力`."""
    for found in _WITHSTANDS.finditer(piece.text):
        yield from _rows(scene, piece, found, found.span(), found.span())


def _subject(
    text: str, left: int, found: re.Match[str], *, told: bool
) -> tuple[int, int, tuple[int, int]] | None:
    """Find what is counted: the words before the figure, or the noun after it."""
    lead = _LEAD.match(text[left : found.start()])
    start = left + (lead.end() if lead else 0)
    start = max([start, *(taken.end() for taken in _TAKEN.finditer(text, start, found.start()))])
    noun = _noun(text, found.end())
    if noun and (part := _spent(text, left, found, noun) or _part(text, start, found, noun)):
        return part
    made = (
        start == found.start()
        or (found["cmp"] is not None and comparator(found) in {">=", ">"})
        or (not told and text.startswith("等", found.start() - 1) and not _ACTORS.match(text, found.end()))
        or _MAKES.search(text, max(start, found.start() - _MAKING), found.start()) is not None
    )
    if found["edge"] and text.startswith("的", found.end()) and not counts(unit_of(found)):
        return _worth(text, start, found)
    if noun and text[found.end()] not in "的" and (not found["edge"] or (made and counts(unit_of(found)))):
        # What is only told of is counted as well: in news a verb must make it, and persons and bodies everywhere.
        bound = told or unit_of(found) in _PERSONS or _ACTORS.match(text, found.end()) is not None
        if (
            _NOT_NOUN.search(text[slice(*noun)])
            or (found["edge"] and _SHARE.search(text, *noun))
            or not _makes(unit_of(found), made=made, bound=bound)
        ):
            return None
        return (found.start(), _listed(text, noun[1]), noun)
    if found["cmp"] in _BOUNDS or (
        start < found.start()
        and (
            made
            or _GROWTH.search(text[start : found.start()])
            or found["edge"]
            or found["cmp"]
            or counts(unit_of(found))
            or _GREAT.search(unit_of(found))
        )
    ):
        return (start, found.end(), (start, found.start() if start < found.start() else found.end()))
    return None


def _members(text: str, body: int, start: int, found: re.Match[str]) -> int:
    """Take along the members of a list of which a rate is said: `种植、收获机械化率达到50%`."""
    if start <= body or start >= found.start() or text[start - 1] != "、":
        return start
    reaches = unit_of(found) == "%" and text.startswith(_REACHING, found.end())
    rated = (found["cmp"] or found["edge"]) and _RATE.search(text, start, found.start())
    if not (reaches or rated):
        return start
    low = max(text.rfind(mark, max(body, start - CLAUSE), start) for mark in ",;:。()") + 1
    low = max(low, body)
    lead = _LEAD.match(text[low:start])
    low += lead.end() if lead else 0
    plain = not _OWN.search(text, low, start) and not _VERB.match(text, low)
    return low if plain else start


def _spent(
    text: str, left: int, found: re.Match[str], noun: tuple[int, int]
) -> tuple[int, int, tuple[int, int]] | None:
    """Find what is to be spent on a thing."""
    if found["edge"] or not unit_of(found).endswith("元") or text[noun[0]] == "的":
        return None
    spent = _SPENT.search(text, left, found.start())
    return (spent.start(), found.end(), (spent.start(), found.start())) if spent else None


def _part(
    text: str, start: int, found: re.Match[str], noun: tuple[int, int]
) -> tuple[int, int, tuple[int, int]] | None:
    """Find of whom a share is to do or to have a thing."""
    if unit_of(found) != "%":
        return None
    if _SHARES.fullmatch(text, start, found.start()):
        if part := _SHARE_OF.match(text, found.end()):
            return found.start(), part.end("who"), part.span("who")
        whole = text.endswith(("实现", "做到"), 0, found.start()) and text[noun[0]] != "的"
        return (found.start(), noun[1], noun) if whole else None
    if text.startswith(_REACHING, found.end()):
        return (start, found.end(), (start, found.start()))
    return None


def _noun(text: str, at: int) -> tuple[int, int] | None:
    """Find the noun that is counted; it ends where the next figure begins, and a note of its kinds belongs to it."""
    noun = _NOUN.match(text, at)
    if noun and (other := _OTHER.search(text, *noun.span())):
        noun = _NOUN.match(text, at, other.start())
    if not noun or noun[0] in _OF_TASK or noun[0][0] in "并且等":  # what else is to be done is not counted
        return None
    kinds = _OR.match(text, noun.end())
    return at, kinds.end() if kinds else noun.end()


def _worth(text: str, start: int, found: re.Match[str]) -> tuple[int, int, tuple[int, int]] | None:
    """Projects worth a sum are a target (等总投资五亿元以上的项目); who is above a threshold is none."""
    noun = _NOUN.match(text, found.end() + 1)
    like = text.rfind("等", start, found.start()) + 1
    return (like, noun.end(), (like, noun.end())) if noun and like and noun[0].endswith("项目") else None


def _makes(unit: str, *, made: bool, bound: bool) -> bool:
    """Tell whether a figure before a noun says how many there are to be; some are bound to a verb that makes them."""
    return (made and _GREAT.search(unit) is not None) or (counts(unit) and (made or not bound))


def _listed(text: str, end: int) -> int:
    """Take a second noun of the same figure along: `18个小区、道路改造`."""
    more = _FURTHER.match(text, end)
    return more.end() if more else end


def _rows(
    scene: Scene,
    piece: Piece,
    found: re.Match[str],
    place: tuple[int, int],
    said: tuple[int, int],
    word: str | None = None,
) -> Iterator[Target]:
    span = piece.where(*place)
    subject = scene.printed(piece, *said)
    high = value_of(found)
    low = number(found["low"][:-1].rstrip("%")) if found["low"] else None
    if high is None:
        return
    unit = unit_of(found)
    if not unit.startswith(_SIGNS):
        unit = scene.printed(piece, *found.span("unit"))
    if low is not None:
        yield Target(span, subject, ">=", low, unit, None, piece.span)
    sign = "<=" if low is not None else comparator(found, word)
    yield Target(span, subject, sign, high, unit, None, piece.span)
