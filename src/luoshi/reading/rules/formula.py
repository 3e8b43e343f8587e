"""套语：发文字号、成文日期、主送机关、署名、“通知如下”、结构标题、施行日期。

Not a formula: a heading that itself asks for something (`一、强化责任落实`).
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import any_of
from luoshi.reading.outline import Piece
from luoshi.reading.records import Why
from luoshi.reading.scene import at, veiled

_IN_FORCE = r"起(?:施行|实施|执行|生效)。?$"
_DRAWN_UP = r"了?(?:本|□)[^,。]{0,60}。?$"
_CLOSING = (
    r"如下[:。]?$|以下意见[:。]?$|以下通知[:。]?$"
    rf"|之日{_IN_FORCE}|日{_IN_FORCE}|制定{_DRAWN_UP}|研究制定{_DRAWN_UP}|编制{_DRAWN_UP}"
)
_CLOSES = re.compile(_CLOSING)
_FORMULA = re.compile(
    r"^[^,。]{0,14}[〔\[(]\d{4}[〕\])]第?\d+号$"
    r"|^(?:\d{4}|二[〇零][一-九〇零]{2})年[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+日$"
    r"|^\(?(?:作者|记者|来源|供稿|撰稿|编辑|责编|审核|初审|终审|责任编辑|图|文|摄影|图文|通讯员|本报讯|联系人|联系电话|电话|抄送|附件|主送|阅读|点击|发布时间|浏览)[:/ (].{0,60}$"
    r"|^\((?:此件|本文|来源|作者|记者).{0,30}\)$|^扫一扫|^-+>$|^(?:记者|通讯员|摄影).{2,20}$"
    rf"|^特此(?:通知|公告|函告|报告|批复)|^本.{{1,8}}由.{{2,20}}负责解释|{_CLOSING}"
)
_STRUCTURE = re.compile(rf"{any_of('structural')}[:。]?$")
_ENDS_BARE = re.compile(r"[^。!?;]$")
_ASKS = re.compile(rf"{any_of('imperatives')}|.*[要应请须]")
_SALUTATION = re.compile(
    r"^(?:各|尊敬的|同志们|老师们|同学们|[^,。]{2,30}(?:人民政府|大学|学院|委员会|单位))[^。!?;]{0,120}:$"
)
_TITLE = re.compile(rf"{any_of('titles')}(?:\([^()]{{1,8}}\))?$")
_SIGNED = re.compile(r"(?:院|部|委|局|厅|办公室|政府|大学|学院|学校|委员会|处|党委|集团|公司|中心)$")


def ask(piece: Piece, *, early: bool) -> Why | None:
    """Is the sentence a formula of the paper itself?"""
    text = piece.view.text
    body = veiled(text)[piece.body :]
    if found := _FORMULA.match(body) or _CLOSES.search(body):
        words = piece.view.part(piece.body, len(text)).span(*found.span()) if found[0] else None
        return Why("formula", (words,) if words else ())
    if piece.labelled and (_STRUCTURE.fullmatch(body) or _names_only(piece, body)):
        return Why("formula", (piece.view.span(piece.body, len(text)),))
    if found := _bare_line(piece, text, early=early):
        return Why("formula", at(piece, found))
    return None


def _names_only(piece: Piece, body: str) -> bool:
    """Tell whether a heading line only names its matter and asks for nothing."""
    return (
        0 < len(body) <= 12
        and piece.first
        and piece.last
        and _ENDS_BARE.search(body) is not None
        and not _ASKS.match(body)
    )


def _bare_line(piece: Piece, text: str, *, early: bool) -> re.Match[str] | None:
    """Find the salutation, title or signature that a line without full stop is."""
    if piece.labelled or not (piece.first and piece.last) or text[-1] in "。!?;":
        return None
    if found := _SALUTATION.match(text):
        return found
    if len(text) > 60 or "," in text:
        return None
    if early or len(text) < 3:
        return re.match(".+", text)
    return _TITLE.search(text) or (_SIGNED.search(text) if len(text) <= 20 else None)
