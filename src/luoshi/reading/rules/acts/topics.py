"""From a verb of telling to what was told: before it (`就…作了汇报`), after it (`通报了…`), or its title (`题为《…》`)."""

from __future__ import annotations

import re

from luoshi.reading.lexicon import words

Place = tuple[int, int]

_FAR = 400  # characters between who tells and the verb, and from the verb to the end of what is told
_NUMBER = "[几一二三四五六七八九十两多0-9]{1,3}"
_QUOTED = "(?:《[^《》]{2,90}》|“[^“”]{2,90}”|“[^“”]{0,60}“[^“”]{1,40}”[^“”]{0,60}”)"
_MOST = 12  # members of a list
_TITLED = re.compile(
    rf"(?:(?:题为|主题为|题目为|题目是|(?<!(?<!职)工)[作做]了?)(?P<own>{_QUOTED})"
    rf"|以(?P<as>{_QUOTED})(?=为(?:主?题|题目)|[、和及]?[《“]))"
)
# A title may run on over the end of a line, where a sentence is cut.
_OPEN = re.compile(r"(?:题为|主题为|[以作做]了?)(?P<open>《[^《》]{2,60}|“[^《》”]{2,60})$")
_BY = "(?:就(?![业是地餐医职]|读(?!书)|近(?!期|年|日|来|况|些))|对(?![外口照比标策接象应话])|从(?![事而严业教容])|围绕着?|(?:以|结合)(?=[《“□])|所作的?(?:关于)?|[作做]的(?:关于)?|关于)"
# Right behind a name the word before is no word's beginning (`周大生就…`).
_HEAD = re.compile(rf"(?P<by>{_BY})|[^,。;:]{{1,24}}?(?<![成造生面应相绝反服有])(?P<then>{_BY})")
_LIGHT = re.compile(
    r"(?:(?:进行|展开|开展)(?!的)|(?<![工合制操创协运动])作(?!用|为|风)|做(?!法))(?:了)?(?:(?!进行|展开|开展|[作做]了)[^,。]){0,12}$"
)
_NOMINAL = re.compile(r"进行|作|做|展开|开展|发言|带来")
_AFTER = re.compile(
    r"(?:[和与、](?:安排|部署|说明|讲解|解读|交流|介绍))?了?"
    r"(?:$|[,。;:的]|讨论|交流|沟通|分享|座谈|发言|研讨|汇报|(?:经验|体会|心得|做法)(?:[与和、]?(?:经验|体会|心得|做法))?(?:$|[,。;]))"
)
_TAIL = re.compile(
    rf"(?:等?的?(?:相关|有关)?(?:这?{_NUMBER}个)?(?:方面|层面|维度|主题|议题|环节|角度|主线)|等)?的?(?:为题|为主题)?,?"
    r"(?:(?:详细|全面|系统|简要|分别|逐一|重点|依次|深入|具体|现场)(?:的|地)?)?的?$"
)
_FEW = re.compile("等?[几多两三四五六]$")  # `甲、乙两|方面`
_SIDES = ("方面", "角度", "层面", "维度")  # before a verb with an object: from where it is told
# Behind the topic: from where, or with what in mind, it is told.
_ASPECTS = re.compile("(?:从|围绕)(?P<sides>[^,。]{8,160}?)等?(?:方面|角度|层面|维度)")
_ASIDE = re.compile(
    r"等?(?:相关|有关)?(?:方面|内容|主题|议题|问题)?,(?=结合|以[^,。]{2,20}(?:为导向|为主线|为抓手)|立足)"
)
# What only says how it is told.
_HOW = re.compile(r"的(?:工作|情况)?(?:补充|主题|专题|书面|口头|简要|详细|典型|(?:做法|经验)?交流)$")
_TOLD_TO = re.compile(
    r"[与和同向为](?:大家|(?:与会|参会|在场|到场)[^,、]{1,10}|[^,、的]{0,8}(?:同学们?|代表|人员|部门|师生|学生|农户|专家们?|嘉宾))$"
)
_PAST = re.compile(
    r"(?:学习(?!体会|心得|情况|成果|经验|感悟)|领学)?(?:和部署|并部署)?[了起]?(?:学习(?!体会|心得|情况|成果|经验|感悟)|全面落实|贯彻落实)?"
)
_COMMA = re.compile("[,;]")
_STOP = re.compile(
    "[,:。;]|时(?=[还也]?(?:指出|强调|表示|说|谈))|并(?=[对就向为与]|[作做](?!为)|部署|要求|提出|安排|强调|进行|围绕|主持|组织|讲话|致辞|[^,。;:、的]{1,5}了)|、(?=[^,。;:、的]{1,4}了)"
)
_WHEN = re.compile(r"[^,]{0,24}(?:以来|期间|过程中|之际|之后|之前),")
_BOUNDS = re.compile(r"(?:等[^,。;:]{0,12})?(?:情况|内容|工作|机制|经验|做法|方面|事项|问题)$")
# A clause that says whose story it is goes on to the story: `自己返乡养牛,带领乡亲致富的故事`.
_TALES = re.compile("的[^,的]{0,4}(?:故事|经历|经验|历程|案例|做法|机制|体会|感悟|心得)$")
_NOUN = re.compile("(?:的[^,的]{1,8}|情况|工作|精神|现状|经验|故事|经历|历程|做法|体会|心得|感悟|□)$")
_MORE = re.compile(r"[,、]关于[^,。;]{2,90}?的(?:汇报|报告|说明|通报)")
_BESIDE = re.compile(rf"[、和及]?{_QUOTED}")
_GOES_ON = re.compile(
    r"(?:并|还|也|同时|随后|从|就|对|围绕|与|他|她|为|通过|希望|强调|指出|表示|认为|要求|进行|分析|提出|部署|总结|研究|学习|审议|感谢|会|使|让|是|共|涉及|包括|涵盖)"
)
_SAYS = re.compile("表示|指出|认为|强调")
_TALK = re.compile(
    "座谈|讨论|交流|研讨|发言|互动|探讨|沟通|学习|活动|合作|工作|指导"
)  # `交流座谈` says nothing of what was told
_DOINGS = words("imperatives")
_SPLIT = re.compile("以及|[、和及]")
_NAMED = re.compile(_QUOTED)
_COUNTED = re.compile(f"了?{_NUMBER}[场次个]")  # `作了三场精彩的学术报告`
_REPORT = re.compile(
    r"[作做]了?(?:一[个场次])?(?P<topic>[^,。]{2,120}?)(?:交流|报告|讲座|分享|汇报|说明|发言)$"
)
_ANY = frozenset(("不同", "相关", "有关", "各自", "自己", "上述", "以下"))  # `围绕不同主题`
_HELD = frozenset(("典型", "现场", "大会", "书面"))  # how a talk is held
# Words that say of a report only what kind it is.
_KINDS = frozenset(words("kinds"))


def topic(text: str, veil: str, after: int, verb: Place) -> Place | None:
    """Find what is told: `after` is where the last who tells ends.

    >>> words = "林一鸣就招生计划作了汇报。"
    >>> words[slice(*topic(words, words, 3, (10, 12)))]
    '招生计划'
    """
    after = max(after, verb[0] - _FAR)
    if text.startswith("带来", verb[0]) and (own := _NAMED.match(text, verb[1])):
        return own.span()
    return (
        title(text, after, _end(veil, verb[1]))
        or _said(veil, verb)
        or _before(veil, after, verb)
        or objected(veil, verb[1])
    )


def title(text: str, after: int, end: int) -> Place | None:
    """Find the title under which somebody speaks or reports."""
    for found in _TITLED.finditer(text, max(after, end - _FAR), end):
        start, stop = found.span("own" if found["own"] else "as")
        stop = _on(_BESIDE, text, stop)
        if found["own"] or text.startswith(("为题", "为主题"), stop):
            return start, stop
    return None


def opened(text: str, after: int) -> int | None:
    """Return where a title begins that the end of the sentence cuts."""
    low = max(after, len(text) - 70)
    if text.rfind("《", low) <= text.rfind("》", low) and text.rfind("“", low) <= text.rfind("”", low):
        return None
    found = _OPEN.search(text, low)
    return found.start("open") if found else None


def under(veil: str, start: int, end: int) -> Place | None:
    """Find what somebody tells whose verb stands only behind the last of several: `林一鸣围绕…,周大川围绕…作报告`."""
    found = _HEAD.match(veil, start, end)
    return _cut(veil, found.end(), end) if found else None


def aspects(veil: str, start: int, end: int) -> Place | None:
    """Find the sides from which several tell of one thing: `分别从甲、乙等方面分享了…`."""
    found = _ASPECTS.search(veil, start, end)
    return found.span("sides") if found else None


def parts(text: str, count: int) -> list[str] | None:
    """Deal a list out where it has as many members as there are people to tell of them.

    >>> parts("招生工作和就业工作", 2), parts("开设的必要性、可行性", 2)
    (['招生工作', '就业工作'], None)
    """
    quoted = _NAMED.findall(text)
    if quoted == [text]:
        return None
    if count > 1 and len(quoted) == count:
        return [one[1:-1] for one in quoted]
    marks = [] if "以及" in text else text.split("、")
    for found in (marks, _SPLIT.split(text)):
        if count > 1 and len(found) == count and min(map(len, found)) > 3:
            return found
    return None


def untitled(topic: str) -> str:
    """Drop the marks of a title that is all of a topic."""
    for left, right in ("《》", "“”"):
        inner = topic[1:-1]
        if topic[0] == left and topic[-1] == right and 0 <= inner.find(left) + 1 <= inner.find(right) + 1:
            return inner
    return topic


def _said(veil: str, verb: Place) -> Place | None:
    """Find what stands inside the verb: `作政府工作报告`, `作的关于…的报告`."""
    found = _REPORT.match(veil, *verb)
    if not found or _generic(found["topic"].rstrip("和与、")):
        return None
    start, end = found.span("topic")
    start += veil.startswith("的", start) and not veil.startswith("的关于", start)
    about = veil.startswith(("的关于", "关于"), start)
    titled = veil[end : end + 2] in {"报告", "讲座"}
    if not titled and end - start > 4 and veil[end - 2 : end] in _HELD:
        end -= 2
    end = _plain(veil, start, end)
    if (more := _on(_MORE, veil, verb[1])) > verb[1]:
        return veil.index("关于", start) if about else start, more
    if about:
        return veil.index("关于", start) + 2, end - (veil[end - 1] == "的")
    return start, end + 2 * (titled and veil[end - 1] != "的") - (veil[end - 1] == "的")


def _generic(words: str) -> bool:
    """Tell whether words say only what kind of report it is.

    >>> _generic("了精彩的主题"), _generic("政府工作")
    (True, False)
    """
    counted = _COUNTED.match(words)
    at = counted.end() if counted else 0
    while at < len(words):
        at += words[at] in "与和及"
        step = next((size for size in (3, 2, 1) if words[at : at + size] in _KINDS), 0)
        if not step:
            return False
        at += step
    return True


def _before(veil: str, after: int, verb: Place) -> Place | None:
    """Find what stands before the verb; where the verb has an object, the clause before says only how."""
    bare = _NOMINAL.match(veil, verb[0]) or _LIGHT.search(veil, max(after, verb[0] - 20), verb[0])
    nominal = bare is not None or _AFTER.match(veil, verb[1]) is not None
    for start in _heads(veil, after, verb[0]):
        if found := _HEAD.match(veil, start, verb[0]):
            by, begin = found["by"] or found["then"], found.end()
            told = veil[begin : verb[0]]
            if not nominal and (by in {"从", "以"} or "," in told or told.endswith(_SIDES)):
                return None
            if by[-1] in "作的于" and (more := _on(_MORE, veil, verb[1])) > verb[1]:
                return begin - 2 * by.endswith("关于"), more
            return _cut(veil, begin, verb[0])
    return None


def _on(pattern: re.Pattern[str], text: str, end: int) -> int:
    """Follow the members of a list and return where the last ends."""
    for _ in range(_MOST):
        if not (found := pattern.match(text, end)):
            break
        end = found.end()
    return end


def _heads(veil: str, after: int, end: int) -> list[int]:
    """List where clauses begin, the last first."""
    return [after, *(mark.end() for mark in _COMMA.finditer(veil, after, end))][::-1]


def _cut(veil: str, start: int, end: int) -> Place | None:
    """Leave out what only leads from the topic to the verb."""
    if aside := _ASIDE.search(veil, start, end):
        end = aside.start()
    if light := _LIGHT.search(veil, max(start, end - 20), end):
        end = light.start()
    tail = _TAIL.search(veil, max(start, end - 20), end)
    end = tail.start() if tail else end
    if veil.startswith("方面", end) and (few := _FEW.search(veil, max(start, end - 2), end)):
        end = few.start()
    end = _plain(veil, start, end)
    return (start, end) if end - start > 1 and veil[start:end] not in _ANY else None


def _plain(veil: str, start: int, end: int) -> int:
    """Return where a topic ends without words that only say how it is told."""
    how = _HOW.search(veil, max(start + 2, end - 12), end)
    end = how.start() if how else end
    heard = _TOLD_TO.search(veil, max(start + 2, end - 24), end)
    return heard.start() if heard else end


def objected(veil: str, start: int) -> Place | None:
    """Find what stands after the verb: one phrase, or a list that goes on behind a comma."""
    past = _PAST.match(veil, start)
    start = past.end() if past else start
    if when := _WHEN.match(veil, start):
        start = when.end()
    end = _listed(veil, start)
    if veil.endswith(("后", "时"), start, end) and veil.startswith(",", end):
        end -= 1
    if (
        end - start < 2
        or veil[start] in "的和与、,及"
        or veil.startswith(("有关情况", "相关情况"), start)
        or _SAYS.match(veil, start)
        or _TALK.fullmatch(veil, start, end)
    ):
        return None
    return start, end


def _listed(veil: str, start: int) -> int:
    """Return where a list ends whose members commas part; a clause of another deed is no member."""
    end = last = _end(veil, start)
    doing = veil.startswith(_DOINGS, start)
    while end < start + _FAR // 2 and veil.startswith(",", end) and not _GOES_ON.match(veil, end + 1):
        left, end = end + 1, _end(veil, end + 1)
        if veil.find("了", left, end) >= 0:
            break
        if (
            _member(veil, left, end)
            or (doing and veil.startswith(_DOINGS, left))
            or (
                left == last + 1
                and _TALES.search(veil, max(left, end - 12), end)
                and not _NOUN.search(veil, start, last)
            )
        ):
            last = end
    return last


def _member(veil: str, left: int, end: int) -> bool:
    """Tell whether a clause closes the list that began before it."""
    if veil.startswith(("以及", "及", "和"), left):
        return True
    return veil.find("等", left, end) >= 0 and _BOUNDS.search(veil, max(left, end - 20), end) is not None


def _end(veil: str, start: int) -> int:
    found = _STOP.search(veil, start, start + _FAR // 2)
    return found.start() if found else min(len(veil), start + _FAR // 2)
