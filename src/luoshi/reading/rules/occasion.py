"""会务：谁在何时何地召开、主持、出席、传达、汇报了什么。

Not of the occasion: what was achieved or found in content, which is report.
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import behind, words
from luoshi.reading.text.page import Page, Place, Places, paged

# Words that open with one of these are looked for by what follows it.
_COMMON = "学大发一进合研开经"
_OCCASION = paged(
    rf"{behind(_COMMON, words('occasion'))}|致欢迎|题(?<=为题)(?=[,作做进为给上向讲])|主题(?<=为主题)(?=[,作做进讲])|署(?<=部署)(?<!决策部署)(?<!战略部署)(?<!的部署)(?!要求)|要求(?<!的要求)(?![,。、的和;:】)]|$)|作出(?=[^,。]{{0,8}}(?:部署|要求|安排))|环节(?=[,。中上后里])(?<!关键环节)(?<!的环节)|安排(?<!》安排)|提出[^,。]{{0,8}}(?:要求|意见|希望|建议)|会议还?(?:研究|审议|讨论|听取|通报)了"
)

# By themselves these are what work consists of as often as what is done at an occasion.
_LOOSE = frozenset(("交流", "强调", "讲话", "调研", "安排", "讨论"))
_AFTER = ("后", "的", "之际", "以来", ",对")  # what stands behind a meeting that only dates what is told

_LATER = frozenset([*(word[1:] for word in words("occasion") if word[0] in _COMMON), "题", "主题", "署"])

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
# What the occasion itself was like: who held it, on what theme, in what parts, how many came.
_LIKE = re.compile(
    "由[^。]{2,120}(?:主办|承办|协办|组织|主持|举办|指导|组成|构成)|以[^,。]{2,40}(?:形式|方式|主题|主线|结合)"
    "|围绕[^,。]{2,60}(?:主题|议题|内容|展开|开展|进行)|聚焦[^,。]{2,60}(?:主题|议题|话题)|采[取用][^。]{2,60}?(?:形式|方式|模式|结合)"
    "|为期|历时|持续[^,。]{1,4}[天日周]|主题[为是]|紧扣[^,。]{2,40}主题|分为?[^,。]{1,60}(?:环节|阶段|部分|组|赛道|赛段|赛项)|包[括含][^,。]{1,60}(?:环节|会场|论坛|展区)"
    "|设[置有立]?[^,。]{1,60}(?:环节|会场|论坛|展区|赛道|组别|奖项)|有[^,。]{2,60}(?:参加|参与|参赛|出席)|吸引了?[^。]{2,80}(?:参加|参与|参赛|观看|聆听|报名)|邀请"
    "|(?:认真|集中|一致|先后|分别|组织)?(?:并|和)?(?:表彰|学习|评选|听取|审议|表决|选举|宣读|颁发|播放|传达|通报|推选)(?:了|出|并|、|通过(?!的))|[进举]行了"
)
_STARTS = "由以围聚采为历持主分包设有吸邀紧认集一先组表学评听审选宣颁播传通推进举"
_EVENT = paged(
    "|".join(
        f"{event}(?=[共还也主要特别现场将拟均计]{{0,2}}[{_STARTS}])"
        for event in (
            "会(?<![社机学协员总工商理]会)",
            "会议",
            "组(?<=[核家审查辩导委试定察]组)(?=由)",
            "活动",
            "论坛",
            "赛",
            "讲座",
            "培训班?",
            "仪式",
            "座谈",
            "调研",
            "演练",
            "展览?",
            "考核",
            "评审",
            "答辩",
            "沙龙",
            "宣讲",
        )
    )
)
_ALSO = re.compile(f"[共还也主要特别现场将拟均计]{{0,2}}?(?=[{_STARTS}])")
_EVENT_IS = re.compile(
    "(?:(?:据悉|据了解|据介绍|此外|同时|另外),)?(?:[^,。、的了自从]{0,8}|(?:[本此这][次届场期]|首届|第[一二三四五六七八九十0-9]{1,3}[届期])[^,。、的了自从]{0,20})$"
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
# How many points are made, and none of them yet.
_COUNTS = re.compile(
    r"[^,。:]{2,30}提出了?[一二两三四五六七八九十几\d]{1,2}[点条项个]{1,2}(?:方面)?的?(?:建议|要求|意见|希望|倡议)[:。]"
)

_TAKES_PART = re.compile(
    "(?:代表|专家|嘉宾|同志|人员)[^,。的要]{0,6}发言。$|(?:参加|陪同|出席|列席)了?[^,。的]{0,16}(?:会|座谈|活动|调研|检查|考察|论坛|培训|仪式|讲座)[^,。]{0,4}。?$"
)
_GROUPS = (
    "负责人",
    "负责同志",
    "代表",
    "人员",
    "组(?<![小项课题]组)(?![织建成合团])",
    "评委",
    "选手",
    "竞聘者",
    "候选人",
    "驻村干部",
    "一行",
)
_GROUP_DEED = re.compile("|".join(f"{group}(?!要)" for group in _GROUPS))
# Inside a speech they are told to act.
_GROUP_TELLS = re.compile("|".join(f"{group}(?:就|对|从|围绕|分别|介绍|汇报|解读)" for group in _GROUPS))
# Those who came, as the subject of the sentence.
_PRESENT = re.compile(
    "[^,。的为与和给让向对求请使于针是将]{0,6}(?:专家们|专家组|专家团|老师们|同学们|学员们|队员们|大家)(?![的在学])"
)
_NEAR = 30  # characters before such a group at the head of a sentence

_TELL = "(?:介绍|分享|解读|讲解|解析|梳理|阐述|传达|通报|汇报|剖析|讲述|宣读|领学|讲授)了"
_THEN = "(?![^。]*,(?:指出|认为|提出|强调))"
# What the first words say; what stands further on is asked for only where one of its words is there at all.
_DEED = re.compile(
    rf"(?:(?:此外|同时|随后|最后|接着|另外|期间|其间),?)?(?:{_TELL}|(?:同时|随后|并)?,?(?:安排|部署|通报)了|(?:[他她](?:还|也|则|首先|并)?|并|同时,?|随后,?|最后,?|还)[^。要]{{0,60}}?{_TELL}){_THEN}"
    r"|[他她](?:还|也|并)?提出了[^。]{2,60}(?:建议|意见|要求)。$|(?:大家|与会[^,。]{0,8})(?:一致|纷纷)?表示"
    r"|(?:对|就|围绕)[^,。]{2,60}(?:进行|展开|开展|[作做])了|在[^,。]{2,12}环节,"
    r"|双方(?![要将应均都]|一致)|(?:随后,|最后,|同时,)?(?:会上|会后|与会|全体)|(?:会议|大会)(?![强指要认提号])|全会(?=[^,。的]{0,10}了)|当[日天](?:[上中下]午|晚)?,(?=[^。]{0,40}(?:举行|召开|举办|座谈|参观))"
    r"|[^,。要]{0,10}(?:检查|调研|活动|仪式|典礼|座谈|培训|会议|[谈训讨享面流告介讲年展峰]会|研讨|论坛|讲座|参观|走访|比赛|大赛)(?:期间|现场|过程中|中|上|后|之后|结束后|间隙|第[一二三四]阶段),(?!发现)"
)
_HAS_TOLD = re.compile(
    rf"[^,。]{{2,20}}则[^。要]{{0,60}}?{_TELL}{_THEN}|[^,。]{{0,24}}会议?(?:传达|通报|听取|审议|讨论)了"
    rf"|[^,。:]{{2,100}}(?:负责人|负责同志|[院校处部]长|书记|主任|代表|教授|老师)[^,。:]{{0,24}}?(?:{_TELL}|交流了)"
)
_TITLED = re.compile("[^。]{0,40}》为题,|[^,。]{1,24}(?:作|做|带来)了?题为")
_TITLE = re.compile("为主?题(?=[,作做进为给上向讲])")
_FAR = 80  # characters before the title of a talk
_ATTENDED = re.compile(
    "各[^,]{1,30}(?:参加|出席)|[^,。]{0,40}主持会议|[^。]{0,120}(?:参加|出席|列席)会议。?$|[^,。]{2,20}纷纷表示"
)
# What the last words say.
_HE_TELLS = re.compile(r"(?:进行了?|作[了出]?|做[了出]?|提出)[^,。]{0,10}(?:部署|要求|安排|解读)[。;:]?$")
_BEFORE = 44  # characters between him and that
_TELLS = re.compile(
    r"(?:作出|做出|提出|进行)[^,。]{2,60}等[^,。]{0,6}(?:部署|要求|安排)[。;]$"
    r"|(?:进行|作了?|做了?|提出了?)[^,。]{0,10}(?:说明|安排|阐述|阐释|介绍|汇报|通报|解读|讲解|交流|分享|反馈|研讨|讨论|建议|意见|发言|讲座|点评|总结)[。;]?$"
)
_LAST = frozenset(
    (
        *("部署", "要求", "安排", "解读", "说明", "阐述", "阐释", "介绍", "汇报", "通报", "讲解", "交流"),
        *("分享", "反馈", "研讨", "讨论", "建议", "意见", "发言", "讲座", "点评", "总结"),
    )
)
_TALKS = re.compile(
    "就[^,。]{2,60}?(?:展开|进行|开展)了?[^,。]{0,8}(?:交流|讨论|探讨|座谈|研讨|洽谈|沟通|对接)"
)
_TREATS = re.compile("(?:进行|作|做)了[^,。]{0,10}(?:宣讲|讲解|解读|阐述|阐释|剖析|讲授|辅导|梳理|分析)")
_TALK = re.compile("讲座|报告|宣讲|课程|授课|嘉宾|讲师|专家")
_SHARED = re.compile(
    "(?:展开了?|开展了)[^,。]{0,12}(?:分享|互动|交流|讨论|研讨)[。;]$|(?:分享|交流)了?[^,。]{0,16}(?:经验|经验做法|体会|心得|感悟|收获)[。;]$"
)


def ask(page: Page) -> Places:
    """Which sentences tell of the occasion itself?"""
    places, text, starts = page.first(_OCCASION, page.veil), page.veil, page.starts
    for number, (start, end) in places.items():
        at = starts[number]
        if text[at + start : at + end] in _LATER:
            places[number] = start - 1, end
    return places


def of(page: Page, number: int) -> Place | None:
    """Does one sentence?"""
    found = page.within(_OCCASION, page.veil, number)
    place = page.place(number, found)
    return (place[0] - 1, place[1]) if found and place and found[0] in _LATER else place


def firm(page: Page, number: int, first: Place) -> Place | None:
    """Return the first words that tell of an occasion by themselves, where nobody speaks and nobody present is named."""
    start, end = page.starts[number], page.starts[number + 1] - 1
    found: Place | None = first
    while found and _loose(page.veil, start + found[0], start + found[1]):
        found = page.place(number, _OCCASION.search(page.veil, start + found[1], end))
    return found


def _loose(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    return (word in _LOOSE and text[end] not in "。;") or (word == "召开" and text.startswith(_AFTER, end))


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
    for number, found in page.hits(_EVENT, page.veil):
        start = page.starts[number]
        if number not in out and (end := _tells_of_event(page, number, found)):
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


def _tells_of_event(page: Page, number: int, event: re.Match[str]) -> int:
    """Return where the words end that say who held the event, on what theme or with how many (`本次大赛由…主办`)."""
    start, place = page.starts[number], event.end()
    if place - start > _FAR or not _EVENT_IS.match(page.veil, start, event.start()):
        return 0
    also = _ALSO.match(page.veil, place)
    like = _LIKE.match(page.veil, also.end() if also else place, page.starts[number + 1])
    return like.end() if like else 0


# What stands behind the telling of an occasion goes on with it by these, unless it turns to work or to what somebody says.
_DEEDS = frozenset(words("deeds"))
_TURNS = re.compile(r"通过|经过|近|今|去|自|从|各|该|此外|据|全会|我们|\d{4}年")
_ELSEWHERE = re.compile(
    "指出|表示|认为|谈[到道]|说[,:]|获|成为|[0-9]篇|[%亿万]|同比|习近平|总书记|□一书|掀起"
)
# What is told of somebody named, and not of what he does there.
_OF_HIM = re.compile("是|曾(?=[在任担获经])|称|评为|去年|一生|毕业|推荐|播出|一书|[0-9]{4}年|申报的|指导的")


def goes_on(text: str, told: Place) -> bool:
    """Does a sentence go on to tell what was done at an occasion (`两国艺术家表演了…`)?"""
    place = told[0]
    if text[place] != "了" or not (text[place - 2 : place] in _DEEDS or text[place - 1] in "作做发"):
        return False
    return not _TURNS.match(text) and not _ELSEWHERE.search(text)


def stays(text: str) -> bool:
    """Does a sentence with somebody named in it, behind the telling of an occasion, tell what he does there?"""
    return not (_TURNS.match(text) or _ELSEWHERE.search(text) or _OF_HIM.search(text))


def counts(text: str) -> bool:
    """Does a sentence only say how many points are made?"""
    return "提出" in text and _COUNTS.fullmatch(text) is not None


def narrates(text: str, *, speaking: bool) -> bool:
    """Does a sentence tell of a deed at the occasion, by a group or by the words for it?"""
    if text[0] == "“" and text.find("”") == len(text) - 1:
        return False  # what somebody says of it
    comma = text.find(",")
    head = comma if comma >= 0 else len(text)
    group = (_GROUP_TELLS if speaking else _GROUP_DEED).search(text, 0, head)
    if (
        (group and group.start() <= _NEAR)
        or (not speaking and _PRESENT.match(text))
        or (comma < 0 and _TAKES_PART.search(text))
    ):
        return True
    return _DEED.match(text) is not None or _tells_later(text) or _tells_last(text)


def _tells_later(text: str) -> bool:
    if "了" in text and _HAS_TOLD.match(text):
        return True
    if "题" in text and (_TITLED.match(text) or _has_title(text)):
        return True
    meets = "会议" in text or "纷纷表示" in text or text[0] == "各"
    return meets and _ATTENDED.match(text) is not None


def _he_tells(text: str) -> bool:
    """Tell whether a sentence closes with what he, named before, did by speaking."""
    told = _HE_TELLS.search(text, max(0, len(text) - _BEFORE))
    if not told:
        return False
    at = told.start()
    he = max(text.rfind("他", max(0, at - _BEFORE), at), text.rfind("她", max(0, at - _BEFORE), at))
    return he >= 0 and "。" not in text[he:at]


def _tells_last(text: str) -> bool:
    end = text[-3:-1] if text[-1] in "。;:" else text[-2:]
    if end in _LAST and (_TELLS.search(text) or _he_tells(text)):
        return True
    if "就" in text and _TALKS.search(text):
        return True
    if "了" in text and (treats := _TREATS.search(text)):
        start = treats.start()
        if _TALK.search(text, max(0, start - _FAR), start):
            return True
    return ("了" in text or "展开" in text or "分享" in text) and _SHARED.search(text) is not None


def _has_title(text: str) -> bool:
    """Tell whether somebody speaks under a title that stands in the first clause (`林一鸣以“…”为题，…`)."""
    found = _TITLE.search(text)
    head = text[: found.start()] if found else ""
    place = head.find("以", 2, _FAR)
    return place > 0 and place < len(head) - 2 and "," not in head and "要" not in head[:place]
