"""依据：作为根据的文件、会议精神、重要讲话、规划方案，各记其首见之处。

Not a basis: a bare `决策部署`, schools of thought, the present meeting or document itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from luoshi.reading.lexicon import any_of, opening
from luoshi.reading.outline import Piece
from luoshi.reading.page import Page, paged
from luoshi.reading.records import Basis, Verdict
from luoshi.reading.scene import Scene
from luoshi.reading.spans import plain

# What names a paper, a meeting or a speech; and what does so only if it is told whose it is.
_STRONG = (
    (
        "精神|讲话(?!要求)|论述|指示批示|重要指示(?!批示)|重要批示|指示(?:(?<=”指示)|(?<=”的指示))|决策部署|部署安排|部署要求|部署(?<=[会革]部署)|部署(?<=要点部署)|重要决策|新精神新要求|新战略新举措|工作要点(?!部署)|回信|序言(?<=作序言)"
        "|规划(?<!的规划)(?<![业涯议人]规划)(?!、?建设|好|设计|范|一)|方案(?<!的方案)(?<![决术修计疗学育养]方案)|纲要|清单|行动计划|年计划|年度计划|实施计划|报告(?<=[大会作]报告)(?:的?部署要求)?|工作会(?!议)|条例"
        "|法(?<![办方做本立执司无依])(?=的?(?:有关|相关)?规定)"
    ),
    *(f"{kind}会(?=等[^,。;]{{0,4}}会议精神)" for kind in ("推进", "座谈", "部署", "研讨")),
)
# Each with an empty group behind it, which tells that the end is a weak one.
_WEAK = (
    "要求(?<!新要求)(?!及)()|部署()|规定(?!及)()|意见()|决定(?!性)()|办法()|细则()|任务(?![清推会书])()|政策举措()|政策措施()",
)
_ENDS = paged(
    "精神|讲话|论述|批示|指示|部署|要求|要点|规划|方案|报告|计划|工作会|回信|纲要|清单|标准|规定|意见|决定|决策|办法|条例|细则|任务|政策[举措][措施]"
)
_GROUND = paged(
    rf"(?P<verb>{opening('grounds')})(?<!书记围绕)(?<!主席围绕)(?!握|关|、|借鉴|情况|和|(?<=体现)在|(?<=宣讲)[团员会队活])(?:了|好|到)?(?P<rest>[^,。;:!?()]{{2,120}})"
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
_NEAR = 64  # characters within which one word of a sentence tells of another
_SPOKEN = ("精神", "讲话", "论述")  # what is gone by even where it is only talked of
_ENDED = (*_SPOKEN, "指示", "批示", "回信", "》")
_PURPOSE = re.compile("为[^,。;]{0,8}$")
_PART = re.compile(
    rf"(?:{'|'.join((*_STRONG, *_WEAK))})(?:和(?:重要)?指示批示精神|精神|(?<!精神)(?<!举措)和[^、]{{1,8}}?(?:精神|清单)|和(?<=工作会和)[^、和]{{2,20}}?会议?精神)?”?(?![修编制会学]|精神)"
)
_SHORTEST, _LONGEST = 2, 80  # characters in front of the word on which a name ends
_ISSUED = re.compile(
    r"党中央|国务院|中央|^学校|^我校|[省市县区校]委|\w(?<![干全内外支])部(?![门署分属])|厅|(?<![大格全布开结新变])局|大会|会议|[代全两工谈进]会|讲话|书记|主席|总理|党的.{2,4}大|号文件|标准有关|政策有关|关于"
)
# A task is a ground only where it is told which meeting has set it, or on what it is.
_SET = re.compile("关于|(?:[会大]|会议|报告)[上中]?所?(?:确定|提出|部署|明确|作出)")
# Whose words they are, and on what: that is a ground wherever it stands.
_WORDS = paged(
    "总书记(?<![述读释解习享绍顾]了总书记)(?<![述读释解习享绍顾]了习近平总书记)(?<!、习近平总书记)"
    "[^,。;《》]{0,4}(?:关于|在|给)[^,。;《》]{2,36}?(?:论述|的重要讲话|的重要回信|所作报告|回信(?=精神))(?:精神)?(?!研讨|会)"
)
_CONGRESS = paged(
    "党的(?<=在党的)[一二三四五六七八九十]{2,3}大报告(?=[中上])|中共(?<=在中共)[一二三四五六七八九十]{2,3}大报告(?=[中上])"
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
# What a leader has asked for himself is named by what he asks: 总书记提出的“六个坚持”.
_RAISED = paged("总书记[^,。;:!?()、的]{0,30}(?:提出|强调|要求)的(?P<what>[^,。;:!?()、是]{3,40}+)(?!是)")
_GOES_BY = ("落实", "贯彻", "贯彻执行", "按照", "对标", "领会", "遵循", "践行", "紧扣", "围绕", "把握")
_IS = re.compile(
    "是(?<![于还凡不或但可]是)(?P<rest>[^,。;:!?()是]{4,60}?)(?:的?(?:进一步|深化|具体|延伸和|贯彻|全面)){0,3}$"
)
_WORK = re.compile("(?:改革|重点|各项)?(?:任务|举措|要求|目标)?")
# A list of papers may go on behind a comma.
_GOES_ON = (",以及", ",特别是")
_MORE = paged(
    ",(?:(?<=方案,)|(?<=计划,)|(?<=规划,)|以及|特别是)(?P<rest>[^,。;:!?()的]{4,28}(?:方案|行动计划|规划|精神|重要决策))(?=[,。;])"
)
_INSIDE = "学习贯彻|贯彻落实|贯彻|落实|作为|结合|围绕|统一到|思想和|思想、|出台的|印发的|如何推动|摆进|融进|同学习|就(?=习近平|党的)|抓好|促进(?=[党习省市中学])|凝聚到|——|□建设和(?=□|学校|教育)"
_INNER = re.compile(f".*(?:{_INSIDE})好?")
_SOME_INNER = re.compile(_INSIDE)  # few names have one
_TITLED = "《[^《》]{1,90}》(?:精神)?(?!杂志|电影|影片|图集|教材|课|一书|栏目|节目|纪录片)"
_DRAFTS = ("讨论稿", "征求意见稿")  # what is still talked of binds nobody
_PRINTED = "(?:《[^《》]{1,12}》杂志[^,。;《》]{0,20})?"  # where the words of a leader have come out
# What is drawn up on some ground is not itself the ground: 结合实际制定《…》.
_MADE = re.compile(
    "(?:制定|制订|拟定|起草|编制|编写|编印|填写|填报|出台|修订|撰写|签订|发布|形成|公布)(?!后?的)"
)
_TITLE = paged(
    rf"(?:根据|按照|按(?=《)|落实|遵循|遵照|依据|依照|贯彻|对照|结合|响应|执行(?<!不再执行)|符合(?<!不符合)|传达|中央印发|国务院印发|把(?=[^,。;《》]{{0,12}}《))"
    rf"[^,。;《》]{{0,44}}{_PRINTED}(?P<title>{_TITLED})"
    rf"|以[^,。;《》]{{0,20}}(?P<by>{_TITLED})(?=等?(?:文件)?(?:精神)?{_AS_GUIDE})"
    rf"|(?:依托|对标|领会|参照|比照)[^,。;《》]{{0,4}}(?P<leant>{_TITLED})"
    "|(?P<preface>为《[^《》]{1,30}》所作的?序言)"
    rf"|(?P<put>《(?<!适用《)(?<!介绍《)(?<!介绍了《)(?<!解读《)(?<!解读了《){_TITLED[1:]})(?:(?<=精神)"
    "|(?P<asks>(?:的|有关|相关|等){0,2}(?:要求|规定))|的?(?:学习宣传贯彻|贯彻落实|贯彻实施|落实落地|落地(?:落实|见效|生根)|落实工作)|的(?:延伸和|进一步|具体|深化){0,2}落实)"
)
# How any of these begins: sooner found than the whole.
_BEFORE_TITLE = paged(
    "根据|按照|按(?=《)|落实|遵循|遵照|依据|依照|贯彻|对照|结合|响应|执行|符合|传达|中央印发|国务院印发|把(?=[^,。;《》]{0,12}《)"
    "|以(?=[^,。;《》]{0,20}《)|依托|对标|领会|参照|比照|为《|《"
)
# What somebody has said of a paper: 对《…》的批示.
_SAID_OF = re.compile("(?:\\([^()]{1,30}\\))?的(?:批示|说明|解读|意见|讲解)")
_AMENDED = re.compile("第[一二三四五六七八九十]{1,2}次修[订正]")
_SHORT = 7  # the marks and a word: what a paper calls itself
_GIVEN_OUT = ("中央印发", "国务院印发")
_NEWLY = re.compile("近日|日前|今天|今日|\\d\\.")
_OF_MANY = ("title", "leant")
# Further titles of the same list, each with its number in brackets or without.
_NEXT = re.compile(
    rf"(?:\([^()]{{1,20}}\))?(?:的?(?:有关|相关)?要求(?=[和及以]))?(?:(?:、|以及|和|及)(?:[^,。;《》、]{{1,14}}(?<!杂志)(?=《))?)?(?P<title>{_TITLED})"
)
# Bodies that are known by their last words: 云州市委, 校维稳领导小组.
_BODY = (
    "[^、和与及的“]{1,4}(?:[省市县区州]委|[省市县区州](?:人民)?政府)"
    "|[^、和与及的“]{2,16}(?:领导小组|指挥部|办公室|委员会|常委会)(?!会议|全体)"
)
_GENERIC = re.compile(f"{any_of('generic')}|{_BODY}")
_KNOWN = ("两会精神", "政府工作报告")  # of such there is one a year
_OWN = re.compile(
    "^(?:本|此次|这次|本次|该|下一步|制定|形成|思想|项目|工作方案|发扬|和发扬|推进|加强|完善|服务|带着|对(?!外)|推动|设计|分析|给出|传承|握|这个|我们|自身|自己|参观|每)"
)
_SPIRIT = re.compile(
    "(?:[会示话述件知见定议告批署则》”]|[一二三四五六七八九十]大|[回来贺]信)(?:核心|主旨|重要|的)?精神"
)
_VIRTUE = re.compile("(?<!会)(?<!讲话)”的?精神$")  # “敢闯”的精神 is a state of mind
# A speech or a wish of which nothing is told but whose it is.
_ONLY_WHOSE = re.compile(
    "[^在对、]{0,6}(?:书记|主席|总理|主任|校长|[省市县部厅局院]长|同志)(?:等(?:中央)?(?:领导)?同志)?的?(?:一?系列)?"
    "(?:重要)?(?:讲话|批示|指示|要求|部署){1,2}(?:精神)?"
)
_AND = ("和", "及", "、")
_MEETS = re.compile("会议?$|[中次]$|[一二三四五六七八九十]大$")
_QUOTED = re.compile("“[^“”]*(?<!方案)(?<!规划)(?<!计划)(?<!会)(?<!会议)”(?:精神)?")
# What a talk falls into is its matter: 从…、学习贯彻…精神等方面作了讲解.
_ASPECTS = re.compile(
    "[^,。;]{0,60}?(?:等|[一二三四五六七八九十两几多]个)(?:方面|部分|层面|板块|维度|篇章|专题|角度)"
)
_MEETING = ("会", "会议")
_IS_HELD = re.compile("(?!精神)[^,。;]{0,24}?(?:召开|举行|举办|开幕|闭幕)")
_HEAD = 200  # characters in which a notice says what it hands out
# 执行…不严格, …精神宣讲团, …报告稿: what is lacking, and what only begins the name of something else.
_LACKING = re.compile(
    "不(?![断折懈忘仅但])|稿|后(?![续勤])|(?:省委|中央|党委|校党委|学校|学院|高校|主题|专题|系列){0,2}"
    "(?:宣讲|研讨班|读书班|培训班|轮训班|报告会|学习会|座谈会|研讨会|讲座|辅导|主题党日|主题团日|征文|竞赛)"
)
_MIXED = re.compile(
    "《|制定(?!的)|制订(?!的)|编制(?!管理)|凝练|符合|转变|量完成|提供|梳理|给出|调整|发布供|并做好|同党|的形式|来学习|作出了|做出了|期向|宣传会议|或(?<=[^者]或)|实际[和、]|进行|层面|为题|思考|做会议"
)
_GOES_WITH = ("、", "同")
# Two meetings or papers that stand alone, joined: `学校工作会议和“十四五”发展规划`.
_TWO = re.compile(r"[^、和]{5,40}(?:会议|大会|党代会)(?P<join>和)(?![^和]*(?:精神|部署)$)(?=[^和]{6,})")
_BY_THE_WAY = re.compile("习近平|习总书记|总书记|主席|的|重要|一系列|系列|工作|作出|发表|批示|“|”")
_LEAD = re.compile(
    rf"(?:{any_of('grounds')}|了|好|和|以及|及|领学了?|研究宣传|学习宣传|宣传|学深悟透|做实|实施|关于学习)*"
)


class _Line(NamedTuple):
    """One sentence as it stands on its page; it is asked there, and nothing is cut out."""

    text: str  # of the whole page
    veil: str
    first: int
    last: int
    asks: bool
    led: Sequence[re.Match[str]]  # what the verbs that lead to a ground have before them


Places = Iterable[tuple[int, int]]  # on the page


def find(scene: Scene) -> tuple[Basis, ...]:
    """Find what is named as ground, each at its first place."""
    rows: dict[str, Basis] = {}
    for piece, line, places in _named_in(scene):
        done = line.first
        for start, end in places:
            # A part of what is found already is no other name.
            if start < done or (not line.asks and _ASPECTS.match(line.text, end, line.last)):
                continue
            done = end
            name = line.text[start:end]
            core = _core(name)
            if not (_known(core, rows) or _itself(scene, name, core)):
                span = piece.where(start - line.first, end - line.first)
                rows[core] = Basis(span, span.of(scene.source))
    return tuple(rows.values())


def _named_in(scene: Scene) -> Iterator[tuple[Piece, _Line, Sequence[tuple[int, int]]]]:
    """Give the sentences in which grounds are named, and where on the page they stand, the longest first."""
    page = scene.page
    text, veil, starts, sentences = page.text, page.veil, page.starts, scene.record.sentences
    led = _led_to(page)
    finders: tuple[tuple[Collection[int], Callable[[_Line], Places]], ...] = (
        (led, _behind),
        (page.holding(text, "《"), _titles),
        (page.having(_GUIDED, veil), _by),
        (page.holding(veil, "落", "贯", "见效"), _put),
        (page.having(_CONVEYED, veil) if "宣" in veil or "传" in veil else (), _conveyed),
        (page.holding(veil, "总书记"), _spoken),
        (page.holding(veil, "大报告"), _reported),
    )
    for number in sorted(set().union(*[numbers for numbers, _ in finders])):
        asks = sentences[number].verdict is Verdict.ORDER
        line = _Line(text, veil, starts[number], starts[number + 1] - 1, asks, led.get(number, ()))
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
        if _part(page, left, right) or veil.startswith(_GOES_ON, right):
            out.setdefault(page.number(left), []).append(found)
    return out


def _first_and_longest(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]


def _core(name: str) -> str:
    """Leave out of a name what may as well be said otherwise: 对…作出的重要指示 is 关于…的指示.

    >>> _core("习近平总书记对海岛工作作出的重要指示精神") == _core("总书记关于海岛工作的重要指示")
    True
    """
    if name.startswith("《"):
        return name.removesuffix("精神").strip("《》")
    return _BY_THE_WAY.sub("", name).replace("对", "关于").removesuffix("精神")


def _itself(scene: Scene, name: str, core: str) -> bool:
    """Tell whether a name is that of the meeting told of, or of the paper handed out."""
    if name.startswith("《"):
        head = scene.page.text[:_HEAD].replace("\n", "")
        return "印发" in head and (f"{core}》的通知" in head or f"{core}的通知" in head)
    if not core.endswith(_MEETING) or core.endswith("全会"):
        return False
    meeting = scene.record.meeting.name
    if meeting and _core(plain(meeting.text)).endswith(core):
        return True
    first = _core(scene.pieces[0].text)
    return (at := first.find(core)) >= 0 and _IS_HELD.match(first, at + len(core)) is not None


def _known(name: str, rows: Collection[str]) -> bool:
    """Tell whether a name, or both of two that are joined, have been named."""
    if name in rows:
        return True
    for other in rows:
        if _same(name, other):
            return True
    tail = next((other for other in rows if name.endswith(other)), None)
    head = name.removesuffix(tail)[:-1] if tail else ""
    return head != "" and any(_same(head, other) for other in rows)


def _same(name: str, other: str) -> bool:
    """Tell whether a name has been named: in full, or as the first of two that share a word."""
    return (
        other.endswith(name)
        or (name.endswith(other) and name[: -len(other)][-1:] not in _AND)
        or (other.startswith(name) and other[len(name)] in _AND)
    )


def _behind(line: _Line) -> Places:
    """Find what stands behind the verbs that lead to a ground."""
    for found in line.led:
        if line.asks or not _only_studied(line, found):
            places = _named(line, *found.span("rest"))
            ends = _only_ends(line, found)
            if ends is None:
                yield from places
            else:
                yield from (place for place in places if line.text.endswith(ends, *place))


def _by(line: _Line) -> Places:
    for found in _BY.finditer(line.veil, line.first, line.last):
        yield from _named(line, *found.span("rest"))


def _more(line: _Line) -> Places:
    for found in _MORE.finditer(line.veil, line.first, line.last):
        yield from _named(line, *found.span("rest"))


def _spoken(line: _Line) -> Places:
    text, veil, first, last, _, _ = line
    for found in _WORDS.finditer(veil, first, last):
        start, end = found.span()
        start -= 3 * text.endswith("习近平", first, start)
        listed = text.endswith(_JOINS, first, start)
        # What stands by itself is only praised or talked of, if it shows no way.
        if listed or not text.endswith(_SPOKEN, start, end) or _LEADS.search(text, first, last):
            yield start, end
    both = _SPOKEN_ALSO.search(veil, first, last)
    if both and _LEADS.search(text, first, last):
        yield both.start() - 3 * text.endswith("习近平", first, both.start()), both.end()
    for found in _RAISED.finditer(veil, first, last):
        start, end = found.span()
        start -= 3 * text.endswith("习近平", first, start)
        # What ends on a word for a ground is found by that word, as part of a list.
        own = found["what"].endswith("新要求") or not _ENDS.search(text, *found.span("what"))
        if own and text.endswith(_GOES_BY, first, start):
            yield start, end


def _reported(line: _Line) -> Places:
    return (found.span() for found in _CONGRESS.finditer(line.veil, line.first, line.last))


def _only_studied(line: _Line, found: re.Match[str]) -> bool:
    start = found.start()
    return (
        found["verb"] in _STUDIES
        and not _EFFECT.search(found["rest"].partition("“")[0])
        and not _PURPOSE.search(line.veil, max(line.first, start - 9), start)
    )


def _only_ends(line: _Line, found: re.Match[str]) -> tuple[str, ...] | None:
    """Return on what a name must end to be ground after some verbs, if not any will do."""
    verb, start = found["verb"], found.start()
    if verb.endswith("实施"):
        return _CARRIED
    if verb in _AGREES and _MADE.search(line.veil, max(line.first, start - _NEAR), start):
        return ()  # what is drawn up shall be so
    talked = (
        not line.asks
        and verb.endswith("围绕")
        and _TALK.search(line.veil, found.end("verb"), min(line.last, found.end() + _NEAR))
    )
    return _SPOKEN if talked else None


def _titles(line: _Line) -> Places:
    text, _, at, last, _, _ = line
    while met := _BEFORE_TITLE.search(text, at, last):
        found = _TITLE.match(text, met.start(), last)
        if not found:
            at = met.start() + 1
            continue
        at = found.end()
        group = "put" if found["put"] else found.lastgroup or 0
        start, end = found.span(group)
        if _no_ground(line, found, start):
            continue
        yield start, end
        listed = _NEXT.match(text, end, last) if group in _OF_MANY else None
        while listed:
            yield listed.span("title")
            listed = _NEXT.match(text, listed.end(), last)


def _no_ground(line: _Line, found: re.Match[str], start: int) -> bool:
    """Tell whether a title is a draft, what is drawn up, what has just come out, or the speaker itself: 《通知》要求."""
    text = line.text
    if any(draft in found[0] for draft in _DRAFTS) or _MADE.search(text, found.start(), start):
        return True
    if found[0].startswith(_GIVEN_OUT):
        return _NEWLY.search(text, max(line.first, found.start() - _NEAR), found.start()) is not None
    if _AMENDED.match(text, found.end()) or (
        text.endswith("对", line.first, start) and _SAID_OF.match(text, found.end())
    ):
        return True
    speaks = found["asks"] and (start == line.first or text[start - 1] in ",:;")
    return bool(speaks) and len(found["put"]) <= _SHORT


def _put(line: _Line) -> Places:
    for found in _PUT.finditer(line.veil, line.first, line.last):
        places = list(_named(line, *found.span("rest")))
        if places and _WORK.fullmatch(line.text, places[-1][1], found.end("rest")):
            yield from places
    if line.veil.find("落实", line.first, line.last) >= 0:
        yield from _before(line, _STEP, _IS)


def _conveyed(line: _Line) -> Places:
    return _before(line, _CONVEYED, _OF)


def _before(line: _Line, words: re.Pattern[str], name: re.Pattern[str]) -> Places:
    veil, first = line.veil, line.first
    for found in words.finditer(veil, first, line.last):
        if of := name.search(veil, max(first, found.start() - _NEAR), found.start()):
            yield from _named(line, *of.span("rest"))


def _named_spirit(words: str) -> bool:
    """A spirit is ground only where it is that of a meeting, a speech or a paper."""
    if not words.endswith("精神"):
        return not words.endswith("精神”")
    if _VIRTUE.search(words) and not _ISSUED.search(words):
        return False
    return _SPIRIT.search(words) is not None


def _listed(words: str) -> int:
    """Return where the last of a list begins, if what stands before it is more than who has said it."""
    cut = len(words)
    while (cut := words.rfind("、", 0, cut)) >= 0:
        before = words[:cut]
        if "关于" in before or ("书记" in before and not before.endswith(_ENDED)):
            return 0  # the list is of what he has spoken on
        # Meetings may share the word for their spirit, and words in quotes the name that follows.
        meets = words.endswith(("精神", "部署")) and _MEETS.search(before)
        shared = meets or (before.endswith("”") and words.startswith("“", cut + 1))
        whole = words.count("“", cut) == words.count("”", cut)  # not inside a name in quotes
        if not shared:
            return cut + 1 if whole and not _generic(before) else 0
    return 0


def _generic(words: str) -> bool:
    """Tell whether words are only of whose and what kind something is."""
    at, match = 0, _GENERIC.match
    while at < len(words):
        if not (found := match(words, at)):
            return False
        at = found.end()
    return True


def _names(words: str) -> bool:
    """Tell whether words name a ground, and are not only of whose and what kind it is."""
    return (
        (len(words) > 4 or words.startswith(_KNOWN))
        and (not _generic(words) or words.startswith(_KNOWN))
        and not (
            words.startswith(_GOES_WITH)
            or _OWN.match(words)
            or _MIXED.search(words)
            or _QUOTED.fullmatch(words)
            or _ONLY_WHOSE.fullmatch(words)
        )
        and _named_spirit(words)
    )


def _issued(words: str) -> bool:
    """Tell whether what may be anybody's is told whose it is; and of a task, who has set it."""
    return (_SET if words.endswith("任务") else _ISSUED).search(words) is not None


def _part(line: _Line | Page, at: int, right: int) -> re.Match[str] | None:
    """Find the word on which the next name ends; what is only quoted ends none, unless the whole name is in quotes."""
    found = _PART.search(line.veil, at + _SHORTEST, right)
    if found and found.start() - at <= _LONGEST:
        return found
    if line.veil.find("□", at, right) < 0:
        return None
    found = _PART.search(line.text, at + _SHORTEST, right)
    return found if found and found.start() - at <= _LONGEST else None


def _named(line: _Line, left: int, right: int) -> Places:
    """Divide a list of grounds, and leave out those without a name of their own."""
    text = line.text
    at = left
    while found := _part(line, at, right):
        start, end = _begin(line, at, found.end()), found.end()
        two = _TWO.match(text, start, end) if text.find("和", start, end) > 0 else None
        if two:
            yield start, two.start("join")
            start = two.end("join")
        if text.count("“", start, end) > text.count("”", start, end):
            # The name stands inside of what is quoted.
            start = _led(line, text.rindex("“", start, end) + 1, end)
        words = text[start:end]
        if _names(words) and not (_lacks(line, start, end) or (found.lastindex and not _issued(words))):
            yield start, end
        if end >= right or text[end] not in "、以及和" or _MADE.search(words):
            return
        at = end + (2 if text.startswith("以及", end) else 1)


def _begin(line: _Line, start: int, end: int) -> int:
    """Return where a name begins, without what leads to it and what is listed before it."""
    start = _led(line, start, end)
    if _SOME_INNER.search(line.veil, start, end) and (inner := _INNER.match(line.veil, start, end)):
        start = inner.end()
    return start + _listed(line.text[start:end])


def _led(line: _Line, start: int, end: int) -> int:
    lead = _LEAD.match(line.text, start, end)
    return lead.end() if lead else start


def _lacks(line: _Line, start: int, end: int) -> bool:
    """Tell whether a name only begins that of something else, or stands in a title."""
    if _LACKING.match(line.text, end, line.last):
        return True
    near = max(line.first, start - _NEAR)
    return line.text.rfind("《", near, start) > line.text.rfind("》", near, start)
