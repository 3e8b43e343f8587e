"""From quotations to those who are named only after them: `“要看好海图。”林一鸣说。`."""

from __future__ import annotations

from collections.abc import Container, Mapping

from luoshi.reading.text.page import Page, paged

_SAID_SO = paged(
    r"^[^,。:;“”]{0,40}?(?:说|表示|谈到|说道|道|坦言|感慨|介绍|回忆|寄语|分享|叮嘱)[^,。:;“”]{0,6}[。,]"
)
_BACK = 8  # sentences of a quotation before that


def named_after(page: Page, heard: Container[int], named: Mapping[int, tuple[int, str]]) -> dict[int, str]:
    """Find the sentences of each quotation that stands before who said it."""
    out: dict[int, str] = {}
    closed = page.holding(page.text, "”\n") if "”\n" in page.text else set()
    for number in closed:
        after = number + 1
        if after == len(page) or after in heard or not _SAID_SO.match(page.veil, page.starts[after]):
            continue
        who = named[after][1] if after in named else None
        first = _opened(page, number) if who else None
        if who and first is not None:
            out |= dict.fromkeys(range(first, after), who)
    return out


def _opened(page: Page, number: int) -> int | None:
    """Find the sentence that opens with the quotation that this one closes."""
    for first in range(number, max(number - _BACK, -1), -1):
        if page.text.startswith("“", page.starts[first]):
            return first
        if page.text.find("“", page.starts[first], page.starts[first + 1]) >= 0:
            return None
    return None
