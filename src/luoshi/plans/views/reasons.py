"""何以如此判: which words decided on a sentence, and what else was read in it; for the text, the note and the panel."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Protocol

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luoshi.plans.models import Owner
from luoshi.records.questions import question
from luoshi.web.templatetags.luoshi import comparator
from luoshi.wording import noted

_INSIDE = ("owners", "deadlines", "targets")
_WORDLESS = {"table": noted("没有，看所在的列")}
_ROLES = dict(Owner.Role.choices)


class Place(Protocol):
    """Where a sentence stands in its text."""

    @property
    def start(self) -> int:
        """Return its first character."""

    @property
    def end(self) -> int:
        """Return the place after its last character."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading found of one sentence; places of cues are counted from the sentence's beginning."""

    cues: tuple[tuple[int, int], ...] = ()
    rule: str = ""
    speaker: str = ""
    path: tuple[str, ...] = ()
    owners: list[dict[str, Any]] = field(default_factory=list)
    deadlines: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)


def findings(record: dict[str, Any], rows: Sequence[Place]) -> list[Found]:
    """Share out what a record holds among its sentences, in their order."""
    starts = [row.start for row in rows]
    out = [_found(row, one) for row, one in zip(rows, record["sentences"], strict=True)]
    for name in _INSIDE:
        for one in record.get(name, []):
            start, end = one.get("of") or one["span"]
            place = bisect_right(starts, start) - 1
            if place >= 0 and end <= rows[place].end:
                getattr(out[place], name).append(one)
    return out


def _found(row: Place, one: dict[str, Any]) -> Found:
    why = one["why"]
    return Found(
        _cues(row, why["words"]), why.get("rule", ""), one.get("speaker") or "", tuple(one.get("path", ()))
    )


def _cues(row: Place, spans: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """Place the deciding words within their sentence, in order and none over another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted((one[0], one[1]) for one in spans):
        done = kept[-1][1] + row.start if kept else row.start
        if done <= start < end <= row.end:
            kept.append((start - row.start, end - row.start))
    return tuple(kept)


def dressed(words: str, cues: Iterable[tuple[int, int]], start: int, end: int) -> SafeString:
    """Write the characters [start, end) of a sentence with the deciding words underlined.

    >>> dressed("各学院要<落实>。", [(3, 4)], 0, 6), dressed("要。", [(0, 1)], 1, 2)
    ('各学院<u>要</u>&lt;落', '。')
    """
    out: list[str] = []
    done = start
    for begin, stop in cues:
        a, b = max(begin, start), min(stop, end)
        if a < b:
            out += (escape(words[done:a]), "<u>", escape(words[a:b]), "</u>")
            done = b
    out.append(escape(words[done:end]))
    return mark_safe("".join(out))  # noqa: S308  # each piece of the text is escaped


class Notes:
    """What each sentence of a text tells, a line a thing: each line is kept once, and a sentence names its lines by number."""

    def __init__(self) -> None:
        """Begin with no sentence, the headings said in the reader's language once for all."""
        self.lines: dict[str, int] = {}
        self.rows: list[str] = []
        self._at: dict[tuple[str, str], str] = {}
        self._line = _("{name}：{words}")
        self._owner, self._between, self._also = _("{unit}（{role}）"), _("、"), _("；")
        self._names = {
            key: _(name)
            for key, name in (
                ("cues", noted("判词")),
                ("rule", noted("规则")),
                ("speaker", noted("谁说")),
                ("path", noted("位置")),
                ("owners", noted("单位")),
                ("deadlines", noted("时限")),
                ("targets", noted("指标")),
            )
        }

    def add(self, state: str, words: str, found: Found, also: str = "") -> None:
        """Add a sentence: how it stands, what was read in its words, and what else is to be said before that."""
        said = [("", state), *([("", also)] if also else []), *self._told(words, found)]
        self.rows.append(" ".join([self._at.get(one) or self._keep(*one) for one in said]))

    def _keep(self, key: str, words: str) -> str:
        """Keep a line that was not told before, and return its number."""
        line = self._line.format(name=self._names[key], words=words) if key else words
        at = str(self.lines.setdefault(" ".join(line.split()), len(self.lines)))
        self._at[key, words] = at
        return at

    def written(self) -> str:
        """Write the lines of each sentence by their numbers; what is as in the sentence before is left out."""
        before = ["", *self.rows]
        return ",".join("" if row == last else row for row, last in zip(self.rows, before, strict=False))

    def _told(self, words: str, found: Found) -> Iterator[tuple[str, str]]:
        """Yield what is to be said of a sentence as read, each with its heading; nothing where nothing was read."""
        cues = "".join(f"“{words[start:end]}”" for start, end in found.cues)
        yield "cues", cues or _(_WORDLESS.get(found.rule, noted("没有，随上下文")))
        if found.rule:
            yield "rule", found.rule
        if found.speaker:
            yield "speaker", found.speaker
        if found.path:
            yield "path", " › ".join(found.path)
        if found.owners:
            owners = (self._owner.format(unit=one["unit"], role=_ROLES[one["role"]]) for one in found.owners)
            yield "owners", self._between.join(owners)
        if found.deadlines:
            yield "deadlines", self._between.join(one["date"] for one in found.deadlines)
        if found.targets:
            yield "targets", self._also.join(_target(one) for one in found.targets)


def _target(one: dict[str, Any]) -> str:
    value = f"{one['value']:.4f}".rstrip("0").rstrip(".")
    return f"{one['subject']} {comparator(one['comparator'])} {value} {one['unit']}".strip()


def asked(rules: Iterable[str]) -> list[tuple[str, str]]:
    """Pair each rule with what it asks, once each and in the order of their names."""
    return [(rule, question(rule)) for rule in sorted(set(rules)) if rule]
