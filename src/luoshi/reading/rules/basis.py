"""依据：作为根据的文件、会议精神、重要讲话、规划方案，各记其首见之处。

Not a basis: a bare `决策部署`, schools of thought, the present meeting or document itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of
from luoshi.reading.outline import Piece
from luoshi.reading.records import Basis
from luoshi.reading.scene import Scene, veiled

_END = (
    r"(?:精神|重要讲话|重要论述|论述|重要指示批示|决策部署|部署安排|部署要求|(?<=会)部署|新精神新要求|(?<=的).{0,4}工作要求"
    r"|(?<!的)(?:规划|方案|报告)|(?<![的作])计划|工作会(?!议))"
)
_GROUND = re.compile(rf"{any_of('grounds')}(?:了|好|到)?(?P<rest>[^,。;:!?()]{{2,120}})")
_PART = re.compile(
    rf".{{2,80}}?{_END}(?:和(?:重要)?指示批示精神|精神|和[^、]{{1,8}}?(?:精神|清单))?(?![修编制会])"
)
_INNER = re.compile("^.*(?:学习贯彻|贯彻落实|贯彻|落实|作为|结合|围绕|思想和|思想、)(?!好)")
_TITLE = re.compile(
    r"(?:根据|按照|落实|遵循|依据|依照|贯彻|以|把|对照|结合|印发|发布|执行|和)[^,。;《》]{0,24}(?P<title>《[^《》]{2,60}》(?:精神)?)"
)
_BARE = re.compile(
    r"^(?:(?:党中央|国务院|中央|省委|省政府|市委|市政府|学校党委|校党委|学校|上级|教育部|财政部|国家|有关|相关|系列|重大|各项|地方|党和国家|[、和及的])*"
    r"(?:决策部署|部署要求|部署安排|工作要求|工作部署|要求|部署|精神|文件精神|规划|方案|计划|报告|论述|重要讲话|工作计划方案))$"
)
_OWN = re.compile("^(?:本|此次|这次|本次|该|下一步|制定|形成|思想|项目|工作方案|发扬|和发扬|推进|加强|完善)")
_MIXED = re.compile("《|进行|层面|为题|^、|^同")
_LEAD = re.compile(rf"^(?:{any_of('grounds')}|了|好|和|以及|及|关于学习)*")


def find(scene: Scene) -> tuple[Basis, ...]:
    """Find what is named as ground, each at its first place."""
    rows: dict[str, Basis] = {}
    for piece in scene.pieces:
        for start, end in sorted(_places(piece)):
            span = piece.view.span(start, end)
            name = piece.view.text[start:end]
            rows.setdefault(name.removesuffix("精神")[-12:], Basis(span, span.of(scene.source)))
    return tuple(rows.values())


def _places(piece: Piece) -> Iterator[tuple[int, int]]:
    text = piece.view.text
    for found in _TITLE.finditer(text) if "《" in text else ():
        yield found.span("title")
    for found in _GROUND.finditer(veiled(text)):
        yield from _named(text, *found.span("rest"))


def _named(text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    """Divide a list of grounds, and leave out those without a name of their own."""
    at = left
    while found := _PART.match(text, at, right):
        start, end = found.span()
        lead = _LEAD.match(text[start:end])
        start += lead.end() if lead else 0
        inner = _INNER.match(text[start:end])
        start += inner.end() if inner else 0
        words = text[start:end]
        if len(words) > 4 and not _BARE.match(words) and not _OWN.match(words) and not _MIXED.search(words):
            yield start, end
        if end >= right or text[end] not in "、以及和":
            return
        at = end + (2 if text.startswith("以及", end) else 1)
