"""From quotations and items to those who open them, or are named only after them: `“要看好海图。”林一鸣说。`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from luoshi.reading.rules.speaker import unnamed
from luoshi.reading.text.page import Page, paged
from luoshi.reading.text.spans import plain

_VERB = "(?P<verb>说|表示|谈到|说道|道|坦言|感慨|介绍|回忆|寄语|分享|叮嘱|这样说)"
_SAID_SO = paged(rf"^[^,。:;“”]{{0,40}}?{_VERB}[^,。:;“”]{{0,6}}[。,]")
_CLOSES = paged(rf"”,?[^,。:;“”]{{2,40}}?{_VERB}[^,。:;“”]{{0,6}}。")
_OPENS = paged("(?!的)[^。;:“]{0,60}[:,]“")
_HEADED = re.compile("[^。:;□]{6,30}(?<![的是说称道为以到,])")  # a heading with no line of its own
_POSTED = 44  # characters within which the name of who opens a sentence ends
_BACK = 8  # sentences of a quotation before that


def items(page: Page, named: Mapping[int, tuple[int, str]]) -> dict[int, tuple[str, int]]:
    """Find whose items follow a colon in a sentence that he opens: `林一鸣对值班作了安排:一是…`."""
    out: dict[int, tuple[str, int]] = {}
    for number in page.holding(page.veil, ":一是", ":一要") if ":一" in page.veil else ():
        end, name = named.get(number, (_POSTED + 1, ""))
        start = page.starts[number]
        colon = page.veil.find(":一", start)
        if end <= _POSTED and not any(mark in page.veil[start : start + end] for mark in "。;:"):
            out[number] = plain(name), colon - start
    return out


def at_once(page: Page, named: Mapping[int, tuple[int, str]]) -> dict[int, tuple[str, int]]:
    """Find whose words a quotation opens in a sentence that he opens: `林一鸣介绍了码头,“这里…`."""
    out: dict[int, tuple[str, int]] = {}
    for number in page.holding(page.veil, ":“", ",“"):
        end, name = named.get(number, (_POSTED + 1, ""))
        start = page.starts[number]
        opens = _OPENS.match(page.veil, start + end) if end <= _POSTED else None
        if opens and not any(mark in page.veil[start : start + end] for mark in "。;:“"):
            out[number] = plain(name), opens.end() - 2 - start
    return out


def named_after(
    page: Page, heard: Mapping[int, str | None], named: Mapping[int, tuple[int, str]]
) -> dict[int, str]:
    """Find the sentences of each quotation that stands before who said it."""
    out: dict[int, str] = {}
    closed = page.holding(page.text, "”\n") if "”\n" in page.text else set()
    for number in closed.difference((len(page) - 1,)):
        after, first = number + 1, _opened(page, number)
        if first is None:
            continue
        start = page.starts[after]
        if after not in heard and (said := _SAID_SO.match(page.veil, start)):
            who = _who(page, after, start, said, named)
        elif number in named or number in heard or first - 1 in heard:
            continue  # it may be his of whom was told before
        else:
            who = heard[after] if after in heard else _at_head(page, after, named)
        if who:
            out |= dict.fromkeys(range(first, after), who)
    for number, said in page.hits(_CLOSES, page.veil) if "”" in page.veil else ():
        first = _opened(page, number) if number not in heard else None
        who = _who(page, number, said.start() + 1, said, named) if first is not None else None
        if who and first is not None and first < number:
            out |= dict.fromkeys(range(first, number + 1), who)
    return out


def _at_head(page: Page, number: int, named: Mapping[int, tuple[int, str]]) -> str | None:
    """Return who opens a sentence, with his posts before his name."""
    end, name = named.get(number, (_POSTED + 1, ""))
    start = page.starts[number]
    at = start + end - len(name)
    if end > _POSTED or not unnamed.only_posts(page.veil, start, at):
        return None
    return name if end == len(name) or unnamed.has_post(page.veil, start, at) else None


def _who(
    page: Page, number: int, low: int, said: re.Match[str], named: Mapping[int, tuple[int, str]]
) -> str | None:
    """Return who stands between a place and the verb: a person of the record, or somebody whom only this brings in."""
    end, name = named.get(number, (0, None))
    if name and page.starts[number] + end > low:
        return name
    return unnamed.just_before(page.veil, low, said.start("verb"))


def _opened(page: Page, number: int) -> int | None:
    """Find the sentence that opens with the quotation that this one closes, or with a heading that was run into it."""
    for first in range(number, max(number - _BACK, -1), -1):
        start = page.starts[first]
        at = page.text.find("“", start, page.starts[first + 1])
        if at >= 0:
            return first if at == start or _HEADED.fullmatch(page.veil, start, at) else None
    return None
