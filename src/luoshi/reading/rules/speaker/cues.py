"""The words by which somebody is told to speak: at once behind his name, in a later clause, or without being named.

Not such words: nouns (`提出的要求`), and what somebody only does.
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import opening
from luoshi.reading.text.page import paged

# What is also a noun or a mere deed tells that somebody speaks where what he says follows at once.
_MOVES = (
    "鼓励(?<![、和与的受]鼓励)(?![、,。;的和与])|提醒(?![、,。;的和与])|告诫(?![、。;的])"
    "|告诉(?=大家|同学)|激励(?=大家|同学|学生|全体|各|师生)|嘱咐(?![、。;的])"
)
_ADVISES = "|".join(
    [f"{advice}(?![、。;:的和与书稿案已])" for advice in ("建议", "提醒", "告诫")]
    + ["期望(?=大家|同学|各|全|在座|学|广)"]
)
_CUES = rf"{opening('cues')}|说(?=[,:])|决定(?=[,将由])|要求(?<![新点项作的准等种和、]要求)"
CUE = paged(rf"{_CUES}|{_MOVES}|{_ADVISES}")
_ENDS_THERE = r"(?![^,。;:衷诚热由崇要]{0,3}的|。|[^,。;:]{0,12}(?:要求|希望|意见|建议|部署)(?:。|:$))"
SPEAKS = paged(
    rf"(?:[^,。;:]{{0,32}}?(?:{_CUES}|{_MOVES})|(?:还|也|则|同时|特别|进一步)?(?:{_ADVISES})){_ENDS_THERE}"
)
# What he says may open with what is somebody's: `指出船队的工作应当…`.
SPEAKS_OF = paged(
    "[^,。;:]{0,24}(?:指出|强调|认为|表示|寄语)[^,。;:的]{1,3}的[^,。;:的]{1,16}(?:[要应](?![求点素])|必须|:)"
)
# Who is the subject of a sentence speaks in a later clause of it: `林一鸣介绍了安排，要求学校…`.
_IN_A_LATER_CLAUSE = (
    ",(?:并|还|同时|也|着重|进一步|最后|他|她)?(?:(?:强调|指出|要求|希望|号召|勉励|寄语|叮嘱)(?![的和与、。])|表示(?![的和与、。,感欢热衷祝由诚哀慰谢赞同关])"
    rf"|{_MOVES}|{_ADVISES})|提出[^,。:]{{0,8}}(?:要求|希望|意见|建议):"
)
_PROPOSES = paged("(?P<cue>提出)[^,。;:了的]{2,24}(?:要(?!求)|须|应)")
_STOP = re.compile("[。;:\n]")
_PLEDGES = paged("[^。;]*?(?:[将愿]|希望)|要|一定")
LATER_CUE = paged(_IN_A_LATER_CLAUSE)
_LATER = paged(f"[^。;:]{{0,120}}?(?P<cue>{_IN_A_LATER_CLAUSE})")
GREETS = paged(r"[^。;:,]{0,60}(?P<cue>,(?:并|还)?[对向][^,。]{1,24}?表示)(?=热烈|衷心|诚挚|[感祝欢])")
# Who is not named speaks in a later clause: a meeting, or a group as printed; or goes on without being named again.
SAYS_LATER = paged(
    ",(?:并|还|同时|纷纷|一致)?(?P<cue>要求|强调|指出|号召|希望|(?:鼓励|勉励)(?=大家|同学|各|他们)|(?:提醒|告诉)(?=大家|同学|各)|一致认为|表示(?=一定|将|要|愿))(?![的和与、。])"
)
NO_SUBJECT = paged(
    "通过|结合|从|对[^,。]{1,40}(?:表示|给予)|以(?!下|上|来|及)|针对|对于|就|在[^,。]{1,24}(?:中|时|后|上),(?!学|团|各)"
)
GOES_ON = paged(
    r"(?:并|还|同时|也){0,2}(?P<cue>(?:指出|强调|要求)(?=[,:各全要大])|(?:表示|希望|建议|提醒)(?<=[并还]..)(?![,的感])|(?:鼓励|勉励)(?=同学|大家))"
)
AT_ONCE = re.compile(
    rf"(?:(?:近日|日前|[0-9日上下中午]{{2,6}})?(?:专程)?[在到][^,。;:]{{1,24}}|还|也|则|同时|进一步|激动地)?(?:{_CUES}|{_MOVES}|{_ADVISES})"
)
_REACH = 122  # characters to the end of such a word


def in_a_later_clause(text: str, start: int) -> re.Match[str] | None:
    """Find where who stands before a place speaks further on; what he only thinks of something is told with the rest.

    >>> bool(in_a_later_clause("林一鸣介绍了渔港,表示渔港很大。", 3)), bool(in_a_later_clause("林一鸣介绍了渔港,表示渔港愿扩建。", 3))
    (False, True)
    """
    later = _LATER.match(text, start)
    if later is None and text.find("提出", start, start + _REACH) >= 0:
        later = _PROPOSES.search(text, start, start + _REACH)
        later = None if later and _STOP.search(text, start, later.start()) else later
    if later is None or not text.endswith("表示", 0, later.end()):
        return later
    return later if _PLEDGES.match(text, later.end()) else None
