"""断句，报道：说会务和近事，也转述人的话；会上的事是会务，别的事是情况，只有人的话要人做什么。"""

from __future__ import annotations

import re

from luoshi.reading.records import Verdict
from luoshi.reading.rules import occasion, reason, report
from luoshi.reading.rules.speaker import Ear
from luoshi.reading.rules.verdict import portrait, promises
from luoshi.reading.rules.verdict.judge import ENDS, STOPS, Around, Judge, Judgement, own, won
from luoshi.reading.scene import HELD, Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Place, paged

# What somebody has gained by what he heard or saw weighs it, and tells of no work.
_MOVES = paged(
    "".join(f"{makes}(?=人|我|自己)|" for makes in "让使令")
    + "非常激动|十分激动|激动不已|万分激动|备受|深受|倍感|倍受|受益匪浅|收获满满(?!的)|感触颇深|感慨万千|获益良多|收益良多"
)
_MOVED = re.compile(
    "(?![^。]*(?:纷纷|一致|今后|将))(?:[^。]{0,160}?(?:让|使|令)(?:人|我们?|自己)[^。]{0,40}?(?:理解|了解|领悟|认识|感悟|体会|感受|震撼|启发|收获|明晰|明白|懂得|受益|敬佩|感动|坚定)"
    "|[^。]{0,60}?(?:备受|深受|倍感|倍受)(?:鼓舞|启发|感动|教育|振奋|激励|触动|震撼|鼓励)|[^。]{0,60}?(?:受益匪浅|收获满满(?!的)|感触颇深|感慨万千|获益良多|收益良多|(?:非常|十分|万分)激动|激动不已))"
)
_OWN_DAY = re.compile(r"(?:学校|我校|学院|我院)\d{1,2}月\d{1,2}日")
_INTRODUCES = re.compile("[^,:。了]{1,24}(?:介绍(?<!的介绍)|透露|回忆)说?[,:]")
# What those present say together, and do not pledge, weighs what they heard or saw.
_TOGETHER = re.compile("[^。]{0,80}?纷纷[^,。]{0,4}(?P<cue>表示|认为)(?![^。]*(?:会努力|愿|表态|欢迎|坚决))")
_HELD = re.compile("召开|举行|举办|主持|参加会议|参会")
_SAYING = paged("介绍说?[,:]|透露说?[,:]|回忆说?[,:]|表示[,:]|指出[,:]|强调[,:]|认为[,:]|说[,:]")
_SAYS = re.compile("[^,。:]{2,30}(?:表示|指出|强调|认为|说)[,:]")  # somebody speaks, known or not
# When and where something is held: the occasion, whatever else the sentence says of it.
_ON_A_DAY = re.compile(
    r"\d{1,2}月\d{1,2}(?:[-至—、](?:\d{1,2}月)?\d{1,2})?日|\d{1,2}日[上下]午|近日|日前|[上下]午"
)
# News may open with the end alone that something serves (为…。), or go on with those who came.
_SERVES = re.compile(
    "为(?:了|进一步|深入|全面|切实|更好|充分|扎实|认真|贯彻|落实|加强|推进|推动|提升|帮助|做好)(?![^。]*(?:印发|出台|制定|发布))"
)
_COUNTED = re.compile(r"(?:等|共计?|合计)\d{1,5}余?[多人名]{1,3}[^,。]{0,12}。$")
_NEXT = 160  # characters between the day and what was held
# News that tells of an occasion says early on which day it was, or who talked or presided there; a greeting or a column is read in its course.
_HELD_HERE = re.compile(
    r"\d日|[上下]午|今天|昨天|近日|日前|当[日晚],|会上,|会谈|会见|会晤|主持[^,。的]{0,12}会|(?:参加|出席)[^,。的]{0,16}会议?。"
    "|^[^,。多次]{1,20}(?:召开|举行|举办)|致辞。|贺信|致信|作出[^,。]{0,6}指示|本网"
)
_WHOLE = STOPS | {"."}  # marks with which a sentence ends, and a headline does not
_FIRST = 4  # sentences in which the occasion is told
_WORK = re.compile("主要|总体|发展|建设|工作|预期|奋斗|总$|基本|具体|阶段|战略|改革|任务")
# What leads up to demands.
_LEADS = re.compile(
    "要求|希望|期望|部署|安排|建议|意见|倡议|任务|措施|举措|计划|思路|重点|提醒|强调|把握|着力|要(?!求)|将|今后|未来|下一步|看法|[一二两三四五六七八九十0-9][点项条]|报告|讲话|发言"
)
# What asks or looks ahead by itself, or opens as what somebody is heard to say.
_ANEW = re.compile(
    "让我们|要求|[^。]*(?:[将必]|一定|今后|未来)|[^,。]{2,40}(?:强调|指出|提出|要求)[,:](?![^,。]{1,16}[,。]?[^,。]{0,16}[是为])"
)


def goes_on(last: tuple[Piece, Verdict]) -> Verdict | None:
    """Tell as what a sentence goes on behind this one, unless that asks or leads up to something."""
    piece, verdict = last
    ends = ";" if verdict is Verdict.REASON else STOPS
    if verdict is Verdict.ORDER or piece.text[-1] not in ends or _LEADS.search(piece.veil):
        return None
    return verdict


class News(Judge):
    """Judges the sentences of news, nearly all of which tell something."""

    _plan = False

    def __init__(self, scene: Scene, ear: Ear) -> None:
        super().__init__(scene, ear)
        page = scene.page
        self._essay = scene.essay
        opening = scene.pieces[:_FIRST]
        self._portrait = portrait.is_one(scene, len(self._asking.may)) and not any(map(self._opens, opening))
        # Whether it may tell of an occasion at all.
        self._of_occasion = not self._portrait and (self._essay or any(map(self._holds, opening)))
        self._occasion = occasion.ask(page)
        self._report = report.ask(page)
        self._arrived = occasion.came(page, essay=self._essay or not self._of_occasion)
        # Words without which other questions need not be asked.
        self._moving = page.having(_MOVES, page.veil)
        self._ahead = page.holding(page.veil, "将", "一定")
        self._serving = page.holding(page.veil, *reason.SERVES)
        self._saying = page.having(_SAYING, page.veil)
        self._pledging = page.holding(page.veil, "纷纷")
        self._may |= self._pledging

    def among(self, piece: Piece, around: Around) -> Judgement:
        """Ask for the occasion, for what news tells by itself, and then by who speaks."""
        number = piece.number
        if number < _FIRST and (words := self._opens(piece)):
            # What somebody tells of another meeting is no occasion.
            inside = around.cued and self._ear.heard[number][1] < words[0]
            return (Verdict.REPORT, "report", words) if inside else (Verdict.FRAME, "occasion", words)
        if told := self._by_itself(piece, around):
            return told
        felt = (number in self._moving and _MOVED.match(piece.veil)) or (
            number in self._pledging and _TOGETHER.match(piece.veil)
        )
        if felt:
            return Verdict.REASON, "reason", felt.span(felt.lastgroup or 0)
        words = (self._of_occasion and self._occasion.get(number)) or self._arrived.get(number)
        if words and self._held(piece, around):
            return Verdict.FRAME, "occasion", words
        if (words := self._aim.get(number)) and (around.speaking or self._of_work(piece, words)):
            return Verdict.ORDER, "order", words
        heard = around.speaking and (not self._portrait or around.cued or self._quoted(piece))
        speech = heard or piece.labelled or (number in self._saying and _SAYS.match(piece.veil))
        return self._in_speech(piece, around) if speech else self._outside(piece, around)

    def _asks(self, piece: Piece, *, telling: bool) -> Judgement | None:
        if piece.number in self._pledging and (words := promises.in_a_body(piece.veil)):
            return Verdict.FRAME, "occasion", words
        asked = super()._asks(piece, telling=telling)
        alone = self._portrait and not piece.path  # no item of what somebody asks
        if alone and asked and asked[2] and not portrait.asks_others(piece.veil, asked[2]):
            return None
        return asked

    def _quoted(self, piece: Piece) -> bool:
        """Tell whether a sentence quotes, or stands in a quotation that goes on."""
        start, text = self._page.starts[piece.number], self._page.text
        return "“" in piece.text or text.rfind("“", 0, start) > text.rfind("”", 0, start)

    def _opens(self, piece: Piece) -> Place | None:
        """Find where one of the first sentences says when the occasion was held."""
        if piece.labelled:
            return None
        if found := (piece.number == 0 and _SERVES.match(piece.veil)) or _COUNTED.search(piece.veil):
            return found.span()
        dated = "日" in piece.veil or "午" in piece.veil
        day = _ON_A_DAY.search(piece.veil) if dated else None
        held = day and HELD.search(piece.veil, day.end(), day.end() + _NEXT)
        return held.span() if held and not won(piece.veil) else None

    def _holds(self, piece: Piece) -> bool:
        """Tell whether one of the first sentences may tell of an occasion, or is a headline."""
        held = (
            piece.text.rstrip("”’")[-1:] not in _WHOLE or _HELD_HERE.search(piece.veil) or self._opens(piece)
        )
        return bool(held)

    def _by_itself(self, piece: Piece, around: Around) -> Judgement | None:
        """Hear what a body will do, what is asked further, what serves an end, what somebody introduces."""
        goes_on = around.before is Verdict.ORDER and not around.speaking and not piece.labelled
        words = promises.find(piece) if piece.number in self._ahead else None
        if words or (goes_on and (words := self._asking.goes_on(piece))):
            return Verdict.ORDER, "order", words
        if piece.number in self._serving and (words := reason.serves(piece.veil)):
            return Verdict.REASON, "reason", words
        introduces = piece.number in self._saying and _INTRODUCES.match(piece.veil)
        return (Verdict.REPORT, "report", None) if introduces else None

    def _of_work(self, piece: Piece, words: Place) -> bool:
        """Tell whether an aim is one of work, and not what somebody shoots or studies at."""
        return _WORK.search(piece.veil, max(0, words[0] - 4), words[0]) is not None

    def _told(self, piece: Piece, around: Around) -> Place | None:
        return self._report.get(piece.number) or report.becomes(piece)

    def _asks_bare(self, piece: Piece) -> Place | None:
        return None if self._portrait else super()._asks_bare(piece)

    def _asks_somewhere(self, piece: Piece) -> Judgement | None:
        if self._portrait:
            return None
        words = self._asking.asks_somewhere(piece, plan=False)
        if words and not piece.path and self._asking.goes_on_telling(piece, words):
            return Verdict.REPORT, "report", words
        return (Verdict.ORDER, "order", words) if words else None

    def _goes_on_as(self, piece: Piece, around: Around) -> Verdict | None:
        if piece.path:
            tells = around.tells and around.last and not piece.path[-1].endswith("要")
            return Verdict.REPORT if tells else None
        return goes_on(around.last) if around.last and not _ANEW.match(piece.veil) else None

    def _among_items(self, piece: Piece, around: Around) -> Judgement | None:
        judged = self._in_item(piece)
        if judged[0] is not Verdict.ORDER:
            return judged
        if told := self._goes_on_as(piece, around):
            return told, "verdict", None
        # What only follows the sentence that opens an item asks for nothing by itself.
        return judged if piece.labelled or "一是" in piece.veil else None

    def _heads(self, piece: Piece) -> bool:
        return piece.text[-1] not in ENDS and piece.first and piece.last

    def _outside(self, piece: Piece, around: Around) -> Judgement:
        """Judge what nobody is heard to say."""
        number = piece.number
        held = self._occasion.get(number)
        if held:
            held = occasion.firm(self._page, number, held)
        if weighed := self._quotes(piece, held):
            return weighed
        if words := self._arrived.get(number) or (held and _OWN_DAY.match(piece.veil) and held):
            return Verdict.FRAME, "occasion", words
        if words := self._report.get(number):
            goes_on = around.narrated and not self._essay and occasion.goes_on(piece.veil, words)
            return (Verdict.FRAME, "occasion", words) if goes_on else (Verdict.REPORT, "report", words)
        if words := self._own_work(piece):
            return Verdict.REPORT, "verdict", words
        if held and self._of_occasion and not self._essay:
            return Verdict.FRAME, "occasion", held
        return self._untold(piece, around)

    def _quotes(self, piece: Piece, held: Place | None) -> Judgement | None:
        """Hear what news weighs, or only quotes: that tells of nothing held, at most of what was done."""
        quoted = reason.quotes(piece.text)
        quotes = quoted is not None and not (held and held[0] < quoted)
        words = None if held and not quotes else reason.weighs(self._page, piece.number)
        if quotes and not words and (told := self._report.get(piece.number)):
            return Verdict.REPORT, "report", told
        return (Verdict.REASON, "reason", words) if quotes or words else None

    def _own_work(self, piece: Piece) -> Place | None:
        """Hear a body tell of its work where it does not tell of a meeting held."""
        found = own(piece.veil)
        return found.span() if found and not _HELD.search(piece.veil) else None

    def _untold(self, piece: Piece, around: Around) -> Judgement:
        """Hear a slogan, what somebody goes on to do at the occasion, a question that heads its answer, or what is simply told."""
        if reason.chimes(piece.veil):
            return Verdict.REASON, "reason", None
        goes_on = around.narrated and not self._essay and self._ear.subject(piece, within=44) is not None
        if goes_on and occasion.stays(piece.veil):
            return Verdict.FRAME, "occasion", None
        end = piece.text.rstrip("”’")[-1:] if self._essay else piece.text[-1]
        ends = end in STOPS and (self._essay or end != "?")
        told = ends or report.heads(self._page, piece, self._occasion, self._report)
        return (Verdict.REPORT if told else Verdict.FRAME), "verdict", None
