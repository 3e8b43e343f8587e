"""何人在哪一句里说话：人名、代词、会议、众人近旁有说话的字的。

Each sentence is asked by itself here; how long a speech goes on is asked by the rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.reading.records import Person
from luoshi.reading.rules.people.names import Names, apart, in_order
from luoshi.reading.rules.speaker import cues, quoted, unnamed
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page, Place
from luoshi.reading.text.spans import plain

_STAND_INS = Names(("文章", "他们", "她们", "他", "她", "会议", "全会", "座谈会", "大家", "总书记"))
PRONOUNS = frozenset({"他", "她"})
GENERAL = "总书记"
_CHAIR = "主席"  # behind a name: so others speak of him
_NOBODY = unnamed.Group("", 0, present=True)
_THIS = (",", ";", ":", "本次", "此次", "这次")
_OWN_NAMES = ("会议", "全会")  # with other words before them they are meetings with a name of their own
_NOT_NAMED = ("总书记", "同志", "新时代", "所作", "所提")  # behind a name that is only referred to
_TOWARDS = frozenset("向对同与给请见")  # before whom somebody else speaks to
_AT = 6  # characters of `会上，`
_LEADS = re.compile(
    "(?:针对|围绕|结合|就|对于|关于|面对|在|通过|听取|看到|随后|最后|其间|期间|会上|会后|为)[^,。;:“]{0,24},"
)
_NAMED = re.compile("贯彻|落实|按照|根据|学习|传达|围绕|召开|举行|参加|出席|年度?")
NEAR = 12  # characters between the head of a clause and who speaks
POSTED = 44  # where a post with the name of its body stands there
_SAID = ("表示,", "指出,", "认为,", "强调,", "提出,", "说,", "谈到,")
_PAUSES = frozenset(",。!?")


class Hearing:
    """Who is heard in each sentence of one document; knows the names in it."""

    def __init__(self, people: tuple[Person, ...], page: Page, *, news: bool) -> None:
        self._page = page
        self.names = {plain(person.name): person.name for person in people}
        names = Names(self.names)
        readings = names.readings(page.veil, 0, len(page.veil)) if people else []
        self.places = list(apart(readings))  # where the names stand on the page, none inside another
        self.named = self._first_named(page)
        self._strangers: set[int] = set()  # where somebody is heard who is no person of the record
        self._soft: dict[int, bool] = {}  # groups that are heard, and whether they are sure to be present
        self._bodies: set[str] = set()  # which ask in what they issue
        self._far: set[int] = set()  # where a meeting with a name of its own is heard
        self._honoured: set[int] = set()  # where a name is heard with the title by which others call him
        # Who is heard in a sentence, and where the words of telling end.
        self.heard = self._near_cues(page, readings)
        self.heard = self._with_items(page) | self.heard
        quotes = news and "“" in page.text
        if quotes:
            self.heard = quoted.at_once(page, self.named) | self.heard
        self._answered = quoted.named_after(page, self._tellers(), self.named) if quotes else {}
        self.heard |= {number: (who, 0) for number, who in self._answered.items() if number not in self.heard}

    def _tellers(self) -> dict[int, str | None]:
        """Return which person tells something in the sentences in which somebody does."""
        strangers, names = self._strangers, self.names
        return {
            number: names.get(who, who if number in strangers else None)
            for number, (who, _) in self.heard.items()
        }

    def _first_named(self, page: Page) -> dict[int, tuple[int, str]]:
        """Find the first person named in each sentence: where the name ends, and the name."""
        out: dict[int, tuple[int, str]] = {}
        for start, end in self.places:
            number = page.number(start)
            if number not in out and not page.veil.startswith(_NOT_NAMED, end):
                out[number] = (end - page.starts[number], self.names[page.veil[start:end]])
        return out

    def _near_cues(self, page: Page, readings: Sequence[Place]) -> dict[int, tuple[str, int]]:
        """Find in each sentence the first name or pronoun that stands near the head of a clause, with a cue after it."""
        cued = page.having(cues.CUE, page.veil)
        if not cued:
            return {}
        out = self._named_cues(page, cued, readings)
        for number in cued.difference(out):
            if heard := self._unnamed(page.veil, number, page.starts[number]):
                out[number] = heard
        return out

    def _with_items(self, page: Page) -> dict[int, tuple[str, int]]:
        """Find whose items follow a colon in a sentence that he opens: `林一鸣对值班作了安排:一是…`."""
        out = quoted.items(page, self.named)
        for number in page.holding(page.veil, "共识,一", "共识:一") if "共识" in page.veil else ():
            start, end = page.starts[number], page.starts[number + 1] - 1
            if group := unnamed.agreed(page.veil, start, end):
                out[number] = self._many(group, number, start)
        return out

    def _named_cues(
        self, page: Page, cued: set[int], readings: Sequence[Place]
    ) -> dict[int, tuple[str, int]]:
        """Find in each sentence with a cue the first name or stand-in that speaks."""
        near: dict[int, list[Place]] = {}
        for place in readings:
            near.setdefault(page.number(place[0]), []).append(place)
        out: dict[int, tuple[str, int]] = {}
        for number in cued:
            places = _STAND_INS.readings(page.veil, page.starts[number], page.starts[number + 1] - 1)
            if number in near:
                places = in_order(places + near[number])
            for start, end in places:
                if heard := self._telling(page.veil, page.starts[number], start, end):
                    out[number] = heard
                    if self._is_far(page.veil, page.starts[number], start):
                        self._far.add(number)
                    if page.veil.startswith(_CHAIR, end):
                        self._honoured.add(number)
                    break
        return out

    def _is_far(self, text: str, first: int, start: int) -> bool:
        """Tell whether a meeting has words before it that make them a name of its own."""
        named = start > first and text.startswith(_OWN_NAMES, start)
        return named and not text.endswith(_THIS, first, start)

    def _telling(self, text: str, first: int, start: int, end: int) -> tuple[str, int] | None:
        """Tell whether who stands at [start, end) speaks: who it is, and where in the sentence what he says begins."""
        low = max(first, start - POSTED - 1)
        head = unnamed.clause(text, low, start)
        if text[head] == "□":
            head = self._past_quote(text, head, start)
        who, near = text[start:end], start - head <= NEAR
        person = who in self.names
        if not (near or person) or text.endswith(_SAID, first, head):
            return None  # far from the head of a clause, or quoted by another
        general = text.startswith(GENERAL, end)
        titles = who == GENERAL and self._titles(text, end)
        if titles or (general and head != first) or text.find("。", head, start) >= 0:
            return None
        only_named = _NAMED.search(text, head, start) is not None
        if only_named and not person:
            return None  # as a meeting is to which the speech refers
        posted = start - head <= POSTED and unnamed.has_post(text, head, start)
        if posted and not (near or only_named) and unnamed.only_posts(text, head, start):
            near = self.named.get(self._page.number(first), (0,))[0] + first > start  # nobody is named before
        speaks = near or ((posted or not only_named) and cues.AT_ONCE.match(text, end))
        if speaks and (cues.SPEAKS.match(text, end) or cues.SPEAKS_OF.match(text, end)):
            return GENERAL if general else who, end - first
        if not ((near or posted) and self._may_go_on(text, first, head, start, who)):
            return None
        later = cues.in_a_later_clause(text, end) or cues.GREETS.match(text, end)
        return (who, later.start("cue") - first) if later else None

    def _past_quote(self, text: str, head: int, start: int) -> int:
        """Return where a clause begins that opens with what somebody is quoted with: `“要看好海图,”林一鸣说`."""
        past = start - len(text[head:start].lstrip("□"))
        return past if self._page.text[past - 2] in _PAUSES else head

    def _may_go_on(self, text: str, first: int, head: int, start: int, who: str) -> bool:
        """Tell whether somebody stands so near the head of a sentence that he may speak in a later clause of it."""
        low = first if text[head - 1] != ":" else max(first, head - _AT)  # as behind `某社消息:`
        if start > head and text[start - 1] in _TOWARDS:
            return False
        near = head - low <= _AT or _LEADS.fullmatch(text, low, head) is not None
        return start == first if who in PRONOUNS else near and who in self.names

    def _titles(self, text: str, end: int) -> bool:
        """Tell whether a stand-in is only a title of the person named after it, at once or behind further ones."""
        return text.startswith("、", end) or any(text[end : end + n] in self.names for n in (2, 3, 4))

    def _unnamed(self, text: str, number: int, first: int) -> tuple[str, int] | None:
        """Hear a meeting, a group, a stranger, or the one who spoke before, in a sentence in which no known person speaks."""
        end = text.find("\n", first)
        end = end if end >= 0 else len(text)
        if found := cues.GOES_ON.match(text, first, end):
            return "他", found.end("cue") - first
        if known := self._stranger(text, first, end):
            self._strangers.add(number)
            return known[0], known[1] - first
        if group := unnamed.together(text, first, end):
            return self._many(group, number, first)
        if unnamed.crowd(text, first, end):
            return self._many(_NOBODY, number, first)
        return None if number in self.named else self._later(text, number, first, end)

    def _stranger(self, text: str, first: int, end: int) -> tuple[str, int] | None:
        """Hear somebody who is no person of the record, at once or in a later clause."""
        found = unnamed.stranger(text, first, end) or unnamed.known_before(text, first, end)
        if found and found[0] not in self.names:
            return found
        head = unnamed.at_head(text, first, end) if cues.LATER_CUE.search(text, first, end) else None
        later = cues.in_a_later_clause(text, head[1]) if head and head[0] not in self.names else None
        return (head[0], later.start("cue")) if head and later else None

    def _many(self, group: unnamed.Group, number: int, first: int) -> tuple[str, int]:
        self._soft[number] = group.present
        return group.who, max(group.told - first, 0)

    def _later(self, text: str, number: int, first: int, end: int) -> tuple[str, int] | None:
        """Hear a meeting or a group in a later clause of a sentence."""
        later = cues.SAYS_LATER.search(text, first, end)
        if later and (body := unnamed.issues(text, first, later.start())):
            self._soft[number] = True
            self._bodies.add(body)
            return body, later.start("cue") - first
        if not later or text.find(":", first, later.start()) >= 0:
            return None
        held = text.find("召开", first, later.start())
        if text.startswith("会议", first) or (held >= 0 and text.find("会", held, later.start()) >= 0):
            return "会议", later.start("cue") - first
        group = unnamed.before(text, first, later.start())
        if not group and cues.NO_SUBJECT.match(text, first, later.start()):
            return "他", later.start("cue") - first
        return self._many(group, number, first) if group else None

    def cued(self, piece: Piece) -> str | None:
        """Return who is heard to speak in a sentence."""
        heard = self.heard.get(piece.number)
        return heard[0] if heard else None

    def stranger(self, piece: Piece) -> str | None:
        """Return who is heard in a sentence though he is no person of the record."""
        heard = piece.number in self._strangers or piece.number in self._answered
        who = self.cued(piece) if heard else None
        return who if who and unnamed.may_be_name(who) else None

    def told(self, piece: Piece) -> int:
        """Return where in a sentence the telling ends and what is said begins."""
        return self.heard[piece.number][1]

    def subject(self, piece: Piece, *, within: int | None = None) -> str | None:
        """Return the first person named in a sentence, or in its first characters."""
        end, name = self.named.get(piece.number, (0, None))
        return name if within is None or end <= within else None
