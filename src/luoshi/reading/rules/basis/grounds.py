"""How grounds are written: the words on which their names end, the lists they stand in, and what is no name of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from luoshi.reading.lexicon import any_of
from luoshi.reading.text.page import Page

# What names a paper, a meeting or a speech; and what does so only if it is told whose it is.
_STRONG = (
    (
        "精神|总要求(?:(?<=[”□]总要求)|(?<=[”□]的总要求))|讲话(?:、?重要指示(?:批示)?(?=精神))?(?!要求)|论述|指示批示|重要指示(?!批示)|重要批示|指示(?:(?<=”指示)|(?<=”的指示))|决策部署|部署安排|部署要求|部署(?<=[会革]部署)|部署(?<=要点部署)|重要决策|新精神新要求|新战略新举措|工作要点(?!部署)|回信|序言(?<=作序言)"
        "|规划(?<!的规划)(?<![业涯议人]规划)(?!、?建设|好|设计|范|一)|方案(?<!的方案)(?<![决术修计疗学育养]方案)|纲要|任务清单|责任清单(?<!“责任清单)|行动计划|年计划|年度计划|实施计划|报告(?:(?<=[大会作]报告)|(?<=上的报告))(?:的?部署要求)?|工作会(?!议)|条例|号文件(?!关于|的?(?:有关|相关)?(?:要求|规定|精神))|议程(?<=发展议程)|条(?:举措|措施)(?<=[0-9一二三四五六七八九十]条..)"
        "|法(?<=[讼治进育护全利税督察]法)(?![^,。;、及和等])"
        "|法(?<![办方做本立执司无依])(?=(?:第[一二三四五六七八九十百0-9]{1,5}条)?的?(?:有关|相关)?规定)"
    ),
    *(f"{kind}会(?=等[^,。;]{{0,4}}会议精神)" for kind in ("推进", "座谈", "部署", "研讨")),
)
# Each with an empty group behind it, which tells that the end is a weak one.
_WEAK = (
    "要求(?<![^最]新要求)(?<!必然要求)(?<!内在要求)(?<!客观要求)(?<!迫切要求)(?!及)()|部署()|规定(?!及)()|意见()|决定(?!性)()|办法()|细则()|任务(?![清推会书])()|政策举措()|政策措施()|安排(?<=[体作一]安排)(?![^,。;、和])()|号召()|倡议()",
)
NEAR = 64  # characters within which one word of a sentence tells of another
SPOKEN = ("精神", "讲话", "论述")  # what is gone by even where it is only talked of
_ENDED = (*SPOKEN, "指示", "批示", "回信", "》")
_PART = re.compile(
    rf"(?:{'|'.join((*_STRONG, *_WEAK))})(?:和(?:重要)?指示批示精神|精神|(?<!精神)(?<!举措)和(?!(?!全会)[^、和]{{3,16}}[会大](?:会议?)?精神)[^、]{{1,8}}?(?:精神|清单)|和(?<=工作会和)[^、和]{{2,20}}?会议?精神)?”?(?![修编制会学]|精神)"
)
_SHORTEST, _LONGEST = 2, 80  # characters in front of the word on which a name ends
_ISSUED = re.compile(
    r"党中央|国务院|中央|^学校|^我校|^国家(?![级安重战平教])|[和及、](?:学校|我校|学院)|属地(?<=[省市县区]属地)|^最?新?[全各]?省市?|^全[市县区]|^[^、]{1,3}[省市](?=[和对关])|[省市县区校]委|\w(?<![干全内外支东西南北中])部(?![门署分属])|厅|(?<![大格全布开结新变])局|大会|会议|[代全两工谈进]会|讲话|书记|主席|总理|党的.{2,4}大|党委(?![有书])|号文件|标准有关|政策有关|关于"
)
# A task is a ground only where it is told which meeting has set it, or on what it is.
_SET = re.compile("关于|(?:[会大]|会议|报告)[上中]?所?(?:确定|提出|部署|明确|作出)")
# What has been laid down on a matter is named by it: 推进文化建设的各项部署.
_ON_ITS_MATTER = re.compile("(?:[^、]{5}(?<![作做]出)的|”)(?:各项|工作|战略|重大|谋划|新|总体)*部署$")
_INSIDE = "学习贯彻|贯彻落实|贯彻|落实|作为|结合|围绕|统一到|思想和|思想、|出台的|印发的|如何推动|摆进|融进|同学习|就(?=习近平|党的)|抓好|促进(?=[党习省市中学])|凝聚到|——|□建设和(?=□|学校|教育)"
_INNER = re.compile(f".*(?:{_INSIDE})[好到]?")
_SOME_INNER = re.compile(_INSIDE)  # few names have one
# What is drawn up on some ground is not itself the ground: 结合实际制定《…》.
MADE = re.compile(
    "(?:制定|制订|拟定|起草|编制|编写|编印|填写|填报|出台|修订|撰写|签订|发布|形成|公布)(?!后?的)"
)
# Bodies that are known by their last words: 云州市委, 校维稳领导小组.
_BODY = (
    "[^、和与及的“]{1,4}(?:[省市县区州]委|[省市县区州](?:人民)?政府)"
    "|[^、和与及的“]{2,16}(?:领导小组|指挥部|办公室|委员会|常委会)(?!会议|全体)"
)
_GENERIC = re.compile(f"{any_of('generic')}|{_BODY}")
_BARE = 6  # a meeting without any name and the word that shall stand behind it
# Of these there is one a year, or one at all: what a leader has said in a series of speeches.
_KNOWN = re.compile("两会精神|政府工作报告|(?:习近平)?(?:总书记|同志)系列重要讲话精神$")
_OWN = re.compile(
    "^(?:本|当前|其(?!他)|属地|各[级地]|此次|这次|本次|该|下一步|制定|形成|思想|项目|工作方案|发扬|和发扬|推进|加强|完善|服务|带着|对(?!外)|推动|设计|分析|给出|传承|握|这个|我们|自身|自己|参观|每|这一|这些|(?:上述|以上)?[0-9]+条)"
)
_SPIRIT = re.compile(
    "(?:[会示话述件知见定议告批署则》”]|[一二三四五六七八九十]大|[回来贺]信)(?:核心|主旨|重要|的)?精神"
)
_SPIRIT_ON = re.compile("(?:关于|对于)[^、]{4,40}的(?:基本|总体|有关|相关)?精神$")
_VIRTUE = re.compile("(?<!会)(?<!讲话)”的?精神$")  # “敢闯”的精神 is a state of mind
# A speech or a wish of which nothing is told but whose it is.
_ONLY_WHOSE = re.compile(
    "[^在对、]{0,6}(?:书记|主席|总理|主任|校长|[省市县部厅局院]长|同志)(?:等(?:中央)?(?:领导)?同志)?的?"
    "(?:一?系列(?!重要讲话精神))?(?:重要)?(?:讲话|批示|指示|要求|部署){1,2}(?:精神)?"
)
_PLAN = re.compile("“|[0-9]|[一三五十]年|发展规划")  # plans that have a name: not any year's plan
_JOINED = re.compile("以?及|和")  # what is listed behind a title
_MEETS = re.compile("会议?$|[中次]$|[一二三四五六七八九十]大$")
_QUOTED = re.compile("“[^“”]*(?<!方案)(?<!规划)(?<!计划)(?<!会)(?<!会议)”(?:精神)?")
# 执行…不严格, …精神宣讲团, …报告稿: what is lacking, and what only begins the name of something else.
_LACKING = re.compile(
    "不(?![断折懈忘仅但])|稿|后(?![续勤])|(?:省委|中央|党委|校党委|学校|学院|高校|主题|专题|系列){0,2}"
    "(?:宣讲|研讨班|读书班|培训班|轮训班|报告会|学习会|座谈会|研讨会|讲座|辅导|主题党日|主题团日|征文|竞赛)"
)
_MIXED = re.compile(
    "《|制定(?!的)|制订(?!的)|编制(?!管理)|凝练|符合|转变|高(?:质量|标准|水平)(?:完成|推进|落实)|等形式|提供|梳理|给出|调整|并做好|同党|的形式|来学习|作出了|做出了|或(?<=[^者]或)|实际[和、]|进行|开展的|让|稳步|层面|为题|思考|做会议|(?:作|发表)了?(?:重要|总结|主旨|动员|主题)?讲话$"
)
_GOES_WITH = ("、", "同", "按")
# Two meetings or papers that stand alone, joined: `学校工作会议和“十四五”发展规划`.
_TWO = re.compile(
    r"[^、和]{3,40}(?:会议|大会|党代会)(?P<join>和)(?![^和]*(?:(?<!规定)(?<!文件)(?<!通知)精神|部署)$)(?=[^和]{6,})"
)
_LEAD = re.compile(
    rf"(?:落实到|{any_of('grounds')}|了|好|和|以及|及|领学了?|落细|实现|完成|研究宣传|学习宣传|宣传|学深悟透|做实|实施|关于学习)*"
)


class Line(NamedTuple):
    """One sentence as it stands on its page; it is asked there, and nothing is cut out."""

    text: str  # of the whole page
    veil: str
    first: int
    last: int
    asks: bool
    led: Sequence[re.Match[str]]  # what the verbs that lead to a ground have before them


Places = Iterable[tuple[int, int]]  # on the page


def _named_spirit(words: str) -> bool:
    """A spirit is ground only where it is that of a meeting, a speech or a paper."""
    if not words.endswith("精神"):
        return not words.endswith("精神”")
    if _VIRTUE.search(words) and not _ISSUED.search(words):
        return False
    return _SPIRIT.search(words) is not None or _SPIRIT_ON.search(words) is not None


def _listed(words: str) -> int:
    """Return where the last of a list begins, if what stands before it is more than who has said it."""
    cut = len(words)
    while (cut := words.rfind("、", 0, cut)) >= 0:
        before = words[:cut]
        if "关于" in before or ("书记" in before and not before.endswith(_ENDED)):
            return 0  # the list is of what he has spoken on
        # Meetings may share the word for their spirit, and words in quotes the name that follows.
        meets = words.endswith(("精神", "部署", "要求")) and _MEETS.search(before)
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
        ((len(words) > 4 and not _generic(words)) or _KNOWN.match(words) is not None)
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
    if words.endswith("部署") and _ON_ITS_MATTER.search(words):
        return True
    if words.endswith("规定") and words.startswith("国家"):
        return "关于" in words  # else it is any rule of the country
    return (_SET if words.endswith("任务") else _ISSUED).search(words) is not None


def part(line: Line | Page, at: int, right: int) -> re.Match[str] | None:
    """Find the word on which the next name ends; what is only quoted ends none, unless the whole name is in quotes."""
    found = _PART.search(line.veil, at + _SHORTEST, right)
    if found and found.start() - at <= _LONGEST:
        return found
    if line.veil.find("□", at, right) < 0:
        return None
    found = _PART.search(line.text, at + _SHORTEST, right)
    return found if found and found.start() - at <= _LONGEST else None


def named(line: Line, left: int, right: int) -> Places:
    """Divide a list of grounds, and leave out those without a name of their own."""
    text = line.text
    at = left
    while found := part(line, at, right):
        start, end = _begin(line, at, found.end()), found.end()
        two = _TWO.match(text, start, end) if text.find("和", start, end) > 0 else None
        if two:
            yield start, two.start("join")
            start = two.end("join")
        if text.count("“", start, end) > text.count("”", start, end):
            # The name stands inside of what is quoted.
            start = _led(line, text.rindex("“", start, end) + 1, end)
        words = text[start:end]
        if _names(words) and not (lacks(line, start, end) or (found.lastindex and not _issued(words))):
            yield start, end
        if end >= right or text[end] not in "、以及和" or MADE.search(words):
            return
        at = end + (2 if text.startswith("以及", end) else 1)


def set_by(line: Line, left: int, right: int, end: int) -> Places:
    """Take what a meeting that has a name has set before others: 党的十大确定的目标."""
    start = _begin(line, left, right)
    if _names(who := line.text[start:right] + "精神") and len(who) > _BARE:
        yield start, end


def whole(line: Line, left: int, right: int) -> Places:
    """Take a plan whose end is known, if it has a name of its own."""
    start = _begin(line, left, right)
    words = line.text[start:right]
    if _PLAN.search(words) and _names(words):
        yield start, right


def _begin(line: Line, start: int, end: int) -> int:
    """Return where a name begins, without what leads to it and what is listed before it."""
    title = line.text.rfind("》", start, end - 1)
    if title > 0 and (join := _JOINED.match(line.text, title + 1, end)):
        start = join.end()
    start = _led(line, start, end)
    inner = _INNER.match(line.veil, start, end) if _SOME_INNER.search(line.veil, start, end) else None
    # What was said on carrying something out is named by it: 关于贯彻…的部署.
    if inner and line.text.find("关于", start, inner.end()) < 0:
        start = _led(line, inner.end(), end)
    return start + _listed(line.text[start:end])


def _led(line: Line, start: int, end: int) -> int:
    lead = _LEAD.match(line.text, start, end)
    return lead.end() if lead else start


def lacks(line: Line, start: int, end: int) -> bool:
    """Tell whether a name only begins that of something else, or stands in a title."""
    if _LACKING.match(line.text, end, line.last):
        return True
    near = max(line.first, start - NEAR)
    return line.text.rfind("《", near, start) > line.text.rfind("》", near, start)
