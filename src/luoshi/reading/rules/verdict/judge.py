"""断句：依次问套语、要求、会务、情况、说理；谁都答不上的，随上下文。

Order wins if any clause asks; what nobody asks for, tells or explains takes the verdict of its surroundings.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.records import Verdict
from luoshi.reading.rules import formula, occasion, reason, report
from luoshi.reading.rules.order import Asking, names_part
from luoshi.reading.rules.speaker import Ear, Voice
from luoshi.reading.rules.verdict import cited, papers, promises, reviews
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Place, paged

# What a school has won is told, wherever that was made known.
_WON = re.compile("(?:我校|学校|我院|学院)[^,。]{0,12}?(?:入选|荣获|荣膺|获评|获批|获得|喜获|斩获)[^,。]{4}")
_GOES_ON = re.compile("^(?:着重|特别|还|并|最后|同时)*(?:强调|指出|要求|提出)")
_OWN = re.compile(
    "(?:(?:此外|同时|另外|其间),)?(?:本[网报](?!讯)|学校|我校|我院|学院|总?公司|基地|团队|此次|本次|大会|论坛)|据悉|据了解|据介绍|近年来|《方案》"
)
_OWN_HEADS = frozenset("此同另其本学我总公基团大论据近《")
_PROFILE = re.compile("(?:(?:此外|同时|另外|其间),)?[^,。:]{0,4}简介:(?=.)")
# What somebody has gained by what he heard or saw weighs it, and tells of no work.
_MOVES = paged(
    "".join(f"{makes}(?=人|我|自己)|" for makes in "让使令")
    + "非常激动|十分激动|激动不已|万分激动|备受|深受|倍感|倍受|受益匪浅|收获满满(?!的)|感触颇深|感慨万千|获益良多|收益良多"
)
_MOVED = re.compile(
    "(?![^。]*(?:纷纷|一致|今后|将))(?:[^。]{0,160}?(?:让|使|令)(?:人|我们?|自己)[^。]{0,40}?(?:理解|认识|感悟|体会|感受|震撼|启发|收获|明晰|明白|懂得|受益|敬佩|感动|坚定)"
    "|[^。]{0,60}?(?:备受|深受|倍感|倍受)(?:鼓舞|启发|感动|教育|振奋|激励|触动|震撼|鼓励)|[^。]{0,60}?(?:受益匪浅|收获满满(?!的)|感触颇深|感慨万千|获益良多|收益良多|(?:非常|十分|万分)激动|激动不已))"
)
# What comes before the body that does it does not ask by its verb (`依托…，学校为…提供…`).
_OWN_LATER = re.compile(
    "(?:从|依托|围绕|通过|针对|立足|面对|在)[^,。]{2,40},(?:学校|学院|我校|我院)(?![和及与各要应须将的、党全]|领导|师生|干部|上下|一定|必须)"
)
_OWN_DAY = re.compile(r"(?:学校|我校|学院|我院)\d{1,2}月\d{1,2}日")
_INTRODUCES = re.compile("[^,:。了]{1,24}(?:介绍|透露|回忆)说?[,:]")
_HELD = re.compile("召开|举行|举办|主持|参加会议|参会")
_SAYING = paged("介绍说?[,:]|透露说?[,:]|回忆说?[,:]|表示[,:]|指出[,:]|强调[,:]|认为[,:]|说[,:]")
_SAYS = re.compile("[^,。:]{2,30}(?:表示|指出|强调|认为|说)[,:]")  # somebody speaks, known or not
# The year that a paper bears, and years before it; a sentence that opens with one tells of it.
_BEARS_YEAR = re.compile(r"[〔\[]([12]\d{3})[〕\]]\d|(?<!\d)((?:19|20)\d\d)年\d{1,2}月\d{1,2}日")
_YEAR_HEADS = frozenset("12近")
_OF_YEAR = re.compile(
    r"(?:((?:19|20)\d\d)年|近\d{1,2}年来|近[一两二三四五六七八九十几]年来)(?![^。]*(?:以前|之前|[年月日]起|[应须拟]|要(?<!主要)(?<!重要)(?<!需要)|将)|[-—―至、和]|,?是)(?=[^。]{4,}[。;]$)"
)
_LASTING = re.compile("始终|一直|历来|一贯|长期以来|高度重视")
_LASTS = re.compile(
    "(?:[^,。]{1,12}(?:表示|指出|介绍|说),|[在面从针围自作][^,。]{2,24},)?[^,。]{0,16}?(?:[学我高]校|学院|[院部]|党委|省委|政府|国务院|大学|书记|我们|中心|公司|团队|[厅局处])(?P<word>始终|一直|历来|一贯|长期以来|高度重视)"
)
# A rule says so of whom it speaks (`未备案的，由…处理`), or names in passing what there is already.
_SUCH = re.compile("[^,。;:了]{1,60}的,")
_AGREES = re.compile("(?:原则)?(?P<word>同意)(?![的和后了])")
_WILL = re.compile("我们(?P<word>一定|必将|将)(?![来军会可能])")
_DONE_SUCH = re.compile("已[^,。;了]{1,40}的")
# What a plan says of no item is to be reached.
_GOAL = re.compile(r"\d[^,。;\d]{0,6}(?:以上|左右|以内)(?=[,。;])")
_AIMED = re.compile("(?:争取|力争|确保|推动|努力)[^,。;]{0,16}$|再$")
_OF_WHICH = frozenset(("已", "已有", "已建", "已在", "获批"))
# Words of meaning that a plan has in the midst of what it asks for.
_IN_PASSING = frozenset(
    (
        "重在",
        "贵在",
        "基础性",
        "战略举措",
        "重要举措",
        "重要支撑",
        "重要保障",
        "重要途径",
        "重要任务",
        "重要内容",
        "重要组成部分",
    )
)
_HEADS = formula.HEADS
_THANKS_AND = re.compile("[,;](?:我们|学校|我校|我院)[^,。]{0,4}将")
# When and where something is held: the occasion, whatever else the sentence says of it.
_ON_A_DAY = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}日[上下]午|近日|日前|[上下]午")
# News may open with the end alone that something serves (为…。), or go on with those who came.
_SERVES = re.compile(
    "为(?:了|进一步|深入|全面|切实|更好|充分|扎实|认真|贯彻|落实|加强|推进|推动|提升|帮助|做好)(?![^。]*(?:印发|出台|制定|发布))"
)
_COUNTED = re.compile(r"(?:等|共计?|合计)\d{1,5}余?[多人名]{1,3}[^,。]{0,12}。$")
_HELD_THEN = re.compile(
    "召开|举行|举办|聆听|参观|观看|听取|开班|开讲|开幕|启动|主办|承办|来校|来访|到访|一行|赴|前往"
    "|(?:开展|组织|参加|进行)[^。]{0,60}?(?:活动|培训|仪式|调研|座谈|讲座|大赛|比赛|竞赛|研讨|交流|检查|考核|慰问|走访|宣讲|学习|会(?<![社机]会)(?=[,。]))"
)
_NEXT = 160  # characters between the day and what was held
_OPENING = 400  # characters in which a paper says of which year it is
_FIRST = 4  # sentences in which the occasion is told
_AIM = paged("总体要求是(?=[:,])|基本要求是(?=[:,])|目标是(?!明确|一致|什么)|目标:|预期目标(?=是|:|为)")
_WORK = re.compile("主要|总体|发展|建设|工作|预期|奋斗|总$|基本|具体|阶段|战略|改革|任务")
STOPS = frozenset("。!?;")
_ENDS = STOPS | frozenset(":,、)")


class Around(NamedTuple):
    """What stands around one sentence."""

    speaking: bool
    cued: bool
    before: Verdict | None  # of the sentence before, when that ended with a semicolon
    past: bool  # whether the part looks back on what has been done
    narrated: bool  # whether the sentence before tells of the occasion


ALONE = Around(speaking=False, cued=False, before=None, past=False, narrated=False)  # as a cell stands
Judgement = tuple[Verdict, str, Place | None]  # with the rule that decided, and the words on which it did


def _own(text: str) -> re.Match[str] | None:
    """Find the body that tells of its own work, or whom a profile is about."""
    found = _OWN.match(text) if text[0] in _OWN_HEADS else None
    return found or (_PROFILE.match(text) if "简介:" in text else None)


def _won(text: str) -> bool:
    """Tell whether a sentence says what a school has won."""
    return ("获" in text or "入选" in text or "荣膺" in text) and _WON.search(text) is not None


def _goal(piece: Piece) -> Place | None:
    found = _GOAL.search(piece.veil, piece.body)
    return found.span() if found else None


class Judge:
    """Asks the rules of one document in their order; each has looked at the whole page once."""

    def __init__(self, scene: Scene, ear: Ear, *, answering: bool) -> None:
        page = scene.page
        self._answering = answering
        self._plan = not scene.news
        self._essay = scene.essay
        self._ear = ear
        self._asking = Asking(page, ear.names)
        self._pledging = set() if self._plan else page.holding(page.veil, "纷纷")
        self._may = self._asking.may | self._pledging
        self._closes = formula.closes(page)
        # Few sentences of a plan are asked what they tell; those of news nearly all.
        self._occasion = {} if self._plan else occasion.ask(page)
        self._report = {} if self._plan else report.ask(page)
        self._praise = reason.praises(page)
        self._arrived = {} if self._plan else occasion.came(page, essay=self._essay)
        # Words without which other questions need not be asked.
        self._moving = set() if self._plan else page.having(_MOVES, page.veil)
        self._ahead = set() if self._plan else page.holding(page.veil, "将", "一定")
        self._serving = set() if self._plan else page.holding(page.veil, *reason.SERVES)
        self._saying = set() if self._plan else page.having(_SAYING, page.veil)
        self._laid, self._page = cited.laid_before(page), page
        bears = _BEARS_YEAR.search(page.text, 0, _OPENING) if self._plan else None
        self._year = (bears[1] or bears[2]) if bears else ""
        self._aim = page.first(_AIM, page.veil) if "目标" in page.veil or "要求是" in page.veil else {}

    def plainly(self, piece: Piece, *, early: bool, telling: bool) -> Judgement | None:
        """Ask the rules that need not know what stands around the sentence."""
        number = piece.number
        closes = self._closes.get(number)
        if closes and ("必须" in piece.veil or formula.only_seems(piece, closes, plan=self._plan)):
            closes = None  # what must be done is said before the formula
        text = piece.text
        first = text[0]
        plain = text[-1] == "。" and "一" <= first <= "龥" and first not in _HEADS and ":" not in text
        if (
            words := self._laid.get(number)
            or closes
            or (None if plain and not piece.labelled else formula.ask(piece, early=early))
        ):
            return Verdict.FRAME, "formula", words
        if self._plan and piece.labelled and piece.first and (words := names_part(piece)):
            return Verdict.FRAME, "formula", words
        if number in self._may and (asked := self._asks(piece, telling=telling)):
            return asked
        if (words := self._praise.get(number)) and not _THANKS_AND.search(piece.veil, words[1]):
            return Verdict.REASON, "reason", words
        return None

    def _asks(self, piece: Piece, *, telling: bool) -> Judgement | None:
        if piece.number in self._pledging and (words := promises.in_a_body(piece.veil)):
            return Verdict.FRAME, "occasion", words
        if not (words := self._asking.asks(piece, telling=telling)):
            return None
        habit = self._answering and not piece.path and cited.habit(piece.veil, words)
        if habit or cited.put_forward(piece.veil, words[0]):
            return Verdict.REPORT, "report", words
        return Verdict.ORDER, "order", words

    def among(self, piece: Piece, around: Around) -> Judgement:
        """Ask the other rules in their order and return the first answer."""
        number = piece.number
        if number < _FIRST and (words := self._opens(piece)):
            # What somebody tells of another meeting is no occasion.
            inside = around.cued and self._ear.heard[number][1] < words[0]
            return (Verdict.REPORT, "report", words) if inside else (Verdict.FRAME, "occasion", words)
        if told := None if self._plan else self._as_news(piece, around):
            return told
        if number in self._moving and (found := _MOVED.match(piece.veil)):
            return Verdict.REASON, "reason", found.span()
        if not self._plan:
            words = self._occasion.get(number) or self._arrived.get(number)
        elif around.speaking or "提出" in piece.veil:
            words = occasion.of(self._page, number)
        else:
            words = None
        if words and self._held(piece, around):
            return Verdict.FRAME, "occasion", words
        if (words := self._aim.get(number)) and (
            self._plan or around.speaking or self._of_work(piece, words)
        ):
            return Verdict.ORDER, "order", words
        speech = (
            around.speaking
            or self._plan
            or piece.labelled
            or (number in self._saying and _SAYS.match(piece.veil))
        )
        return self._in_speech(piece, around) if speech else self._in_news(piece, around)

    def _as_news(self, piece: Piece, around: Around) -> Judgement | None:
        """Hear what news tells by itself: what a body will do, what is asked further, what somebody introduces."""
        goes_on = around.before is Verdict.ORDER and not around.speaking and not piece.labelled
        words = promises.find(piece) if piece.number in self._ahead else None
        if words or (goes_on and (words := self._asking.goes_on(piece))):
            return Verdict.ORDER, "order", words
        if piece.number in self._serving and (words := reason.serves(piece.veil)):
            return Verdict.REASON, "reason", words
        introduces = piece.number in self._saying and _INTRODUCES.match(piece.veil)
        return (Verdict.REPORT, "report", None) if introduces else None

    def _of_work(self, piece: Piece, words: Place) -> bool:
        """Tell whether an aim that news tells of is one of work, and not what somebody shoots or studies at."""
        return _WORK.search(piece.veil, max(0, words[0] - 4), words[0]) is not None

    def _held(self, piece: Piece, around: Around) -> bool:
        """Tell whether words of the occasion tell of it; a plan tells of none."""
        if occasion.counts(piece.veil):
            return True
        if _won(piece.veil):
            return False
        return (not self._plan or around.speaking) and self._narrates(piece, around)

    def floor(self, piece: Piece, voice: Voice) -> Voice:
        """Let the one who waits take the floor when his items begin."""
        if voice.speaker or _own(piece.text):
            return voice
        opens = (
            piece.labelled
            or _GOES_ON.match(piece.text)
            or self._asking.opens_bare(piece)
            or self._asking.asks(piece)
            or (not piece.first and piece.number in self._ahead and promises.find(piece))
        )
        return Voice(voice.waiting, None, voice.last) if opens else voice

    def _opens(self, piece: Piece) -> Place | None:
        """Find where one of the first sentences of news says when the occasion was held."""
        if self._plan or piece.labelled:
            return None
        if found := (piece.number == 0 and _SERVES.match(piece.veil)) or _COUNTED.search(piece.veil):
            return found.span()
        dated = "日" in piece.veil or "午" in piece.veil
        day = _ON_A_DAY.search(piece.veil) if dated else None
        held = day and _HELD_THEN.search(piece.veil, day.end(), day.end() + _NEXT)
        return held.span() if held and not _won(piece.veil) else None

    def _in_speech(self, piece: Piece, around: Around) -> Judgement:
        if words := self._asking.grasps(piece) or self._pledges(piece, around):
            return Verdict.ORDER, "order", words
        vow = promises.vowed(piece) if around.speaking else None
        words = vow or reason.states(piece) or self._asking.only_named(piece)
        told = None if vow else self._tells(piece, around)
        if words and not (told and papers.comes_first(piece.veil, told, words)):
            return Verdict.REASON, "reason", words
        if told:
            return Verdict.REPORT, "report", told
        if around.past:
            return Verdict.REPORT, "verdict", None
        owned = not (self._plan and piece.path) and self._owned(piece)
        if not owned and (words := self._agrees(piece) or self._asking.opens_bare(piece)):
            return Verdict.ORDER, "order", words
        return self._further(piece, around, owned=owned)

    def _agrees(self, piece: Piece) -> Place | None:
        """Find where a reply grants what it was asked."""
        found = _AGREES.match(piece.veil, piece.body) if self._plan else None
        return found.span("word") if found else None

    def _tells(self, piece: Piece, around: Around) -> Place | None:
        """Find what a body has always done, what has been done, or what somebody says grows better."""
        if _LASTING.search(piece.veil) and (lasting := _LASTS.match(piece.veil, piece.body)):
            return lasting.span("word")
        told = self._told(piece)
        if told and self._plan and self._says_which(piece, told):
            told = None
        return told or (report.becomes(piece) if around.speaking or not self._plan else None)

    def _told(self, piece: Piece) -> Place | None:
        """Find the word for what has been done or is so, or in a paper a year gone by."""
        if not self._plan:
            return self._report.get(piece.number)
        return self._bygone(piece) or report.of(self._page, piece.number)

    def _bygone(self, piece: Piece) -> Place | None:
        """Find the year, gone by when the paper was made, of which a sentence tells at once."""
        found = (
            _OF_YEAR.match(piece.veil, piece.body)
            if piece.veil[piece.body : piece.body + 1] in _YEAR_HEADS
            else None
        )
        if not found or (found[1] and found[1] >= self._year):
            return None
        return found.span()

    def _says_which(self, piece: Piece, told: Place) -> bool:
        """Tell whether what has been done only says of whom or what something is asked (`已备案的，…`)."""
        if (
            papers.says_whom(piece, told)
            or _SUCH.match(piece.veil, told[0])
            or _AIMED.search(piece.veil, max(0, told[0] - 20), told[0])
        ):
            return True
        if _DONE_SUCH.match(piece.veil, told[0]) and self._asking.asks_somewhere(piece, plan=True):
            return True
        if piece.veil[slice(*told)] not in _OF_WHICH or "," in piece.veil[piece.body : told[0]]:
            return False
        asked = self._asking.opens_bare(piece)
        return asked is not None and asked[0] < told[0]

    def _pledges(self, piece: Piece, around: Around) -> Place | None:
        """Hear somebody who speaks promise what his body will do."""
        if self._plan and (found := _WILL.match(piece.veil, piece.body)):
            return found.span("word")
        if self._plan and not around.past and "将" in piece.veil:
            return promises.later(piece)
        return promises.pledged(piece) if around.speaking and "将" in piece.veil else None

    def _further(self, piece: Piece, around: Around, *, owned: bool) -> Judgement:
        words = reason.ask(self._page, piece.number)
        if words and self._plan and piece.veil[slice(*words)] in _IN_PASSING:
            words = None if self._asking.asks_somewhere(piece, plan=True) else words
        if words:
            return Verdict.REASON, "reason", words
        if not owned and (words := self._asking.asks_somewhere(piece, plan=self._plan)):
            if not self._plan and not piece.path and self._asking.goes_on_telling(piece, words):
                return Verdict.REPORT, "report", words
            return Verdict.ORDER, "order", words
        return self._by_surroundings(piece, around, owned=owned)

    def _by_surroundings(self, piece: Piece, around: Around, *, owned: bool) -> Judgement:
        if around.before:
            return around.before, "verdict", None
        if piece.path and not owned:
            return self._in_item(piece, around)
        if around.speaking and not around.cued and (words := self._asking.has_doer(piece)):
            return Verdict.REPORT, "report", words
        if piece.text[-1] not in (STOPS if self._plan else _ENDS) and (
            self._plan or (piece.first and piece.last)
        ):
            return Verdict.FRAME, "verdict", None
        if self._plan and (words := self._asking.charges(piece) or _goal(piece)):
            return Verdict.ORDER, "order", words
        words = report.situates(piece) if around.speaking and not owned else None
        reasons = around.speaking and not owned and not words
        return (Verdict.REASON if reasons else Verdict.REPORT), "report" if words else "verdict", words

    def _in_item(self, piece: Piece, around: Around) -> Judgement:
        """Judge by the item what by itself neither asks nor tells: it asks too, unless it says what is so."""
        if self._plan and not piece.labelled and piece.text[-1] not in _ENDS:
            return Verdict.FRAME, "verdict", None
        if piece.text[-1] == "?":
            return Verdict.REASON, "verdict", None
        if not (self._plan and piece.labelled) and (words := report.states(piece)):
            return Verdict.REPORT, "report", words
        return Verdict.ORDER, "verdict", None

    def _in_news(self, piece: Piece, around: Around) -> Judgement:
        held = self._occasion.get(piece.number)
        if weighed := self._weighs(piece, held):
            return weighed
        if words := self._arrived.get(piece.number) or (held and _OWN_DAY.match(piece.veil) and held):
            return Verdict.FRAME, "occasion", words
        if words := self._report.get(piece.number):
            goes_on = around.narrated and not self._essay and occasion.goes_on(piece.veil, words)
            return (Verdict.FRAME, "occasion", words) if goes_on else (Verdict.REPORT, "report", words)
        if words := self._own_work(piece):
            return Verdict.REPORT, "verdict", words
        if held and not self._essay:
            return Verdict.FRAME, "occasion", held
        return self._untold(piece)

    def _untold(self, piece: Piece) -> Judgement:
        """Hear a slogan, a question that heads its answer, or what is simply told."""
        if reason.chimes(piece.veil):
            return Verdict.REASON, "reason", None
        ends = piece.text[-1] in STOPS and (self._essay or piece.text[-1] != "?")
        told = ends or report.heads(self._page, piece, self._occasion, self._report)
        return (Verdict.REPORT if told else Verdict.FRAME), "verdict", None

    def _weighs(self, piece: Piece, occasion: Place | None) -> Judgement | None:
        """Hear what news weighs, or only quotes: that tells of nothing held, at most of what was done."""
        quoted = reason.quotes(piece.text)
        quotes = quoted is not None and not (occasion and occasion[0] < quoted)
        words = None if occasion and not quotes else reason.ask(self._page, piece.number)
        if quotes and not words and (told := self._report.get(piece.number)):
            return Verdict.REPORT, "report", told
        return (Verdict.REASON, "reason", words) if quotes or words else None

    def _own_work(self, piece: Piece) -> Place | None:
        """Hear a body tell of its work where it does not tell of a meeting held."""
        found = _own(piece.veil)
        return found.span() if found and not _HELD.search(piece.veil) else None

    def _narrates(self, piece: Piece, around: Around) -> bool:
        """Tell whether the sentence tells of a deed at the occasion, not of what was said."""
        if around.cued or piece.labelled:
            return False
        if around.speaking and piece.path and "了" not in piece.veil:
            asked = self._asking.opens_bare(piece)
            if asked and asked[0] == piece.body:
                return False  # an item goes on
        if self._ear.subject(piece, within=44) is not None:
            return True
        arrived = piece.number in self._arrived and not self._asking.opens_bare(piece)
        return arrived or occasion.narrates(piece.veil, speaking=around.speaking)

    def _owned(self, piece: Piece) -> bool:
        """Tell whether a body tells of its own work."""
        text = piece.text
        return bool(_own(text) or reviews.of_ours(text) or _OWN_LATER.match(text))
