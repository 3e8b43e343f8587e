"""会务，做的事：会上的人和话说了一件会上做的事，还是事情本身。"""

from __future__ import annotations

import re

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
    r"|[他她](?:还|也|并)?提出了[^。]{2,60}(?:建议|意见|要求)。$"
    r"|(?:对|就|围绕)[^,。]{2,60}(?:进行|展开|开展|[作做])了|在[^,。]{2,12}环节,"
    r"|双方(?![要将应均都]|一致)|(?:随后,|最后,|同时,)?(?:会上|会后|与会(?![^,。]{0,12}表示,(?![^。]*[要将会]))|全体)|(?:会议|大会)(?![强指要认提号])|全会(?=[^,。的]{0,10}了)|当[日天](?:[上中下]午|晚)?,(?=[^。]{0,40}(?:举行|召开|举办|座谈|参观))"
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
