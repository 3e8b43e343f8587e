"""会务，活动本身：谁主办、以什么为主题、分哪些环节、多少人参加。"""

from __future__ import annotations

import re

from luoshi.reading.text.page import Page, paged

# What the occasion itself was like: who held it, on what theme, in what parts, how many came.
_LIKE = re.compile(
    "由[^。]{2,120}(?:主办|承办|协办|组织|主持|举办|指导|组成|构成)|以[^,。]{2,40}(?:形式|方式|主题|主线|结合)"
    "|围绕[^,。]{2,60}(?:主题|议题|内容|展开|开展|进行)|聚焦[^,。]{2,60}(?:主题|议题|话题)|采[取用][^。]{2,60}?(?:形式|方式|模式|结合)"
    "|为期|历时|持续[^,。]{1,4}[天日周]|主题[为是]|紧扣[^,。]{2,40}主题|分为?[^,。]{1,60}(?:环节|阶段|部分|组|赛道|赛段|赛项)|包[括含][^,。]{1,60}(?:环节|会场|论坛|展区)"
    "|设[置有立]?[^,。]{1,60}(?:环节|会场|论坛|展区|赛道|组别|奖项)|有[^,。]{2,60}(?:参加|参与|参赛|出席)|吸引了?[^。]{2,80}(?:参加|参与|参赛|观看|聆听|报名)|邀请"
    "|(?:认真|集中|一致|先后|分别|组织)?(?:并|和)?(?:表彰|学习|评选|听取|审议|表决|选举|宣读|颁发|播放|传达|通报|推选)(?:了|出|并|、|通过(?!的))|[进举]行了"
)
_STARTS = "由以围聚采为历持主分包设有吸邀紧认集一先组表学评听审选宣颁播传通推进举"
EVENT = paged(
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
_FAR = 80  # characters before the event at the head of a sentence


def ends_telling(page: Page, number: int, event: re.Match[str]) -> int:
    """Return where the words end that say who held the event, on what theme or with how many (`本次大赛由…主办`)."""
    start, place = page.starts[number], event.end()
    if place - start > _FAR or not _EVENT_IS.match(page.veil, start, event.start()):
        return 0
    also = _ALSO.match(page.veil, place)
    like = _LIKE.match(page.veil, also.end() if also else place, page.starts[number + 1])
    return like.end() if like else 0
