"""名单：`主任：林一鸣　　教育厅厅长`，一行一人，姓名与职务之间空开；前面的名目（`成员：`）管到下一个名目。

Not a roll: lines without a blank between name and post, or with no heading among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.rules.people.posts import post_before
from luoshi.reading.rules.people.titles import HAN, HEADS, sound
from luoshi.reading.scene import Scene
from luoshi.reading.text.spans import Span, plain

_HEADINGS = ("主任:", "组长:", "成员:", "委员:", "召集人:", "秘书长:", "会长:", "指挥:", "队长:")
_GAP = r"[ \u3000\t]"
_ROW = re.compile(
    rf"^{_GAP}{{0,8}}(?:(?P<role>{HAN}(?:{_GAP}{{0,6}}{HAN}){{1,5}}){_GAP}{{0,2}}[:：]{_GAP}{{0,4}})?"
    rf"(?P<name>{HAN}{_GAP}{{1,2}}{HAN}|{HAN}{{2,4}})(?:{_GAP}{{2,8}}|[\u3000\t])(?P<post>[^\s。，,;；:：]{{3,60}}){_GAP}{{0,8}}$"
)
_ROLE = re.compile(
    rf"^{_GAP}{{0,8}}(?P<role>{HAN}(?:{_GAP}{{0,6}}{HAN}){{1,5}}){_GAP}{{0,2}}[:：]{_GAP}{{0,4}}$"
)
_ASIDE = 24  # characters of a line that parts a roll without ending it: `（一）部门委员`


def rows(scene: Scene) -> Iterator[tuple[str, tuple[str, ...], Span]]:
    """Find the rows of rolls: each name as printed, with the heading it stands under and its posts."""
    if not any(heading in scene.page.text for heading in _HEADINGS):
        return
    role, at = "", 0
    for line in scene.source.splitlines(keepends=True):
        words = line.rstrip("\r\n")
        if alone := _ROLE.match(words):
            role = alone["role"]
        elif (row := _ROW.match(words)) and _is_name(row["name"]):
            role = row["role"] or role
            posts = [part for part in re.split("[、]", row["post"]) if _is_post(part)]
            if _is_post(plain(role)) and posts:
                yield row["name"], (role, *posts), Span(at + row.start("name"), at + row.end("name"))
        elif len(words) > _ASIDE:
            role = ""
        at += len(line)


def _is_name(words: str) -> bool:
    name = plain(words)
    # What is spread over the width of three characters is a name, whatever else it may say: `吉　林`.
    return name[0] in HEADS and (name != words or sound(name))


def _is_post(words: str) -> bool:
    return bool(words) and post_before(plain(words), 0, len(plain(words))) is not None
