"""Where grounds are looked for: behind the verbs that lead to one, before those that carry it out, in titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from luoshi.reading.lexicon import opening
from luoshi.reading.records import Verdict
from luoshi.reading.rules.basis.grounds import (
    MADE,
    NEAR,
    SPOKEN,
    Line,
    Places,
    lacks,
    named,
    part,
    set_by,
    whole,
)
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page, paged

_ENDS = paged(
    "精神|讲话|论述|批示|指示|部署|要求|要点|规划|方案|报告|计划|工作会|回信|纲要|清单|标准|规定|意见|决定|决策|办法|条例|细则|任务|政策[举措][措施]"
)
_GROUND = paged(
    rf"(?P<verb>{opening('grounds')})(?<!书记围绕)(?<!主席围绕)(?!握|关|、|借鉴|情况|和|(?<=体现)在|(?<=宣讲)[团员会队活])(?:了|好|到)?(?P<rest>[^,。;:!?()]{{2,120}}(?:\(扩大\)[^,。;:!?()]{{2,60}})?)"
)
# What only lifts the eyes to something (以…为题) is no ground: it must be what one goes by.
_AS_GUIDE = (
    "为(?:根本|重要|行动|基本)?(?:指导|指引|引领|统领|遵循|依据|根据|抓手|牵引|准绳|准则|纲领|指南|契机)"
)
_GUIDED = paged(_AS_GUIDE)  # few sentences have it, and it is sooner found than what may stand before it
_BY = paged(rf"(?<!持之)以(?P<rest>[^,。;:!?()]{{2,80}}?)(?=等?{_AS_GUIDE})")
# Who only studies something is told of it, and does nothing on the ground of it.
_STUDIES = frozenset(
    deep + verb for deep in ("", "深入") for verb in ("学习", "领会", "领悟", "学习领会", "重温")
)
_TALK = re.compile("(?:讨论|审议|研讨|交流|畅谈|发言)(?!会)|提出.{0,6}(?:意见|建议)")
_EFFECT = re.compile("贯彻|落实")
_CARRIED = ("方案", "规划", "纲要")  # what is carried out by name; programmes are work themselves
_JOINS = ("和", "及", "特别是")
_LEADS = re.compile("传达|遵循|方向|指[引南导]|依据|纲领|回答|贯彻|落实|作为|深悟|深学|武装|研究")
_AGREES = ("符合", "体现")
_PURPOSE = re.compile("为[^,。;]{0,8}$")
# What somebody has charged others with at a place: 考察时的殷殷嘱托.
_CHARGED = paged(
    "牢记(?P<charge>(?:习近平)?总书记[^,。;:《》、在来对]{0,10}[在来对][^,。;:《》、的]{2,20}的(?:殷殷|殷切|谆谆|深情|重要)?嘱托)"
)
# Whose words they are, and on what: that is a ground wherever it stands.
_WORDS = paged(
    "总书记(?<![述读释解习享绍顾]了总书记)(?<![述读释解习享绍顾]了习近平总书记)(?<!、习近平总书记)"
    "[^,。;《》]{0,4}(?:关于|在|给)[^,。;《》]{2,36}?(?:论述|的重要讲话|的重要回信|所作报告|回信(?=精神))(?:精神)?(?!研讨|会)"
)
# Whom a report speaks to with a wish is told nothing to do.
_SAID_THERE = "(?=[中上])(?!中(?:对|专门|勉励|寄语))"
_CONGRESS = paged(
    f"党的(?<=在党的)[一二三四五六七八九十]{{2,3}}大报告{_SAID_THERE}|中共(?<=在中共)[一二三四五六七八九十]{{2,3}}大报告{_SAID_THERE}"
)
# A report of the congress, or a plan, may itself say what is to be done.
_SAYS = "(?P<says>中?也?(?:明确|鲜明)?(?:指出|提出|强调|所言)(?!.{0,4}(?:[点项条]|要求|意见|建议|了)))"
_CONGRESS_SAYS = paged(rf"(?:党的|中共)[一二三四五六七八九十]{{2,3}}大报告(?={_SAYS})")
_PLAN_SAYS = f"规划(?:建议|纲要)?{_SAYS}"
_OPENS = re.compile("(?<![^,。;:!?\\s])(?P<rest>[^,。;:!?\\s]{2,24})$")
# What a meeting has set before others goes by the meeting: 按照党的十大描绘的蓝图.
_SETS = "|".join(
    f"{verb}的(?:(?<=[大会]{verb}的)|(?<=会议{verb}的))"
    for verb in ("提出", "确立", "确定", "部署", "擘画", "描绘", "绘就")
)
_IS_SET = re.compile(
    ".*(?:照|据|落实|贯彻|围绕|对标|聚焦|锚定|完成|实现|推进|紧扣|遵循|以|把|到|确保)[好了]?(?P<who>[^,。;:!?()]{3,30})$"
)
_REACHES = ("完成", "实现")  # what has been reached is a result
_WHAT = re.compile(
    "(?!报告|关于[^的、]{1,12}、)(?:[^,。;:!?()、]{0,8}?(?:目标任务|任务|目标)|[^,。;:!?()、]{2,24}?(?=的?(?:为|变|付诸|落|作为|转化|完成|结合|上来?$|[上中][来去,。;])|[,。;:!?()、]|$))"
)
# What is put into effect may stand before the word for it: 推动…方案落实落地.
_PUT = paged(
    "(?:推动|推进|加快|确保|抓好|做好)(?P<rest>[^,。;:!?()]{2,60}?)(?:落实|落地|见效|学习宣传贯彻|的?贯彻)"
)
# What is done may be a step of it: 是…方案进一步落实的重要举措.
_STEP = paged(
    "落实(?:落地)?的(?:重要|具体|重大|有力|关键|生动|必要)?(?:举措|行动|措施|抓手|途径|步骤|环节|体现|安排)"
)
# What is told to others is conveyed, wherever its name stands: 对…精神进行了宣讲.
_CONVEYED = paged("进行了?(?:专题|系统|深入|全面|集中|再次|认真){0,3}(?:宣讲|传达|宣贯)")
_OF = re.compile("对(?P<rest>[^,。;:!?()对]{4,60}?)$")
# He may have spoken at the second of two occasions.
_SPOKEN_ALSO = paged(
    "总书记在(?:看望|考察|视察|出席)[^,。;]{2,60},并[^,。;]{2,16}?(?:时|会上)(?:发表)?的?(?:重要)?讲话精神"
)
# What he has said at a meeting that has a name goes by that meeting.
_SAID_AT = paged(
    "总书记在(?:近期的|今年的?|此前的)?(?P<at>[^,。;:!?《》]{3,40}(?:会议|大会|全会))上[^,。;]{0,6}(?:强调|指出|提出|要求)"
)
# What a leader has asked for himself is named by what he asks: 总书记提出的“六个坚持”.
_RAISED = paged("总书记[^,。;:!?()、的]{0,30}(?:提出|强调|要求)的(?P<what>[^,。;:!?()、是]{3,40}+)(?!是)")
_GOES_BY = ("落实", "贯彻", "贯彻执行", "按照", "对标", "领会", "遵循", "践行", "紧扣", "围绕", "把握")
# What is reached may be the aims of a plan: 完成“十四五”规划目标任务.
_ITS_AIMS = "(?:所?(?:确定|提出|规定|明确))?的?(?:各项|主要|既定|总体)?(?:目标|任务)"
_AIMS = f"规划{_ITS_AIMS}|纲要{_ITS_AIMS}|计划{_ITS_AIMS}"
_AIMED_AT = ("目标", "任务")
# What stands behind a name and tells that it is a ground: its aims, that it says something, that it has set something.
_TELLS = paged(f"{_AIMS}|{_PLAN_SAYS}|{_SETS}")
_REACHED = re.compile("(?:完成|实现|达到)[好了]?(?P<rest>[^,。;:!?()、]{2,40})$")
_IS = re.compile(
    "是(?<![于还凡不或但可]是)(?P<rest>[^,。;:!?()是]{4,60}?)(?:的?(?:进一步|深化|具体|延伸和|贯彻|全面)){0,3}$"
)
_WORK = re.compile("(?:改革|重点|各项)?(?:任务|举措|要求|目标)?(?:在[^,。;在]{1,12})?")
# A list of papers may go on behind a comma.
_GOES_ON = (",以及", ",特别是")
_MORE = paged(
    ",(?:(?<=方案,)|(?<=计划,)|(?<=规划,)|以及|特别是)(?P<rest>[^,。;:!?()的]{4,28}(?:方案|行动计划|规划|精神|重要决策))(?=[,。;])"
)
_TITLED = "《[^《》]{1,90}》(?:精神)?(?!杂志|电影|影片|图集|教材|课|一书|栏目|节目|纪录片)"
_DRAFTS = ("讨论稿", "征求意见稿")  # what is still talked of binds nobody
_PRINTED = "(?:《[^《》]{1,12}》杂志[^,。;《》]{0,20})?"  # where the words of a leader have come out
_TITLE = paged(
    rf"(?:根据|按照|按(?=《)|落实|遵循|遵照|依据|依照|贯彻|对照|结合|围绕|紧扣|聚焦|响应|执行(?<!不再执行)|符合(?<!不符合)|传达|中央印发|国务院印发|把(?=[^,。;《》]{{0,12}}《))"
    rf"[^,。;《》]{{0,44}}{_PRINTED}(?P<title>{_TITLED})"
    rf"|以[^,。;《》]{{0,20}}(?P<by>{_TITLED})(?=等?(?:文件)?(?:精神)?{_AS_GUIDE})"
    rf"|(?:依托|对标|领会|参照|比照|遵守)[^,。;《》]{{0,4}}(?P<leant>{_TITLED})"
    "|(?P<preface>为《[^《》]{1,30}》所作的?序言)"
    rf"|(?P<put>《(?<!适用《)(?<!介绍《)(?<!介绍了《)(?<!解读《)(?<!解读了《){_TITLED[1:]})(?:(?<=精神)"
    "|(?P<asks>(?:的|有关|相关|等){0,2}(?:要求|规定)(?!的))|的?(?:学习宣传贯彻|贯彻落实|贯彻实施|落实落地|落地(?:落实|见效|生根)|落实工作)|的(?:延伸和|进一步|具体|深化){0,2}落实"
    "|(?P<bids>(?<=[通公][知告]》),(?:要求|明确|决定)))"
)
# How any of these begins: sooner found than the whole.
_BEFORE_TITLE = paged(
    "根据|按照|按(?=《)|落实|遵循|遵照|依据|依照|贯彻|对照|结合|响应|执行|符合|传达|中央印发|国务院印发|把(?=[^,。;《》]{0,12}《)"
    "|围绕(?=[^,。;《》]{0,12}《)|紧扣|聚焦(?=[^,。;《》]{0,12}《)|以(?=[^,。;《》]{0,20}《)|依托|对标|领会|参照|比照|遵守|为《|《"
)
# Round any title goes a talk or a lesson; what is done goes by a paper.
_ROUND = ("围绕", "紧扣", "聚焦")
_PAPER = (
    "意见》",
    "规划》",
    "纲要》",
    "方案》",
    "规范》",
    "清单》",
    "条例》",
    "办法》",
    "决定》",
    "决议》",
    "通知》",
    "要点》",
    "计划》",
    "规定》",
)
_TALKED = re.compile("[^,。;]{0,12}(?:讲|解读|培训|讨论|交流|研讨)")
_CLOSE = 12  # characters that may stand between
# What somebody has said of a paper: 对《…》的批示.
_SAID_OF = re.compile("(?:\\([^()]{1,30}\\))?的(?:批示|说明|解读|意见|讲解)")
_TO_READ = re.compile("[^,。;]{0,60}?(?:纳入|列入)")  # what is put among the readings is only studied
_AMENDED = re.compile("第[一二三四五六七八九十]{1,2}次修[订正]")
_SHORT = 7  # the marks and a word: what a paper calls itself
_GIVEN_OUT = ("中央印发", "国务院印发")
_NEWLY = re.compile("近日|日前|今天|今日|\\d\\.")
_OF_MANY = ("title", "leant")
# Further titles of the same list, each with its number in brackets or without.
_NEXT = re.compile(
    rf"(?:\([^()]{{1,20}}\))?(?:的?(?:有关|相关)?要求(?=[和及以]))?(?:(?:、|以及|和|及)(?:[^,。;《》、]{{1,14}}(?<!杂志)(?=《))?)?(?P<title>{_TITLED})"
)


def named_in(scene: Scene) -> Iterator[tuple[Piece, Line, Sequence[tuple[int, int]]]]:
    """Give the sentences in which grounds are named, and where on the page they stand, the longest first."""
    page = scene.page
    text, veil, starts, sentences = page.text, page.veil, page.starts, scene.record.sentences
    led = _led_to(page)
    finders: tuple[tuple[Collection[int], Callable[[Line], Places]], ...] = (
        (led, _behind),
        (page.holding(text, "《"), _titles),
        (page.having(_GUIDED, veil), _by),
        (page.holding(veil, "落", "贯", "见效"), _put),
        (page.having(_CONVEYED, veil) if "宣" in veil or "传" in veil else (), _conveyed),
        (page.having(_TELLS, veil), _told),
        (page.holding(veil, "总书记"), _spoken),
        (page.holding(veil, "大报告"), _reported),
    )
    for number in sorted(set().union(*[numbers for numbers, _ in finders])):
        asks = sentences[number].verdict is Verdict.ORDER
        line = Line(text, veil, starts[number], starts[number + 1] - 1, asks, led.get(number, ()))
        places = [place for asked, finder in finders if number in asked for place in finder(line)]
        if places or line.led:
            places += _more(line)
            yield scene.pieces[number], line, sorted(places, key=_first_and_longest)


def _led_to(page: Page) -> dict[int, list[re.Match[str]]]:
    """Find the verbs that lead to a ground, by sentence, if behind them stands a word on which one ends, or a list goes on."""
    out: dict[int, list[re.Match[str]]] = {}
    veil = page.veil
    for found in _GROUND.finditer(veil):
        left, right = found.span("rest")
        if part(page, left, right) or veil.startswith(_GOES_ON, right):
            out.setdefault(page.number(left), []).append(found)
    return out


def _first_and_longest(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]


def _behind(line: Line) -> Places:
    """Find what stands behind the verbs that lead to a ground."""
    for found in line.led:
        if line.asks or not _only_studied(line, found):
            places = named(line, *found.span("rest"))
            ends = _only_ends(line, found)
            if ends is None:
                yield from places
            else:
                yield from (place for place in places if line.text.endswith(ends, *place))


def _by(line: Line) -> Places:
    for found in _BY.finditer(line.veil, line.first, line.last):
        yield from named(line, *found.span("rest"))


def _more(line: Line) -> Places:
    for found in _MORE.finditer(line.veil, line.first, line.last):
        yield from named(line, *found.span("rest"))


def _spoken(line: Line) -> Places:
    text, veil, first, last, _, _ = line
    for found in _WORDS.finditer(veil, first, last):
        start, end = found.span()
        start -= 3 * text.endswith("习近平", first, start)
        listed = text.endswith(_JOINS, first, start)
        # What stands by itself is only praised or talked of, if it shows no way.
        shows = listed or not text.endswith(SPOKEN, start, end) or _LEADS.search(text, first, last)
        if shows and not lacks(line, start, end):
            yield start, end
    both = _SPOKEN_ALSO.search(veil, first, last)
    if both and _LEADS.search(text, first, last):
        yield both.start() - 3 * text.endswith("习近平", first, both.start()), both.end()
    yield from (found.span("charge") for found in _CHARGED.finditer(veil, first, last))
    for found in _SAID_AT.finditer(veil, first, last):
        if not found["at"].startswith(("本次", "这次", "此次")):
            yield found.span("at")
    for found in _RAISED.finditer(veil, first, last):
        start, end = found.span()
        start -= 3 * text.endswith("习近平", first, start)
        # What ends on a word for a ground is found by that word, as part of a list.
        own = found["what"].endswith("新要求") or not _ENDS.search(text, *found.span("what"))
        if own and text.endswith(_GOES_BY, first, start):
            yield start, end


def _reported(line: Line) -> Places:
    for pattern in (_CONGRESS, _CONGRESS_SAYS):
        yield from (found.span() for found in pattern.finditer(line.veil, line.first, line.last))


def _only_studied(line: Line, found: re.Match[str]) -> bool:
    start = found.start()
    return (
        found["verb"] in _STUDIES
        and not _EFFECT.search(found["rest"].partition("“")[0])
        and not _PURPOSE.search(line.veil, max(line.first, start - 9), start)
    )


def _only_ends(line: Line, found: re.Match[str]) -> tuple[str, ...] | None:
    """Return on what a name must end to be ground after some verbs, if not any will do."""
    verb, start = found["verb"], found.start()
    if verb.endswith("实施"):
        return _CARRIED
    if verb in _AGREES and MADE.search(line.veil, max(line.first, start - NEAR), start):
        return ()  # what is drawn up shall be so
    talked = (
        not line.asks
        and verb.endswith("围绕")
        and _TALK.search(line.veil, found.end("verb"), min(line.last, found.end() + NEAR))
    )
    return SPOKEN if talked else None


def _titles(line: Line) -> Places:
    text, _, at, last, _, _ = line
    while met := _BEFORE_TITLE.search(text, at, last):
        found = _TITLE.match(text, met.start(), last)
        if not found:
            at = met.start() + 1
            continue
        group = "put" if found["put"] else found.lastgroup or 0
        start, end = found.span(group)
        if met[0] in _ROUND and not _gone_by(line, met.end(), start, end):
            at = met.end()
            continue
        at = found.end()
        if _no_ground(line, found, start):
            continue
        yield start, end
        listed = _NEXT.match(text, end, last) if group in _OF_MANY else None
        while listed:
            yield listed.span("title")
            listed = _NEXT.match(text, listed.end(), last)


def _gone_by(line: Line, at: int, start: int, end: int) -> bool:
    """Tell whether the title that something goes round is that of a paper, and is not only talked of."""
    text = line.text
    return (
        start - at <= _CLOSE
        and text.endswith(_PAPER, start, end)
        and not text.startswith(("学习", "解读"), at)
        and not _TALKED.match(text, end, line.last)
    )


def _no_ground(line: Line, found: re.Match[str], start: int) -> bool:
    """Tell whether a title is a draft, what is drawn up, what has just come out, or the speaker itself: 《通知》要求."""
    text = line.text
    if any(draft in found[0] for draft in _DRAFTS) or MADE.search(text, found.start(), start):
        return True
    if (found["bids"] or found[0].startswith(_GIVEN_OUT)) and _NEWLY.search(
        text, max(line.first, found.start() - NEAR), found.start()
    ):
        return True
    if found[0].startswith("把") and _TO_READ.match(text, found.end(), line.last):
        return True
    if _AMENDED.match(text, found.end()) or (
        text.endswith("对", line.first, start) and _SAID_OF.match(text, found.end())
    ):
        return True
    speaks = found["bids"] or (found["asks"] and (start == line.first or text[start - 1] in ",:;"))
    return bool(speaks) and len(found["put"]) <= _SHORT


def _put(line: Line) -> Places:
    for found in _PUT.finditer(line.veil, line.first, line.last):
        places = list(named(line, *found.span("rest")))
        if places and _WORK.fullmatch(line.text, places[-1][1], found.end("rest")):
            yield from places
    if line.veil.find("落实", line.first, line.last) >= 0:
        yield from _before(line, _STEP, _IS)


def _conveyed(line: Line) -> Places:
    return _before(line, _CONVEYED, _OF)


def _told(line: Line) -> Places:
    veil, first, last = line.veil, line.first, line.last
    for found in _TELLS.finditer(veil, first, last):
        start = found.start()
        before = max(first, start - NEAR)
        if found["says"]:
            of, end = _OPENS.search(veil, before, start), found.start("says")
        elif found[0].endswith(_AIMED_AT):
            of, end = _REACHED.search(veil, before, start), start + len("规划")
        else:
            yield from _set(line, before, found)
            continue
        if of:
            yield from whole(line, of.start("rest"), end)


def _set(line: Line, before: int, found: re.Match[str]) -> Places:
    of = _IS_SET.match(line.veil, before, found.start())
    what = _WHAT.match(line.veil, found.end(), line.last)
    reached = of and not line.asks and line.veil.endswith(_REACHES, before, of.start("who"))
    if of and what and not reached:
        yield from set_by(line, of.start("who"), found.start(), what.end())


def _before(line: Line, words: re.Pattern[str], name: re.Pattern[str]) -> Places:
    veil, first = line.veil, line.first
    for found in words.finditer(veil, first, line.last):
        if of := name.search(veil, max(first, found.start() - NEAR), found.start()):
            yield from named(line, *of.span("rest"))
