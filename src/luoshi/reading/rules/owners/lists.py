"""From a list of units to each of them: where it is divided, and what shares a word and stays together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.reading.lexicon import any_of
from luoshi.reading.rules.owners.subjects import is_everybody

_BODY = re.compile(rf"{any_of('bodies')}们?$")
# A word before the first says of all which are meant, where what follows is too short to stand alone.
_SHARED = re.compile(
    "省、自治区、直辖市.+$|[^、]{2,8}、[^、]{2,8}(?:双方|两[校国地])$|(?:各级|各有关|各相关|有关|相关|广大)[^、和及]+(?:[、和及](?:政府|干部|单位|部门))+$|[^党]{3,80}[、和][^、和党]{2,20}党组$"
)
_JOINED = re.compile(r"(?:以及|,?特别是|,?尤其是|[、和]|(?<!参)与(?!会)|及(?!其))(?![^()]{0,40}\))")
_REST = re.compile("等(?:国务院)?(?:有关|相关|机关)?(?:部门|单位)?(?:和单位)?$")
COMMA = re.compile(r"(?:,?特别是|,?尤其是|、)(?![^()]{0,40}\))")
_SHORT = re.compile("(?:院长|书记|主任|单位|部门|政府|团体)(?:$|和)")
_HEADED = re.compile(
    "^(?![各全广]).{0,12}(?:学院|部门|单位|机关|支部|团队)(?:主要|有关|相关)?(?:负责人|负责同志|领导)$"
)
_APART = re.compile("各(?!有关|相关)")  # each of its kind stands alone: 各支部和学院负责人
_TRADE = "行业"  # no body, but it stands among them: 政府、行业、企业
_POST = re.compile("(?:人|书记|长|主任|成员|干部|人员|教师|党员|同志|领导|班子|委员|代表|导师)$")


def parted(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """Split at 、 and 和 only where every part is a body of its own."""
    tail = _REST.search(text[left:right])
    right = left + tail.start() if tail else right
    whole = text[left:right]
    for joint in () if _SHARED.match(whole) else (_JOINED, COMMA):
        parts = joint.split(whole)
        if len(parts) > 1 and all(_alone(part) for part in parts):
            return _together(parts, split(text, left, right, joint))
    return [(left, right)] if left < right else []


def _together(parts: Sequence[str], places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what shares a word with its neighbour and so does not stand alone: `各学院院长、书记`, `机关、学院负责人`."""
    shared = _share(parts)
    out: list[tuple[int, int]] = []
    for number, (left, right) in enumerate(places):
        if number in shared:
            out[-1] = (out[-1][0], right)
        else:
            out.append((left, right))
    return out


def split(text: str, left: int, right: int, joint: re.Pattern[str]) -> list[tuple[int, int]]:
    """Say where the parts of a list stand."""
    whole = text[left:right]
    stops = [*(found.start() for found in joint.finditer(whole)), len(whole)]
    starts = [0, *(found.end() for found in joint.finditer(whole))]
    return [(left + start, left + end) for start, end in zip(starts, stops, strict=True)]


def _alone(part: str) -> bool:
    """Tell whether a part of a list says by itself who is meant."""
    return ends(part) or is_everybody(part) or part == _TRADE


def _share(parts: Sequence[str]) -> frozenset[int]:
    """Tell which parts of a list share what stands before the one in front of them, or with it what stands behind the last."""
    short = max(map(len, parts)) > 2
    shared = {
        number
        for number, part in enumerate(parts)
        if number and ((short and _SHORT.match(part)) or (part == "干部" and parts[number - 1] == "广大党员"))
    }
    at = len(parts) - 1 if _HEADED.search(parts[-1]) else 0
    while at and not _APART.match(parts[at - 1]) and not _POST.search(parts[at - 1]):
        shared.add(at)
        at -= 1
    return frozenset(shared)


def ends(part: str) -> bool:
    """Tell whether a part ends like a body, a note of its other names aside."""
    return _BODY.search(part.partition("(")[0] if part.endswith(")") else part) is not None
