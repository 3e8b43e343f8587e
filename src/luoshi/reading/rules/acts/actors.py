"""From a stretch of a sentence to who acts in it: the persons and groups that stand there as its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.reading.lexicon import any_of
from luoshi.reading.rules.acts.groups import group_tells, groups_of
from luoshi.reading.rules.acts.named import Named
from luoshi.reading.rules.acts.topics import under
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece

LONG = 160  # characters of a clause
NEAR = 44  # characters from the beginning in which a subject is named
_HEARS = re.compile("听取了?")  # who listens does not report
_KIND = 10  # characters between whose report it is and the report
_OBJECT = re.compile("(?<![面应相绝反针])(?:对(?![外口照])|向(?!前))")
_BESIDE = re.compile("[并还]?[与同](?![时学会样])")  # who is only talked with
_LED = re.compile("(?:带领|陪同|指导|组织|引导|支持|见证)下$")
_MANY = re.compile(
    "[各们]|部分|全体|等|相关|有关|代表|负责|干部|师生|人员|在校|委员$|\\d|职工|教师|员工|学生"
)
_RESUMED = re.compile("[\u4e00-\u9fff]{2,3}[两三四五六七八九十]位")  # a name and the number of all before it
_MARK = re.compile("[,;:。]")
# Between two names of one list: what belongs to the first, and what joins.
TITLE = rf"副?{any_of('posts')}|高级工程师|讲师|老师|同志|女士|先生|博士|同学"
_TITLED = re.compile(rf"(?:{TITLE})?(?:\([^()]{{1,12}}\))?")
_JOINS = re.compile("[、和与及]|以及")
_BRINGS = re.compile(
    "[、和与及率携]|以及|(?:分别|亲自)?(?:带领(?!下)|率领?(?!先))"
)  # whom one brings is there too
# Behind a name and its titles: a deed, and no more of the list.
_DOES = re.compile(
    "(?:应邀|受邀|通过|围绕|分别)?[^,、和与及率携带等()]{0,12}(?:带来|主讲|主持|致辞|讲话|作|做|介绍|宣读|传达|汇报)"
)
_OPEN = re.compile(
    "等?(?:[^,。;:]{0,12}(?:老师|专家|代表|人员|领导|教授|负责人|同志))?(?:一同|共同|分别|先后)?$"
)
_ALSO_NAMED = (
    "夫人",
    "主席夫人",
    "总理夫人",
    "总统夫人",
    "新时代",
    "总书记",
    "同志为核心",
    "法治思想",
    "外交思想",
    "强军思想",
    "经济思想",
)


class Run(NamedTuple):
    """Who stands together as subject, and where the last of them ends."""

    who: list[str]
    end: int
    posts: bool = False  # whether they may be but the first posts of who is named next


class Actors:
    """Who acts in one sentence, stretch by stretch."""

    def __init__(self, scene: Scene, named: Named, piece: Piece) -> None:
        self.scene, self.ear, self.named, self.piece = scene, scene.ear, named, piece
        self.text, self.veil = piece.text, piece.veil

    def runs(self, start: int, end: int, *, groups: bool, told: bool, listens: bool) -> list[Run]:
        """List the persons and groups that stand as subject in a stretch of text; who listens is none of them."""
        out: list[Run] = []
        text = self.text
        if listens:
            start = max((found.end() for found in _HEARS.finditer(text, start, end)), default=start)
            end = _whose(text, start, end)
        closed = False  # somebody does something else before
        listed = False  # the clause before was only a part of a list of names
        for left, right in clauses(text, start, end):
            names = self._subjects(left, right, end, brings=groups and not told)
            stop = names[-1][1] if names else left
            if names:
                out = [] if closed else _unposted(out, before=names[0][0] > left)
                closed = False
            if names and (groups or listed or not out):
                out.append(Run([self.ear.names[text[slice(*name)]] for name in names], stop))
            titled = _TITLED.match(text, stop, right) if names else None
            after = titled.end() if titled else stop
            listed = bool(names) and after == right
            join = (_JOINS if told else _BRINGS).match(text, after, right) if names else None
            if groups and (not names or join):
                grouped = self._grouped(join.end() if join else left, right, beside=join is not None)
                if grouped and closed:
                    out, closed = [], False
                out += grouped
            elif right < end:
                closed = self._closes(after, right, told=told)
        return out

    def _closes(self, after: int, right: int, *, told: bool) -> bool:
        """Tell whether those named in a clause do something else in it, so that what follows is no deed of theirs."""
        if not told:
            return self.text.find("了", after, right) >= 0 or _DOES.match(self.text, after, right) is not None
        return not (_OPEN.match(self.text, after, right) or under(self.veil, after, right))

    def _subjects(self, left: int, right: int, end: int, *, brings: bool) -> list[tuple[int, int]]:
        """List the names of a clause that may be its subject."""
        if left == 0 and self.named.pronoun(self.piece):
            return []
        led = self.text.startswith("下", right - 1) and _LED.search(self.text, left, right)
        if led or (right < end and self.text.startswith(("由", "应"), left)):
            return []
        names = self._names(left, right, _BRINGS if brings else _JOINS)
        if names and _BESIDE.match(self.text, left, names[0][0]):
            return []
        return [] if names and _OBJECT.search(self.text, left, names[0][0]) else names

    def _names(self, left: int, right: int, joins: re.Pattern[str]) -> list[tuple[int, int]]:
        """List the first names of a clause that stand together."""
        out: list[tuple[int, int]] = []
        for start, end in self.named.within(self.piece, left, right):
            if self.text.startswith(_ALSO_NAMED, end):
                continue
            if out:
                titled = _TITLED.match(self.text, out[-1][1], start)
                if not joins.match(self.text, titled.end() if titled else out[-1][1], start):
                    break
            out.append((start, end))
        return out

    def _grouped(self, left: int, right: int, *, beside: bool) -> list[Run]:
        if beside and _RESUMED.match(self.text, left):
            return []
        places = groups_of(self.text, left, group_tells(self.text, left, right) or right)
        return [
            Run([self.scene.printed(self.piece, *place)], place[1], _MANY.search(self.text, *place) is None)
            for place in places
        ]


def _unposted(runs: list[Run], *, before: bool) -> list[Run]:
    """Leave out what are but the first posts of who is named next: `工会主席,党委副书记林一鸣`."""
    while before and runs and runs[-1].posts:
        runs.pop()
    return runs


def _whose(text: str, start: int, end: int) -> int:
    """Return where it is told whose report is heard: `听取了各系负责人|的工作汇报`."""
    of = text.rfind("的", max(start, end - _KIND), end)
    return of if of > start and text.find(",", of, end) < 0 else end


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Divide a stretch of text at its marks."""
    left = start
    for found in _MARK.finditer(text, start, end):
        yield left, found.start()
        left = found.end()
    yield left, end
