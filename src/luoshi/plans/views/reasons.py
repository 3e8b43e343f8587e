"""何以如此判: which words decided on a sentence, and what else was read in it; for the text, the note and the panel."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luoshi.plans.models import Owner
from luoshi.records.models import Sentence
from luoshi.records.questions import question
from luoshi.web.templatetags.luoshi import comparator
from luoshi.wording import noted

_INSIDE = ("owners", "deadlines", "targets")
_WORDLESS = {"table": noted("没有，看所在的列")}
_ROLES = dict(Owner.Role.choices)


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading found inside one sentence; places of cues are counted from the sentence's beginning."""

    cues: tuple[tuple[int, int], ...] = ()
    owners: list[dict[str, Any]] = field(default_factory=list)
    deadlines: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)


def findings(record: dict[str, Any], rows: Sequence[Sentence]) -> list[Found]:
    """Share out what a record holds among its sentences, in their order."""
    starts = [row.start for row in rows]
    read = record["sentences"]
    out = [Found(_cues(row, one["why"]["words"])) for row, one in zip(rows, read, strict=True)]
    for name in _INSIDE:
        for one in record.get(name, []):
            start, end = one.get("of") or one["span"]
            place = bisect_right(starts, start) - 1
            if place >= 0 and end <= rows[place].end:
                getattr(out[place], name).append(one)
    return out


def _cues(row: Sentence, spans: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
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


def told(sentence: Sentence, found: Found) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of a sentence as read, each with its heading; nothing where nothing was read."""
    between = _("、")
    rows = (
        (
            _("判词"),
            "".join(f"“{cue}”" for cue in sentence.cues)
            or _(_WORDLESS.get(sentence.rule, noted("没有，随上下文"))),
        ),
        (_("规则"), sentence.rule),
        (_("谁说"), sentence.speaker),
        (_("位置"), " › ".join(sentence.path)),
        (
            _("单位"),
            between.join(
                _("{unit}（{role}）").format(unit=one["unit"], role=_ROLES[one["role"]])
                for one in found.owners
            ),
        ),
        (_("时限"), between.join(one["date"] for one in found.deadlines)),
        (_("指标"), _("；").join(_target(one) for one in found.targets)),
    )
    yield from ((name, words) for name, words in rows if words)


def _target(one: dict[str, Any]) -> str:
    value = f"{one['value']:.4f}".rstrip("0").rstrip(".")
    return f"{one['subject']} {comparator(one['comparator'])} {value} {one['unit']}".strip()


def asked(rules: Iterable[str]) -> list[tuple[str, str]]:
    """Pair each rule with what it asks, once each and in the order of their names."""
    return [(rule, question(rule)) for rule in sorted(set(rules)) if rule]
