"""依据：作为根据的文件、会议精神、重要讲话、规划方案，各记其首见之处。

Not a basis: a bare `决策部署`, schools of thought, the present meeting or document itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of, opening
from luoshi.reading.outline import Piece
from luoshi.reading.page import paged
from luoshi.reading.records import Basis, Verdict
from luoshi.reading.scene import Scene

# What names a paper, a meeting or a speech; and what does so only if it is told whose it is.
_STRONG = (
    "精神|讲话(?!要求)|论述|指示批示|重要指示(?!批示)|重要批示|指示(?<=”指示)|决策部署|部署安排|部署要求|部署(?<=会部署)|部署(?<=要点部署)|各项部署|重要决策|新精神新要求|新战略新举措|工作要点(?!部署)|回信|序言(?<=作序言)"
    "|规划(?<!的规划)(?<![业涯议人]规划)(?!、建设)|方案(?<!的方案)(?<![决术修计疗学育]方案)|纲要|清单|行动计划|年计划|年度计划|实施计划|报告(?<=[大会作]报告)(?:的?部署要求)?|工作会(?!议)"
    "|法(?<![办方做本立执司无依])(?=的?(?:有关|相关)?规定)"
)
_WEAK = "要求(?<!新要求)(?!及)|部署|标准(?!有关|的)|规定(?!及)|意见|决定(?!性)|办法|条例|细则|任务(?<![本要标点]任务)(?!清单)"
_ENDS = paged(
    "精神|讲话|论述|批示|指示|部署|要求|要点|规划|方案|报告|计划|工作会|回信|纲要|清单|标准|规定|意见|决定|决策|办法|条例|细则|任务"
)
_GROUND = paged(
    rf"(?P<verb>{opening('grounds')})(?!握|关|(?<=体现)在|(?<=宣讲)[团员会队活])(?:了|好|到)?(?P<rest>[^,。;:!?()]{{2,120}})"
)
# What only lifts the eyes to something (以…为题) is no ground: it must be what one goes by.
_AS_GUIDE = "为(?:根本|重要|行动|基本)?(?:指导|指引|引领|统领|遵循|依据|根据|抓手|准绳|准则|纲领|指南|契机)"
_GUIDED = paged(_AS_GUIDE)  # few sentences have it, and it is sooner found than what may stand before it
_BY = paged(rf"(?<!持之)以(?P<rest>[^,。;:!?()]{{2,80}}?)(?=等?{_AS_GUIDE})")
# Who only studies something is told of it, and does nothing on the ground of it.
_STUDY = re.compile("(?:深入)?(?:学习|领会|领悟|学习领会)")
_EFFECT = re.compile("贯彻|落实")
_CARRIED = ("方案", "规划", "纲要")  # what is carried out by name; programmes are work themselves
_PURPOSE = re.compile("为[^,。;]{0,8}$")
_PART = re.compile(
    rf".{{2,80}}?(?:{_STRONG}|(?P<weak>{_WEAK}))(?:和(?:重要)?指示批示精神|精神|(?<!精神)(?<!举措)和[^、]{{1,8}}?(?:精神|清单))?”?(?![修编制会学]|精神)"
)
_ISSUED = re.compile(
    r"党中央|国务院|中央|^学校|^我校|[省市县区校]委|\w部(?![门署分属])|厅|局|大会|会议|讲话|书记|主席|总理|党的.{2,4}大|标准有关|政策有关|关于"
)
# Whose words they are, and on what: that is a ground wherever it stands.
_WORDS = paged(
    "总书记[^,。;《》]{0,4}(?:关于|在|给)[^,。;《》]{2,36}?(?:论述|的重要讲话|的重要回信|所作报告|回信(?=精神))(?:精神)?(?!研讨|会)"
    "|党(?<=在党)的[一二三四五六七八九十]{2,3}大报告(?=中)"
)
# What is put into effect may stand before the word for it: 推动…方案落实落地.
_PUT = paged(
    "(?:推动|推进|加快|确保|抓好|做好)(?P<rest>[^,。;:!?()]{2,60}?)(?:落实|落地|见效|学习宣传贯彻|的?贯彻)"
)
_WORK = re.compile("(?:改革|重点|各项)?(?:任务|举措|要求|目标)?")
# A list of papers may go on behind a comma.
_MORE = paged(
    ",(?:(?<=方案,)|(?<=计划,)|(?<=规划,)|以及|特别是)(?P<rest>[^,。;:!?()的]{4,28}(?:方案|行动计划|规划|精神|重要决策))(?=[,。;])"
)
_INNER = re.compile(
    "^.*(?:学习贯彻|贯彻落实|贯彻|落实|作为|结合|围绕|统一到|思想和|思想、|出台的|印发的|如何推动|摆进|融进|促进(?=[党习省市中学])|凝聚到|——|□建设和(?=□|学校|教育))好?"
)
_TITLED = "《[^《》]{1,90}》(?:精神)?(?!杂志)"
_PRINTED = "(?:《[^《》]{1,12}》杂志[^,。;《》]{0,20})?"  # where the words of a leader have come out
_TITLE = paged(
    rf"(?:根据|按照|落实|遵循|遵照|依据|依照|贯彻|对照|结合|执行|传达学习|中央印发|国务院印发|把(?=[^,。;《》]{{0,12}}《))"
    rf"[^,。;《》]{{0,44}}{_PRINTED}(?P<title>{_TITLED})"
    rf"|以[^,。;《》]{{0,20}}(?P<by>{_TITLED})(?=等?{_AS_GUIDE})"
    rf"|(?:依托|对标|领会)[^,。;《》]{{0,4}}(?P<leant>{_TITLED})"
    "|(?P<preface>为《[^《》]{1,30}》所作的?序言)"
    rf"|(?<!适用)(?P<put>{_TITLED})(?:(?<=精神)|(?:的|有关|相关|等){{0,2}}(?:要求|规定)|学习宣传贯彻|贯彻落实|落实落地)"
)
_OF_MANY = ("title", "leant")
# Further titles of the same list, each with its number in brackets or without.
_NEXT = re.compile(
    rf"(?:\([^()]{{1,20}}\))?(?:的?(?:有关|相关)?要求(?=[和及以]))?(?:(?:、|以及|和|及)(?:[^,。;《》、]{{1,14}}(?<!杂志)(?=《))?)?(?P<title>{_TITLED})"
)
_GENERIC = re.compile(any_of("generic"))
_OWN = re.compile(
    "^(?:本|此次|这次|本次|该|下一步|制定|形成|思想|项目|工作方案|发扬|和发扬|推进|加强|完善|服务|带着|对(?!外)|推动|设计|分析|给出|传承|握|这个|自身|自己|参观|每)"
)
_SPIRIT = re.compile(
    "(?:[会示话述件知见定议告批署则》”]|[一二三四五六七八九十]大|[回来贺]信)(?:核心|主旨|重要|的)?精神"
)
_MEETS = re.compile("会议?$|中$|[一二三四五六七八九十]大$")
_QUOTED = re.compile("“[^“”]*(?<!方案)(?<!规划)(?<!计划)”(?:精神)?")
_MIXED = re.compile("《|制[定订](?!的)|进行|层面|为题|思考|做会议|^、|^同")
# Two meetings or papers that stand alone, joined: `学校工作会议和“十四五”发展规划`.
_TWO = re.compile(r"[^、和]{5,40}(?:会议|大会|党代会)(?P<join>和)(?![^和]*精神$)(?=[^和]{6,})")
_LEAD = re.compile(rf"^(?:{any_of('grounds')}|了|好|和|以及|及|关于学习)*")


def find(scene: Scene) -> tuple[Basis, ...]:
    """Find what is named as ground, each at its first place."""
    rows: dict[str, Basis] = {}
    page = scene.page
    titled = page.holding(page.text, "《")
    named = {number for number in titled if page.within(_TITLE, page.text, number)}
    grounds = page.having(_GROUND, page.veil) | page.having(_GUIDED, page.veil) | page.having(_PUT, page.veil)
    words = page.having(_WORDS, page.veil) if "总书记" in page.text or "大报告" in page.text else set()
    for number in sorted(named | words | (grounds & page.having(_ENDS, page.text))):
        piece = scene.pieces[number]
        asks = scene.record.sentences[number].verdict is Verdict.ORDER
        done = 0
        for start, end in sorted(_places(piece, asks=asks), key=lambda place: (place[0], -place[1])):
            if start < done:
                continue  # a part of what is found already
            done = end
            span = piece.where(start, end)
            name = piece.text[start:end]
            core = name.removesuffix("精神")
            if not any(_same(core, other) for other in rows):
                rows[core] = Basis(span, span.of(scene.source))
    return tuple(rows.values())


def _same(name: str, other: str) -> bool:
    """Tell whether a name has been named: in full, or as the first of two that share a word."""
    return (
        other.endswith(name)
        or name.endswith(other)
        or (other.startswith(name) and other[len(name)] in "和及、")
    )


def _places(piece: Piece, *, asks: bool) -> Iterator[tuple[int, int]]:
    text, veil = piece.text, piece.veil
    if "《" in text:
        yield from _titles(text)
    for found in _GROUND.finditer(veil):
        if asks or not _only_studied(veil, found):
            places = _named(piece, *found.span("rest"))
            does = found["verb"].endswith("实施")
            yield from (place for place in places if not does or text.endswith(_CARRIED, *place))
    for found in _BY.finditer(veil) if _GUIDED.search(veil) else ():
        yield from _named(piece, *found.span("rest"))
    for found in _MORE.finditer(veil) if "," in text else ():
        yield from _named(piece, *found.span("rest"))
    if "落" in text or "贯彻" in text:
        yield from _put(piece)
    for found in _WORDS.finditer(veil) if "总书记" in text or "大报告" in text else ():
        start, end = found.span()
        yield start - 3 * text.endswith("习近平", 0, start), end


def _only_studied(veil: str, found: re.Match[str]) -> bool:
    return (
        _STUDY.fullmatch(found["verb"]) is not None
        and not _EFFECT.search(found["rest"])
        and not _PURPOSE.search(veil, max(0, found.start() - 9), found.start())
    )


def _titles(text: str) -> Iterator[tuple[int, int]]:
    for found in _TITLE.finditer(text):
        group = found.lastgroup or 0
        yield found.span(group)
        listed = _NEXT.match(text, found.end(group)) if group in _OF_MANY else None
        while listed:
            yield listed.span("title")
            listed = _NEXT.match(text, listed.end())


def _put(piece: Piece) -> Iterator[tuple[int, int]]:
    for found in _PUT.finditer(piece.veil):
        places = list(_named(piece, *found.span("rest")))
        if places and _WORK.fullmatch(piece.text, places[-1][1], found.end("rest")):
            yield from places


def _named_spirit(words: str) -> bool:
    """A spirit is ground only where it is that of a meeting, a speech or a paper."""
    if words.endswith("精神”"):
        return False
    return not words.endswith("精神") or _SPIRIT.search(words) is not None


def _listed(words: str) -> int:
    """Return where the last of a list begins, if what stands before it is more than who has said it."""
    cut = len(words)
    while (cut := words.rfind("、", 0, cut)) >= 0:
        before = words[:cut]
        if "关于" in before:
            return 0
        # Meetings may share the word for their spirit, and words in quotes the name that follows.
        meets = words.endswith(("精神", "部署")) and _MEETS.search(before)
        shared = meets or (before.endswith("”") and words.startswith("“", cut + 1))
        whole = words.count("“", cut) == words.count("”", cut)  # not inside a name in quotes
        if not shared:
            return cut + 1 if whole and _GENERIC.sub("", before) else 0
    return 0


def _names(words: str) -> bool:
    """Tell whether words name a ground, and are not only of whose and what kind it is."""
    return (
        len(words) > 4
        and _GENERIC.sub("", words) != ""
        and not (_OWN.match(words) or _MIXED.search(words) or _QUOTED.fullmatch(words))
        and _named_spirit(words)
    )


def _named(piece: Piece, left: int, right: int) -> Iterator[tuple[int, int]]:
    """Divide a list of grounds, and leave out those without a name of their own."""
    text = piece.text
    at = left
    # What is only quoted ends no name, unless the whole name is in quotes.
    while found := _PART.match(piece.veil, at, right) or _PART.match(text, at, right):
        start, end = found.span()
        lead = _LEAD.match(text[start:end])
        start += lead.end() if lead else 0
        inner = _INNER.match(piece.veil[start:end])
        start += inner.end() if inner else 0
        start += _listed(text[start:end])
        if two := _TWO.match(text, start, end):
            yield start, two.start("join")
            start = two.end("join")
        words = text[start:end]
        if _names(words) and not (found["weak"] and not _ISSUED.search(words)):
            yield start, end
        if end >= right or text[end] not in "、以及和":
            return
        at = end + (2 if text.startswith("以及", end) else 1)
