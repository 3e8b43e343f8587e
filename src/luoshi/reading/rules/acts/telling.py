"""From verb to verb through one sentence of an occasion: who stands before each, and what was told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of
from luoshi.reading.records import Act
from luoshi.reading.rules.acts.actors import LONG, NEAR, Actors, Run
from luoshi.reading.rules.acts.groups import before_manner
from luoshi.reading.rules.acts.named import Named
from luoshi.reading.rules.acts.topics import aspects, objected, opened, parts, title, topic, under, untitled
from luoshi.reading.rules.acts.verbs import GROUPS_DO, TOLD, VERB, act_of
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.spans import curled

_BY = re.compile("由(?P<who>[^,。由]{2,80}?)(?P<host>主持)(?!的|工作|人)")
_AND_THEN = re.compile("并(?=[对就](?!业)|部署|要求|提出|强调|主持|(?:通报|传达|介绍|解读|宣读|讲解|汇报)了)")
# Somebody else stands before the verb, though nobody whose name is known.
_OTHER = re.compile(
    rf"(?:{any_of('posts')}[\u4e00-\u9fff]{{2,3}}|{any_of('group_ends')})(?:同志|教授|老师|等)?$"
)
_HEADS = re.compile(
    "(?:会议|活动|讲座|培训)?(?:共计?|[约近超有])*[0-9]{1,5}余?多?人次?"
)  # `300余人`, told by their number
_AIMED = re.compile("[^,]{0,30}?(?:对|向|为|与|和|给|就|围绕|带领|代表|以|结合|针对|受|作为)")
_SPOKEN = re.compile("在[^,。]{0,12}(?:讲话|致辞|致词)(?:时|中)[^,。]{0,4}$")
_IN_A_TALK = re.compile("(?:讲话|致辞|报告|发言)(?:时|中)")
_PART_OF = re.compile("总结|阐述|阐释|剖析|分析|梳理|深入|系统|详细")
_HEARD_OF = re.compile("听取[^,。]{0,24}$")
_QUOTING = re.compile("指出|强调|表示|认为|建议|提到|告诫|谈到")
_HEARS = re.compile("听(?![取课证众力]|起来)|的□{1,60}一[书文]")  # who listens, and whose book tells
_OTHERS = re.compile("(?:全体与会|双方|与会|在场|大家|各方|参会|会议|现场|学校|我校|师生)")
_CARRIED = re.compile(
    "[^,。]{0,30}的(?:经历|体会|感受|机会|收获|[^,。的]{0,6}(?:学生|同学|人员|教师|师生|学员|专家|嘉宾)(?!座谈|代表|大会|培训|会|党))"
)
# Before those who attend, or a deed that only serves.
_TOWARDS = ("向", "对", "给", "通过", "感谢", "欢迎", "祝贺")
# Two sides before what they talk about: `甲一行…交流`, `甲与乙就…交流`.
_WITH = re.compile("一行|[与同跟](?<!参与)(?!时|学|事|志)[^,。就]{2,24}(?:就(?![业读是地])|围绕)")
_COME = ("来华", "来访", "来校", "来京", "前来", "同", "与", "会见", "接见", "看望", "慰问")
_OF = re.compile("[^,。的]{2,40}的(?=[^,。])")
_ON_GROUND = re.compile("结合|按照|根据|对照|依据|落实|贯彻|围绕")  # before demands that are met
_BY_WAY = re.compile("[^,。]{0,30}(?:的|等(?:多种)?)(?:方式|形式)")
_LEADS_IN = re.compile(
    "就(?<![成造生]就)(?![业读是地]|近(?!期|年|日|来|况|些))|对(?<![面应相绝反]对)(?![外口照比标])|围绕|结合"
)
_TOLD_NOUNS = "报告|说明|汇报|介绍|发言|通报|解读|交流|分享|传达|讲解|宣讲|点评"
_LATER = re.compile(rf"[^,。;:作做进]{{0,60}}(?:作|做|进行)了?[^,。;:作做进]{{0,12}}?(?:{_TOLD_NOUNS})")
_AS_REPORT = re.compile("(?:为题)?(?:作|做)?的?[^,。的]{0,8}(?:报告|发言|汇报|讲座|交流)")
_CUT = re.compile("[《“](?P<topic>[^《》。]{2,120})[》”](?P<rest>[^。]{0,40})")
# What is closed by a word of summing up, rather than told of: `对本次会议进行总结`.
_OCCASION = re.compile("(?:会议?|活动|讲座|论坛|培训班?|比赛|大赛|课|营|仪式|典礼|座谈|讨论|研讨|调研)$")
_ONE_TELLS = re.compile("宣讲|主讲|带来(?:了?的?(?:题为)?)?$")  # what a group does so is an activity
_SHARED = re.compile("(?<!现场)(?<!典型)(?<!经验)(?<!大会)交流(?!发言|汇报)|(?<!经验)分享")


class Telling:
    """One sentence of the occasion, read from verb to verb."""

    def __init__(
        self, scene: Scene, named: Named, piece: Piece, last: str | None = None, *, goes_on: bool = False
    ) -> None:
        self.scene, self.ear, self.named, self.piece = scene, scene.ear, named, piece
        self.text, self.veil = piece.text, piece.veil
        self.actors = Actors(scene, named, piece)
        self.listens, self.deals = "听取" in piece.text, "分别" in piece.text
        self.runs: list[Run] = []
        self.said: set[tuple[str, bool]] = set()  # what was said of those who stand in `runs`
        self.low = 0
        self.joins = "并" in piece.veil
        self.convened = 0  # where it was said that somebody held a meeting, which goes on to do what it does
        self.summed = False  # whether the work that is done was told of
        self.fresh = False  # whether those who stand in `runs` stand right before the verb
        self.meant = named.pronoun(piece) if last else None
        if last and self.meant:
            self.runs = [Run([last], self.meant.end())]
        elif last and goes_on:
            self.runs = [Run([last], 0)]

    def acts(self, end: int, first: int = 0) -> Iterator[Act]:
        """List who does what before a place, where the first verb is known to stand; a verb inside what is told is none."""
        text = self.text
        by = _BY.search(text) if "由" in text and "主持" in text else None
        if by:
            hosts = self.named.within(self.piece, *by.span("who"))
            yield from (self._act(self.ear.names[text[slice(*host)]], "host", None) for host in hosts)
        done = 0
        for found in VERB.finditer(self.veil, first, end):
            if (
                found.start() < done
                or (by and found.start() == by.start("host"))
                or self._inside(done, found)
            ):
                continue
            act = act_of(found)
            self._meet(max(done, by.end()) if by and by.end() <= found.start() else done, found.start(), act)
            yield from self._rows(act, found)
            if act == "speak" and self._quotes(found):
                break
            if act == "host" and self.veil.startswith("召开", found.end()):
                self.convened = found.end()
            done = self._past(act, found)
        if (
            end == len(text)
            and text[-1] != "。"
            and (start := opened(text, max(done, end - LONG))) is not None
        ):
            yield from self._cut(done, start)

    def _cut(self, done: int, start: int) -> Iterator[Act]:
        """Read on where the end of a line stands inside a title: `以《…⏎…》为题作了发言`."""
        source = self.scene.source
        place = self.piece.where(start, start + 1).start
        if found := _CUT.match(source, place):
            self._meet(done, start, "report")
            verb = VERB.search(found["rest"])
            if not verb and self.text.find("发表", done, start) >= 0:
                return  # a paper, not a talk
            act = "speak" if verb and act_of(verb) == "speak" else "report"
            for who in [who for run in self.runs for who in run.who]:
                yield self._act(who, act, found["topic"])

    def _meet(self, done: int, start: int, act: str) -> None:
        """See who stands before a verb; where nobody new does, those before go on."""
        heard = self.listens and self.text.find("听取", done, start) >= 0
        runs = self.actors.runs(done, start, groups=act in GROUPS_DO, told=act in TOLD, listens=heard)
        self.fresh = bool(runs)
        if runs or heard:
            self.runs, self.said = runs, set()
            self.low = runs[-1].end if runs else done
        elif done != start:
            self.low = done

    def _past(self, act: str, found: re.Match[str]) -> int:
        """Return where the next verb may stand: behind the topic, or at once where two verbs share one."""
        if act not in TOLD or found[0][0] == "题" or VERB.match(self.veil, found.end()):
            return found.end()
        stop = self.veil.find(",", found.end())
        stop = stop if stop >= 0 else len(self.text)
        then = _AND_THEN.search(self.veil, found.end(), stop) if self.joins else None
        return then.start() if then else stop

    def _quotes(self, found: re.Match[str]) -> bool:
        """Tell whether the rest of a sentence is what somebody says."""
        said = _QUOTING.match(found[0]) and self.veil.startswith((",", ":"), found.end())
        if not said:
            return False
        return not (self.runs and self.named.within(self.piece, found.end(), found.end() + LONG))

    def _inside(self, done: int, found: re.Match[str]) -> bool:
        """Tell whether a verb stands inside what another verb of its clause is about."""
        if act_of(found) == "attend" and (
            _CARRIED.match(self.veil, found.end()) or self.veil.endswith(_TOWARDS, done, found.start())
        ):
            return True
        if (
            act_of(found) == "attend"
            and self.veil.endswith(_COME, done, found.start())
            and _OF.match(self.veil, found.end())
        ):
            return True  # `会见来华出席…的某人`
        if act_of(found) == "report" and _BY_WAY.match(self.veil, found.end()):
            return True
        if found[0][0] == "要" and _ON_GROUND.search(self.veil, self._clause(found.start()), found.start()):
            return True  # `按照上级要求,…`
        if found[0][0] == "为" and not self._person(max(done, self.low), found.start()):
            return True  # what bodies do under a title is told by a verb of its own
        head = max(done, self._clause(found.start()))
        leads = _LEADS_IN.search(self.veil, max(head, found.start() - NEAR), found.start())
        return leads is not None and _LATER.match(self.veil, found.end()) is not None

    def _person(self, done: int, place: int) -> bool:
        """Tell whether a person stands right before a title: `林一鸣教授以□为题`."""
        names = self.named.within(self.piece, done, place)
        return bool(names) and place - names[-1][1] < LONG and "," not in self.veil[names[-1][1] : place]

    def _clause(self, place: int) -> int:
        """Return where the clause of a place begins, or a place as far before it as a subject may stand."""
        low = max(0, place - LONG)
        return self.veil.rfind(",", low, place) + 1 or low

    def _act(self, who: str, act: str, topic: str | None) -> Act:
        return Act(who, act, topic, self.piece.span)

    def _rows(self, act: str, found: re.Match[str]) -> Iterator[Act]:
        """Give each who stands before a verb his row, and his own part of the topic."""
        if not self.runs or self._told_already(act) or self._others(act, found) or self._no_deed(found):
            return
        place = self._topic(act, found)
        if act == "speak" and place and _AS_REPORT.match(self.veil, place[1]):
            yield from (self._act(who, act, None) for run in self.runs for who in run.who)
            act = "report"  # `在题为《…》的发言中指出`: the title is that of the report
        if found[0].endswith("总结"):
            act, place = self._summed_up(place)
        if act and not (act == "report" and self._mutual(found, told=place is not None)):
            self.said |= {(act, False), (act, place is not None)}
            yield from self._shared(act, place, found.start())

    def _shared(self, act: str, place: tuple[int, int] | None, verb: int) -> Iterator[Act]:
        """Give those with a topic of their own their rows, and the others theirs of the whole."""
        share: list[str] = []
        for i, run in enumerate(self.runs):
            stop = self.runs[i + 1].end if i + 1 < len(self.runs) else 0
            clause = self.veil.find(",", run.end, stop) if stop else -1
            if clause >= 0 and act in TOLD and (own := under(self.veil, run.end, clause)):
                printed = self._printed(own)
                said = _as(printed, untitled(curled(printed)))
                yield from (self._act(who, act, said) for who in run.who)
            else:
                share += run.who
        yield from self._dealt(share, act, place, verb)

    def _no_deed(self, found: re.Match[str]) -> bool:
        """Tell whether a verb belongs to the report before it, or is an activity of a group."""
        if found[0] == "表示":
            return ("report", True) in self.said  # what one says in one's own report is no speech
        if found[0] == "部署":
            return self.summed  # what was done and what is to do are one report
        return _ONE_TELLS.search(found[0]) is not None and not self._persons()

    def _summed_up(self, place: tuple[int, int] | None) -> tuple[str, tuple[int, int] | None]:
        """Tell a report of the work that is done from the speech that closes an occasion."""
        if place is None or _OCCASION.search(self.veil, *place):
            return "speak" if self._persons() else "", None
        self.summed = True
        return "report", place

    def _persons(self) -> bool:
        """Tell whether all who stand before a verb are known by name."""
        return all(who in self.ear.names.values() for run in self.runs for who in run.who)

    def _mutual(self, found: re.Match[str], *, told: bool) -> bool:
        """Tell whether a talk is one of both sides: without a topic, or with somebody."""
        if not told:
            return _SHARED.search(found[0]) is not None
        start = self.runs[0].end
        held = found[0].endswith("交流") and "汇报" not in found[0] and "发言" not in found[0]
        return held and _WITH.search(self.veil, start, found.start()) is not None

    def _told_already(self, act: str) -> bool:
        return (act, False) in self.said and (act not in TOLD or (act, True) in self.said)

    def _others(self, act: str, found: re.Match[str]) -> bool:
        """Tell whether a verb is somebody else's than those who were named before."""
        clause, place = self._clause(found.start()), found.start()
        if self._only_carried(act, found, clause):
            return True
        end = self.runs[-1].end
        if act == "report" and _HEARS.search(self.veil, end, place):
            return True  # `他听老师介绍了…`
        if self.meant and act not in TOLD and self.named.within(self.piece, max(clause, end), place):
            return True  # `他结合某人出席…`
        if self.convened and clause > self.convened and not self.fresh and self.text[clause] != "并":
            return True
        if end >= clause:
            return False
        return (act in TOLD and _OTHERS.match(self.text, clause) is not None) or (
            not self.fresh and self._stranger(clause, place)
        )

    def _only_carried(self, act: str, found: re.Match[str], clause: int) -> bool:
        """Tell whether what is told is a part of a speech, or only what was heard before."""
        if _PART_OF.match(found[0]) and _SPOKEN.search(self.veil, clause, found.start()):
            return True
        if found[0].endswith(("总结", "回顾")) and _IN_A_TALK.search(self.veil, 0, found.start()):
            return True
        heard = self.veil.startswith("后", found.end())
        return heard and _HEARD_OF.search(self.veil, clause, found.start()) is not None

    def _stranger(self, clause: int, place: int) -> bool:
        """Tell whether somebody whose name is not known stands before a verb."""
        lead = self.text[clause : before_manner(self.text, clause, place)]
        return _HEADS.fullmatch(lead) is not None or (
            _OTHER.search(lead) is not None and not _AIMED.match(lead)
        )

    def _dealt(self, share: list[str], act: str, place: tuple[int, int] | None, verb: int) -> Iterator[Act]:
        printed = self._printed(place) if place else ""
        whole = curled(printed)
        each = self.deals or whole.startswith(("“", "《"))
        dealt = parts(whole, len(share)) if whole and each else None
        if (
            self.deals
            and whole
            and not dealt
            and len(share) > 1
            and (sides := aspects(self.veil, self.low, verb))
        ):
            printed = self._printed(sides)
            dealt = parts(curled(printed), len(share))
        if whole and each and not dealt and (by_run := self._by_run(whole, share)):
            yield from (self._act(who, act, _as(printed, one)) for who, one in by_run)
            return
        for i, who in enumerate(share):
            topic = dealt[i] if dealt else untitled(whole) if whole else None
            yield self._act(who, act, topic and _as(printed, topic))

    def _by_run(self, whole: str, share: list[str]) -> list[tuple[str, str]]:
        """Deal a list out to those of one post together: `院长代表甲、乙,教师代表丙分别围绕…、…的成效发言`."""
        runs = [run.who for run in self.runs]
        if len(runs) == len(share) or sum(map(len, runs)) != len(share):
            return []
        head = whole.partition("的")[0]
        dealt = next((one for words in (whole, head) if (one := _by_marks(words, len(runs)))), [])
        return [(who, one) for run, one in zip(runs, dealt, strict=False) for who in run]

    def _topic(self, act: str, found: re.Match[str]) -> tuple[int, int] | None:
        if act in TOLD:
            return topic(self.text, self.veil, self.low, found.span())
        if act == "speak":
            return title(self.text, self.low, found.end())
        if act == "sign":
            return objected(self.veil, found.end())
        return None

    def _printed(self, place: tuple[int, int]) -> str:
        return self.scene.printed(self.piece, *place)


def _as(printed: str, words: str) -> str:
    """Return words that were found with curly quotation marks as they are printed."""
    at = curled(printed).find(words)
    return printed[at : at + len(words)] if at >= 0 else words


def _by_marks(words: str, count: int) -> list[str] | None:
    return parts(words, count) if words.count("、") == count - 1 or "”" in words else None
