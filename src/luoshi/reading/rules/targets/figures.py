"""How a quantity is written: a word that compares, a figure and its unit; what it compares and how much it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of, words
from luoshi.reading.text.numerals import NUMERAL, number

_BEFORE = (
    (
        ">=",
        "不低于|不少于|不小于|不得低于|不得少于|不得小于|不应低于|不应少于|达到|达|至少|突破|提高到|提升到|提高至|提升至|增加到|增加至|增至|增长到|扩大到|扩大至",
    ),
    ("=", "稳定在|保持在|确保"),
    (
        "<=",
        "不超过|不高于|不多于|不大于|不得超过|不得高于|不得多于|不得大于|不应超过|不能超过|控制在|压缩至|压减至|降至|降到|压缩到|压减到|降低到|降低至|下降到|下降至|缩短到|缩短至|减少到|减少至",
    ),
    (">", "超过|高于|超|逾"),
    ("<", "低于|少于"),
    ("~", "约|大约|接近"),
)
_AFTER = {"及以上": ">=", "及以下": "<=", "以上": ">=", "以内": "<=", "以下": "<=", "之内": "<=", "左右": "~"}
_FIGURE = r"\d[\d,]{0,12}+(?:\.\d{1,4}+)?+"
_ROUND = "[十百千](?=[万亿])(?<![一二三四五六七八九两几数].)"  # 千亿元、百亿, and not 二百万
# Where a figure may begin, no day or year: as `\d|{_ROUND}|百分之`, with a class in front.
DIGIT = re.compile(
    r"[0-9十百千](?:(?<=\d)(?<!\d\d)(?!\d{0,3}[年月日])|(?=[万亿])(?<![一二三四五六七八九两几数].)|(?<=百)(?=分之))"
)
_QUANTITY = re.compile(
    rf"(?P<cmp>{'|'.join(signs for _, signs in _BEFORE)})?+了?+(?P<low>{_FIGURE}%?[~至—-])?+(?:(?P<value>{_FIGURE}|{_ROUND})"
    rf"(?P<unit>{any_of('units')})(?!月|年|日)|(?P<share>百分之{NUMERAL}{{1,6}}+(?:点{NUMERAL}{{1,3}}+)?+))(?P<edge>及?以上|及?以下|以内|之内|左右)?"
)
_COMPARING = re.compile(rf"(?:{'|'.join(signs for _, signs in _BEFORE)})了?$|了$")
_LAST = frozenset(sign[-1] for _, signs in _BEFORE for sign in signs.split("|")) | {"了"}
_COMPARED = 5  # characters of a word that compares, and 了
ROUNDS = frozenset("十百千")
CLAUSE = 150  # characters that are looked at on either side of a figure
_COUNTED = frozenset(words("counted"))


def quantities(text: str) -> Iterator[re.Match[str]]:
    """Find the figures that have a unit, each with the word before it that compares; cheaper than to try that word first."""
    done = 0
    while begins := DIGIT.search(text, done):
        start = begins.start()
        found = _QUANTITY.match(text, start)
        if (
            found
            and text[start - 1 : start] in _LAST
            and (word := _COMPARING.search(text, max(done, start - _COMPARED), start))
        ):
            found = _QUANTITY.match(text, word.start())
        if found:
            yield found
        done = found.end() if found else start + 1


def unit_of(found: re.Match[str]) -> str:
    """Return the unit as printed; of a share in words %."""
    return found["unit"] or "%"


def value_of(found: re.Match[str]) -> float | None:
    """Return the figure, of a share in words as well: `百分之九点五`."""
    if not found["share"]:
        return number(found["value"])
    whole, _, rest = found["share"].removeprefix("百分之").partition("点")
    tenths = "".join(f"{number(digit) or 0:.0f}" for digit in rest)
    high = number(whole)
    return high if high is None or not rest else float(f"{high:.0f}.{tenths}")


def counts(unit: str) -> bool:
    """Tell whether a unit counts things, so that a noun may follow."""
    return unit in _COUNTED


def comparator(found: re.Match[str], word: str | None = None) -> str:
    """Return the sign of the word that compares: of that behind the figure, else of that before it."""
    if found["edge"]:
        return _AFTER[found["edge"]]
    word = word or found["cmp"]
    return next(
        (sign for sign, words in _BEFORE if word and word in words.split("|") and word != "确保"), "="
    )
