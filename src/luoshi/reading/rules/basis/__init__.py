"""依据：作为根据的文件、会议精神、重要讲话、规划方案，各记其首见之处。

Not a basis: a bare `决策部署`, schools of thought, the present meeting or document itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from luoshi.reading.records import Basis
from luoshi.reading.rules.basis.leading import named_in
from luoshi.reading.scene import Scene
from luoshi.reading.text.spans import plain

_AND = ("和", "及", "、")
# What a talk falls into is its matter: 从…、学习贯彻…精神等方面作了讲解.
_ASPECTS = re.compile(
    "[^,。;]{0,60}?(?:等|[一二三四五六七八九十两几多]个)(?:方面|部分|层面|板块|维度|篇章|专题|角度)"
)
# What is told to be so under the rules of an epidemic goes by them as all do: no ground, unless they are made known.
_LIVED_UNDER = re.compile("防[疫控](?:工作)?的?(?:有关|相关|统一|总体|最新)?(?:要求|规定|安排)$")
_TOLD = ("传达", "传达了", "通报", "通报了")
_MEETING = ("会", "会议")
_IS_HELD = re.compile("(?!精神)[^,。;]{0,24}?(?:召开|举行|举办|开幕|闭幕)")
_NUMBER = re.compile("[一-鿿]{2,6}〔[0-9]{4}〕[0-9]{1,4}号")
_HEAD = 200  # characters in which a notice says what it hands out
_BY_THE_WAY = re.compile("习近平|习总书记|总书记|主席|的|重要|一系列|系列|工作|作出|发表|批示|“|”")


def find(scene: Scene) -> tuple[Basis, ...]:
    """Find what is named as ground, each at its first place."""
    rows: dict[str, Basis] = {}
    for piece, line, places in named_in(scene):
        done = line.first
        for start, end in places:
            # A part of what is found already is no other name.
            if start < done or (not line.asks and _ASPECTS.match(line.text, end, line.last)):
                continue
            done = end
            name = line.text[start:end]
            if (
                not line.asks
                and _LIVED_UNDER.search(name)
                and not line.text.endswith(_TOLD, line.first, start)
            ):
                continue
            core = _core(name)
            if not (_known(core, rows) or _numbered(scene, name, start) or _itself(scene, name, core)):
                span = piece.where(start - line.first, end - line.first)
                rows[core] = Basis(span, span.of(scene.source))
    return tuple(rows.values())


def _core(name: str) -> str:
    """Leave out of a name what may as well be said otherwise: 对…作出的重要指示 is 关于…的指示.

    >>> _core("习近平总书记对海岛工作作出的重要指示精神") == _core("总书记关于海岛工作的重要指示")
    True
    """
    if name.startswith("《"):
        return name.removesuffix("精神").strip("《》")
    return _BY_THE_WAY.sub("", name).replace("对", "关于").removesuffix("精神")


def _numbered(scene: Scene, name: str, start: int) -> bool:
    """Tell whether a paper that goes by its number has been named by its title: 《…》(国发〔2030〕8号)."""
    number = _NUMBER.search(name) if "〔" in name and not name.startswith("《") else None
    return number is not None and scene.page.text.find(f"》({number[0]}", 0, start) >= 0


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
