"""金例: corrections as golden cases, in the prose of tests/reading/golden.

Golden cases are public. Names of people that the reading found are replaced by invented ones, the same name by the same
one throughout; names that it missed stay, so a person looks before anything is given away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.translation import override

from luoshi.reading import VERSION, Record, read
from luoshi.records.models import Judgement, Reading, Sentence, Verdict

_SURNAMES = tuple("林周陈陆程沈方许韦顾孟丁")  # zh: golden cases are Chinese
_COMPOUND = ("欧阳", "上官", "司马", "诸葛")  # zh: golden cases are Chinese
_GIVEN = tuple(re.findall("..", "一鸣大川小满怀瑾清越知远静安望舒若谷思齐云舟亦可"))  # zh: made up
_UNNAMED = "某某"  # zh: golden cases are Chinese
_OPENING = 3  # sentences at the head of the document, which show what kind of text it is
_NEAR = 8  # sentences before, where nothing less is enough
NOTICE = (
    "由人的更正导出的金例；金例是公开的。读到的人名已换成虚构的（林一鸣、周大川等），同名同换；",  # zh: golden cases are Chinese
    "没有读到的人名、单位和地名未换，公开之前请逐条看过。每例末句是更正过的，“断”只说这一句。",  # zh: golden cases are Chinese
)


@dataclass(slots=True)
class Cast:
    """Invented names for real ones: each given out once, and of the same length."""

    given: dict[str, str] = field(default_factory=dict)

    def learn(self, names: Iterable[str]) -> None:
        """Give an invented name to each that has none yet."""
        taken = set(self.given.values())
        for name in names:
            if name not in self.given:
                self.given[name] = next((one for one in invented(len(name)) if one not in taken), _UNNAMED)
                taken.add(self.given[name])

    def veil(self, text: str) -> str:
        """Replace every real name in one sweep, a longer one before its own beginning.

        >>> cast = Cast()
        >>> cast.learn(["高天", "高天远"])
        >>> cast.veil("高天远指出，高天缺席。")
        '林一鸣指出，林鸣缺席。'
        """
        if not self.given:
            return text
        names = sorted(self.given, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, names)), lambda found: self.given[found[0]], text)


def invented(length: int) -> Iterator[str]:
    """Yield invented names of a length, each surname with another given name before any comes again.

    >>> next(invented(3)), next(invented(2)), next(invented(4))
    ('林一鸣', '林鸣', '欧阳一鸣')
    """
    surnames = _COMPOUND if length > 3 else _SURNAMES
    for turn in range(len(_GIVEN)):
        for place, surname in enumerate(surnames):
            given = _GIVEN[(place + turn) % len(_GIVEN)]
            yield surname + (given[-1] if length == 2 else given)


@dataclass(frozen=True, slots=True)
class Case:
    """金例: a corrected sentence with what it needs around it, names replaced.

    `shows` says whether the present reading, given this excerpt alone, judges the sentence as it was read; where not,
    the rule has been mended since, or the excerpt lacks what misled it.
    """

    title: str
    remark: str
    text: str
    line: str
    shows: bool

    def __str__(self) -> str:
        return f"{self.remark}\n{self.title}\n.\n{self.text}\n.\n{self.line}\n.\n"


def corrected() -> QuerySet[Reading]:
    """Return the readings in which a sentence has another verdict now than was read."""
    wrong = Sentence.everything.with_word().exclude(Q(verdict_now=F("verdict")))
    return Reading.everything.filter(pk__in=wrong.values("reading")).select_related("document").order_by("pk")


def cases(reading: Reading, cast: Cast) -> list[Case]:
    """Make a case of each sentence of a reading to which a person gave another verdict than was read."""
    cast.learn(one["name"] for one in reading.record["people"])
    rows = list(Sentence.everything.with_word().filter(reading=reading))
    wrong = [place for place, row in enumerate(rows) if row.verdict_now != row.verdict]
    last = {
        word.sentence_id: word
        for word in Judgement.everything.filter(
            Judgement.standing(), sentence__in=[rows[place].pk for place in wrong]
        )
    }  # in the order in which they were known
    made = [_case(rows, place, reading, last[rows[place].pk], cast) for place in wrong]
    # A line with nothing but a full stop would close the part in which it stands.
    return [case for case in made if "." not in case.text.split("\n")]


def written(found: Iterable[Case]) -> str:
    """Write cases as one file: what is to be known first, then case by case; a text stands once."""
    once = {case.text: case for case in found}
    if not once:
        return ""
    return "\n".join(NOTICE) + "\n\n" + "\n".join(map(str, once.values()))


def _case(rows: Sequence[Sentence], place: int, reading: Reading, word: Judgement, cast: Cast) -> Case:
    row, text, shows = rows[place], "", False
    words = cast.veil(row.words)
    for chosen in _excerpts(rows, place):
        text = cast.veil(_joined(rows, chosen, reading.document.text))
        if shows := _reads_alike(read(text), text, row, words):
            break
    with override(settings.LANGUAGE_CODE):  # whoever exports it
        was, now = (str(Verdict(one).label) for one in (row.verdict, word.verdict))
    cues = "".join(f"“{cast.veil(cue)}”" for cue in row.cues)
    said = " ".join(cast.veil(word.reason).split())
    remark = f"读法 {reading.reader} 依规则 {row.rule}{cues}误判为{was}。"  # zh: golden cases are Chinese
    if said:
        remark += f"更正理由：{said}。"  # zh: golden cases are Chinese
    if not shows:
        remark += f"读法 {VERSION} 读这一节选不再这样判。"  # zh: golden cases are Chinese
    title = f"不是{was}，是{now}：{words[:20]}"  # zh: golden cases are Chinese
    line = f"断 {word.verdict} 「{words}」"  # zh: golden cases are Chinese
    return Case(title, remark, text, line, shows)


def _reads_alike(record: Record, text: str, row: Sentence, words: str) -> bool:
    """Tell whether an excerpt is read with the same mistake at its last sentence as the document was."""
    last = record.sentences[-1]
    return (last.span.of(text), last.verdict, last.why.rule) == (words, row.verdict, row.rule)


def _excerpts(rows: Sequence[Sentence], place: int) -> Iterator[list[int]]:
    """Yield what a sentence may need before it, from nothing to much: its headings, who speaks, how the text opens."""
    heads, cue = _headings(rows, place), _cue(rows, place)
    near = set(range(max(0, place - 1), place))
    opening = set(range(min(_OPENING, place)))
    wide = set(range(max(0, place - _NEAR), place))
    for before in (
        set(),
        heads,
        cue,
        heads | cue,
        heads | cue | near,
        opening | heads | cue | near,
        opening | heads | wide,
    ):
        yield [*sorted(before), place]


def _headings(rows: Sequence[Sentence], place: int) -> set[int]:
    """Find the sentence that opens each of the items in which a sentence stands."""
    found = set()
    for depth in range(1, len(rows[place].path) + 1):
        inside, at = rows[place].path[:depth], place
        while at and rows[at - 1].path[:depth] == inside:
            at -= 1
        found.add(at)
    return found - {place}


def _cue(rows: Sequence[Sentence], place: int) -> set[int]:
    """Find the sentence with which the speech begins that a sentence stands in, and the one that brings the speaker on."""
    voices = [at for at in range(place + 1) if rows[at].speaker]
    if not voices:
        return set()
    who, first = rows[voices[-1]].speaker, voices[-1]
    while first and rows[first - 1].speaker == who:
        first -= 1
    return {at for at in (first - 1, first) if 0 <= at < place}


def _joined(rows: Sequence[Sentence], chosen: Sequence[int], source: str) -> str:
    """Print the chosen sentences, each on a line of its own where a line ended before it."""
    out, end = "", None
    for at in chosen:
        if end is not None and "\n" in source[end : rows[at].start]:
            out += "\n"
        out += rows[at].words
        end = rows[at].end
    return out
