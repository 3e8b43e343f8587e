"""名单：`主任：林一鸣　　教育厅厅长`，一行一人，姓名与职务之间空开；`团队成员：林一鸣、周大川`，一行一个名目。

Not a roll: lines without a blank between name and post, lines in which something else stands among the names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from luoshi.reading.rules.people.posts import LAST, post_before
from luoshi.reading.rules.people.titles import HAN, HEADS, NAME, sound
from luoshi.reading.scene import Scene
from luoshi.reading.text.page import Page, Place, paged
from luoshi.reading.text.spans import Span, plain

# What the headings of rolls end in: 主任、成员、组长、召集人、总指挥.
_HEADING = re.compile(":(?<=[任员长人挥]:)")
_COLON = re.compile("[:：]")
_ROW = re.compile(
    rf"(?P<name>{HAN}[ \u3000]{{1,2}}{HAN}|{HAN}{{2,4}})(?:[ \u3000\t]{{2,8}}|[\u3000\t])(?P<post>[^\s。，,;；:：]{{3,60}})$"
)
_ASIDE = 24  # characters of a line that parts a roll without ending it: `（一）部门委员`
_LABEL = paged(rf":(?<=[{''.join(sorted(LAST - {')'}))}]:)(?=[{''.join(sorted(HEADS))}])")
_ONE = re.compile(rf"{NAME}(?=[、,。]|$)")
_LONGEST_LABEL = 12


def rows(scene: Scene) -> Iterator[tuple[str, tuple[str, ...], Span]]:
    """Find the rows of rolls: each name as printed, with the heading it stands under and its posts."""
    if _HEADING.search(scene.page.text) is None:
        return
    role, at = "", 0
    for line in scene.source.splitlines(keepends=True):
        colon = _COLON.search(line)
        head = line[: colon.start()].strip() if colon else ""
        start = colon.end() if colon and _is_post(head) else 0
        rest = line[start:].strip()
        role = head if start else role
        row = _ROW.match(rest)
        if row and role and _is_name(row["name"]):
            low = at + line.index(rest, start)
            posts = [part for part in row["post"].split("、") if _is_post(part)]
            if posts:
                yield row["name"], (role, *posts), Span(low, low + len(row["name"]))
        elif not start and len(rest) > _ASIDE:
            role = ""
        at += len(line)


def lines(scene: Scene) -> set[int]:
    """Return the sentences that are rows of rolls."""
    starts = [piece.span.start for piece in scene.pieces]
    return {bisect_right(starts, span.start) - 1 for _, _, span in rows(scene)}


def labelled(page: Page) -> Iterator[tuple[int, Place, Place]]:
    """Find the names behind a label that is a post, by the number of the sentence, if nothing else stands there."""
    for found in _LABEL.finditer(page.text):
        number = page.number(found.start())
        low, high = page.starts[number], page.starts[number + 1] - 1
        post = (low + page.bodies[number], found.start())
        if not 0 < post[1] - post[0] <= _LONGEST_LABEL or post_before(page.text, *post) is None:
            continue
        names = _names(page.text, found.end(), high)
        yield from ((number, name, post) for name in names)


def _names(text: str, start: int, high: int) -> list[Place]:
    out: list[Place] = []
    while start < high:
        found = _ONE.match(text, start, high)
        if found is None or not sound(found[0]):
            return []
        out.append(found.span())
        start = found.end() + 1
    return out


def _is_name(words: str) -> bool:
    name = plain(words)
    # What is spread over the width of three characters is a name, whatever else it may say: `吉　林`.
    return name[0] in HEADS and (name != words or sound(name))


def _is_post(words: str) -> bool:
    return (
        0 < len(words) <= _LONGEST_LABEL * 4 and post_before(plain(words), 0, len(plain(words))) is not None
    )
