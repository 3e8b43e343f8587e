"""Automatic numbering (自动编号): 一、 and 第二条 that Word counts itself and that stand nowhere in the text.

Counted and written out: figures, Chinese figures, letters, ① to ⑳. A level in any other way of counting, bullets
among them, gets no label.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from xml.etree.ElementTree import Element

DIGITS, UNITS = "零一二三四五六七八九", ("", "十", "百", "千")
LABEL_MOST = 40
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is counted."""

    start: int
    way: str
    text: str
    style: str
    gap: bool


class Numbering:
    """The lists of a document and how far each is counted."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        abstract = {
            _value(found, ".", "abstractNumId"): _levels(found) for found in _all(numbering, "abstractNum")
        }
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        for found in _all(numbering, "num"):
            number, base = _value(found, ".", "numId"), _value(found, "abstractNumId")
            # A list that starts anew counts for itself; the others share the count of what they build on.
            anew = found.find("{*}lvlOverride") is not None
            self._lists[number] = (f"num {number}" if anew else base, abstract.get(base, {}))
        self._styles = {_value(found, ".", "styleId"): found for found in _all(styles, "style")}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def next_label(self, style: str, number: str, level: str) -> str:
        """Count a paragraph and return what Word prints before it."""
        if style and not number:
            number, level = self._of_style(style)
        if number not in self._lists:
            return ""
        key, levels = self._lists[number]
        linked = (depth for depth, found in levels.items() if found.style == style)
        depth = int(level) if level else next(linked, 0)
        return self._counted(self._counts[key], levels, depth) if depth in levels else ""

    def _of_style(self, style: str) -> tuple[str, str]:
        """Return the list and level that a style brings along, itself or from the styles below it."""
        for _ in range(10):
            if (found := self._styles.get(style)) is None:
                break
            if number := _value(found, "pPr/numPr/numId"):
                return number, _value(found, "pPr/numPr/ilvl")
            style = _value(found, "basedOn")
        return "", ""

    def _counted(self, counts: dict[int, int], levels: dict[int, Level], depth: int) -> str:
        level = levels[depth]
        for deeper in [known for known in counts if known > depth]:
            del counts[deeper]
        counts[depth] = counts.get(depth, level.start - 1) + 1

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            return written(counts.get(at, levels[at].start), levels[at].way) if at in levels else ""

        if not written(1, level.way):
            return ""
        label = _PLACE.sub(shown, level.text)[:LABEL_MOST]
        return f"{label} " if level.gap and label[-1:].isalnum() else label


def written(number: int, way: str) -> str:
    """Write a number in one of Word's ways of counting, or nothing where the way is not known.

    >>> written(12, "chineseCounting"), written(105, "chineseCountingThousand"), written(3, "upperLetter")
    ('十二', '一百零五', 'C')
    """
    match way:
        case "decimal":
            return str(number)
        case "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCountingThousand":
            return _chinese(number)
        case "lowerLetter" | "upperLetter" if 0 < number <= 26:
            return chr(ord("a" if way == "lowerLetter" else "A") + number - 1)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 0 < number <= 20:
            return chr(ord("①") + number - 1)
    return ""


def _chinese(number: int) -> str:
    if not 0 < number < 10_000:
        return str(number)
    figures = [(int(figure), unit) for figure, unit in zip(str(number)[::-1], UNITS, strict=False)][::-1]
    said = "".join(DIGITS[figure] + unit if figure else "零" for figure, unit in figures)
    return re.sub("^一十", "十", re.sub("零+", "零", said).rstrip("零"))


def _levels(abstract: Element) -> dict[int, Level]:
    return {
        int(_value(found, ".", "ilvl") or 0): Level(
            start=int(_value(found, "start") or 1),
            way=_value(found, "numFmt") or "decimal",
            text=_value(found, "lvlText"),
            style=_value(found, "pStyle"),
            gap=_value(found, "suff") != "nothing",
        )
        for found in _all(abstract, "lvl")
    }


def _all(root: Element | None, name: str) -> list[Element]:
    return [] if root is None else root.findall(f"{{*}}{name}")


def _value(root: Element, path: str, attribute: str = "val") -> str:
    """Return an attribute of the element at a path, whichever namespace it is written in."""
    found = root if path == "." else root.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    if found is None:
        return ""
    return next((value for key, value in found.items() if key.rpartition("}")[2] == attribute), "")
