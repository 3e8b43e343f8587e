"""断句，文件：说要做什么；说过去、说情形的部分和答复是情况。"""

from __future__ import annotations

import re
from collections.abc import Sequence

from luoshi.reading.records import Verdict
from luoshi.reading.rules import occasion, reason, report
from luoshi.reading.rules.order import names_part
from luoshi.reading.rules.speaker import Ear
from luoshi.reading.rules.verdict import cited, promises
from luoshi.reading.rules.verdict.judge import ENDS, STOPS, Around, Judge, Judgement
from luoshi.reading.scene import Scene
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Place, paged

# The year that a paper bears, and years before it; a sentence that opens with one tells of it.
_BEARS_YEAR = re.compile(r"[〔\[]([12]\d{3})[〕\]]\d|(?<!\d)((?:19|20)\d\d)年\d{1,2}月\d{1,2}日")
_YEAR_HEADS = frozenset("12近")
_OF_YEAR = re.compile(
    r"(?:((?:19|20)\d\d)年|近\d{1,2}年来|近[一两二三四五六七八九十几]年来)(?![^。]*(?:以前|之前|[年月日]起|[应须拟]|要(?<!主要)(?<!重要)(?<!需要)|将)|[-—―至、和]|,?是)(?=[^。]{4,}[。;]$)"
)
# A rule says so of whom it speaks (`未备案的，由…处理`), or names in passing what there is already.
_SUCH = re.compile(
    "[^,。;:了]{1,60}(?:,造成[^,。;:了的]{1,16})?的(?:[^,。;:了的]{0,6},(?:由(?!于)|按|可以|予以|给予|不得)|,)"
)
_AGREES = re.compile("(?:原则)?(?P<word>同意)(?![的和后了])")
_WILLS = "我们(?P<word>一定|必将|将)(?![来军可能]|会(?!同))"
_WE_WILL = re.compile(_WILLS)
_THEN_WILL = re.compile(f"[,;]{_WILLS}")
_DONE_SUCH = re.compile("已[^,。;了]{1,40}的")
# What a plan says of no item is to be reached.
_GOAL = re.compile(r"\d[^,。;\d]{0,6}(?:以上|左右|以内)(?=[,。;])")
_AIMED = re.compile("(?:争取|力争|确保|推动|努力|引导)[^,。;]{0,16}$|利用$|再$")
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
# Who is said to be in charge is charged with it.
_IN_CHARGE = re.compile("是[^,。;是]{2,40}(?:第一责任人|责任主体|主管单位|牵头单位|责任单位)(?=[,。;])")
_OPENING = 400  # characters in which a paper says of which year it is
_HEAD = 8  # lines in which a paper says that it answers
# Who is heard in an answer: what he will do, or is asked to do, he does not tell.
_AHEAD = paged(
    "感谢|将|拟|控制在|以内|以上(?=。)|不超过|请|应(?![用急])|必须|要求|力争|确保|建议|不得|可以?(?=按|由|参照|申请)|要(?<![主重首概摘纪需必都]要)(?![素求点])"
)
_APPENDS = re.compile(r"附件:(?:1[.、]|$)")
_ASKERS = ("你省", "你市", "你区", "请求")
# What the one who is answered has asked for.
_REQUESTS = re.compile(
    "(?:你[省市区][^。;]{0,90}?(?:请求|希望|建议)|[^,。;]{1,8}[省市区州县]请求)(?=[,:]|国家|中央|国务院|有关部门|将|对|在)"
)
# A heading that names a state of things; who is to grasp it, or to report it, is asked.
_STATES = re.compile(
    "(?!掌握|了解|通报|公|报|检查|摸清|关注|做好|加强|及时|其他)[^,。;:的]{0,24}?"
    "(?:情况|现状|概况|成因|形势|背景|原因)(?:分析|和问题|及问题|及原因|及其原因)?[:。]?$"
)
# What is granted in a later clause is what the paper says of those who did something before.
_GRANTS = re.compile(",[^,。;了]{0,12}?(?:可(?=以|按|由|参照|申请|选择|继续|给予|在|享受)|允许|不予)")
_STATE_ENDS = frozenset("况状因势景析题")


def answers(pieces: Sequence[Piece]) -> int:
    """Return the number of the sentence with which a paper begins to answer deputies, or 0."""
    return next((piece.number for piece in pieces[:_HEAD] if "答复如下" in piece.text), 0)


def told(scene: Scene, *, answering: int) -> set[int]:
    """Return the sentences that tell of what is so or was done, whatever their verbs, and look ahead to nothing."""
    out: set[int] = set()
    under: tuple[str, ...] = ()
    for piece in scene.pieces:
        path = piece.path
        if under and path[: len(under)] != under:
            under = ()
        if piece.labelled and piece.first and not under and _names_state(piece):
            under = path
        elif under or (0 < answering < piece.number and not path):
            out.add(piece.number)
    page = scene.page
    return out - page.among(out, _AHEAD, page.veil) if out else out


def _requested(scene: Scene) -> set[int]:
    """Return the sentences of a reply that tell what it was asked for, and those that go on with it behind a semicolon."""
    out: set[int] = set()
    if not any(word in scene.page.veil for word in _ASKERS):
        return out
    goes_on = False
    for piece in scene.pieces:
        if goes_on or _REQUESTS.match(piece.veil, piece.body):
            out.add(piece.number)
            goes_on = piece.text[-1] in ";:"
    return out


def _appended(pieces: Sequence[Piece]) -> set[int]:
    """Return the lines that go on with a list of what is appended (`附件:1.…` and below it `2.…`)."""
    out: set[int] = set()
    goes_on = False
    for piece in pieces:
        if piece.first:
            listed = goes_on and piece.text[0].isdigit() and piece.labelled
            goes_on = listed or _APPENDS.match(piece.text) is not None
        goes_on = goes_on and piece.text[-1] not in STOPS
        if goes_on and piece.labelled:
            out.add(piece.number)
    return out


def _names_state(piece: Piece) -> bool:
    text = piece.veil
    return text.rstrip("。:")[-1:] in _STATE_ENDS and _STATES.match(text, piece.body) is not None


def _says_whom(piece: Piece, told: Place) -> bool:
    """Tell whether a word for what was done only says to whom something is due (`对受到表扬的市,…`) or granted."""
    text = piece.veil
    comma = text.find(",", told[1])
    if comma < 0:
        return False
    opens = max(piece.body, text.rfind(",", 0, told[0]) + 1)
    whom = text[opens] == "对" and "了" not in text[opens:comma] and "的" in text[told[1] : comma]
    return whom or (text[slice(*told)][-1] != "了" and _GRANTS.search(text, comma) is not None)


def _we_will(piece: Piece) -> Place | None:
    """Find the clause in which those who write say what they will do."""
    found = _WE_WILL.match(piece.veil, piece.body) or _THEN_WILL.search(piece.veil, piece.body)
    return found.span("word") if found else None


class Paper(Judge):
    """Judges the sentences of a paper or a work report, few of which tell of what has been done."""

    _plan = True

    def __init__(self, scene: Scene, ear: Ear, *, answering: bool) -> None:
        super().__init__(scene, ear)
        self._answering = answering
        self._requested = _requested(scene)
        self._appended = _appended(scene.pieces) if "附件" in scene.page.text else ()
        bears = _BEARS_YEAR.search(scene.page.text, 0, _OPENING)
        self._year = (bears[1] or bears[2]) if bears else ""

    def among(self, piece: Piece, around: Around) -> Judgement:
        """Ask for the occasion where somebody speaks, and then as in a speech."""
        speaks = around.speaking or "提出" in piece.veil
        if speaks and (words := occasion.of(self._page, piece.number)) and self._held(piece, around):
            return Verdict.FRAME, "occasion", words
        if piece.number in self._requested:
            return Verdict.REPORT, "verdict", None
        if words := self._aim.get(piece.number):
            return Verdict.ORDER, "order", words
        return self._asks_on(piece, around) or self._in_speech(piece, around)

    def _asks_on(self, piece: Piece, around: Around) -> Judgement | None:
        """Hear what is to be done behind what it hinges on, or behind a verb that asks, whatever is said to be what."""
        text = piece.veil
        if around.past or "是" not in text or "了" in text:
            return None
        if ("责任" in text or "单位" in text) and (charged := _IN_CHARGE.search(text, piece.body)):
            return Verdict.ORDER, "order", charged.span()
        place = text.rfind("是")
        hinges = text.startswith(("关键", "重点"), place - 2)
        if not hinges and ("," in text[:place] or not text.startswith("坚持", piece.body)):
            return None
        asked = self._asks_somewhere(piece)
        return asked if asked and asked[2] and asked[2][0] > place else None

    def _names_part(self, piece: Piece) -> Place | None:
        if piece.number in self._appended:
            return piece.body, len(piece.text)
        return names_part(piece) if piece.labelled and piece.first else None

    def _asks(self, piece: Piece, *, telling: bool) -> Judgement | None:
        asked = super()._asks(piece, telling=telling)
        if asked and piece.number in self._requested:
            return Verdict.REPORT, "report", asked[2]
        if asked and asked[2] and self._answering and not piece.path and cited.habit(piece.veil, asked[2]):
            return Verdict.REPORT, "report", asked[2]
        return asked

    def _held(self, piece: Piece, around: Around) -> bool:
        """Tell whether words of the occasion tell of it; where nobody speaks, a paper only counts its points."""
        return occasion.counts(piece.veil) or (around.speaking and super()._held(piece, around))

    def _pledges(self, piece: Piece, around: Around) -> Place | None:
        if "我们" in piece.veil and (words := _we_will(piece)):
            return words
        if not around.past and "将" in piece.veil:
            return promises.later(piece)
        return super()._pledges(piece, around) if around.speaking else None

    def _told(self, piece: Piece, around: Around) -> Place | None:
        """Find the word for what has been done or is so, or the year gone by of which a sentence tells."""
        told = self._bygone(piece) or report.of(self._page, piece.number)
        if told and not self._says_which(piece, told):
            return told
        return report.becomes(piece) if around.speaking else None

    def _bygone(self, piece: Piece) -> Place | None:
        """Find the year, gone by when the paper was made, of which a sentence tells at once."""
        opens = piece.veil[piece.body : piece.body + 1] in _YEAR_HEADS
        found = _OF_YEAR.match(piece.veil, piece.body) if opens else None
        if not found or (found[1] and found[1] >= self._year):
            return None
        return found.span()

    def _says_which(self, piece: Piece, told: Place) -> bool:
        """Tell whether what has been done only says of whom or what something is asked (`已备案的，…`)."""
        text, start = piece.veil, told[0]
        if text[slice(*told)] == "经过" and "了" not in text and "已" not in text:
            return True  # what is to be reached by it
        if (
            _says_whom(piece, told)
            or _SUCH.match(text, start)
            or _AIMED.search(text, max(0, start - 20), start)
        ):
            return True
        if _DONE_SUCH.match(text, start) and self._asking.asks_somewhere(piece, plan=True):
            return True
        if text[slice(*told)] not in _OF_WHICH or "," in text[piece.body : start]:
            return False
        asked = self._asking.opens_bare(piece)
        return asked is not None and asked[0] < start

    def _owned(self, piece: Piece) -> bool:
        return not piece.path and super()._owned(piece)

    def _asks_bare(self, piece: Piece) -> Place | None:
        """Find where a reply grants what it was asked, or a verb that asks."""
        found = _AGREES.match(piece.veil, piece.body) if "同意" in piece.veil else None
        return found.span("word") if found else self._asking.opens_bare(piece)

    def _weighs(self, piece: Piece) -> Place | None:
        words = reason.ask(self._page, piece.number)
        passing = words and piece.veil[slice(*words)] in _IN_PASSING
        return None if passing and self._asking.asks_somewhere(piece, plan=True) else words

    def _asks_somewhere(self, piece: Piece) -> Judgement | None:
        words = self._asking.asks_somewhere(piece, plan=True)
        return (Verdict.ORDER, "order", words) if words else None

    def _heads(self, piece: Piece) -> bool:
        return piece.text[-1] not in STOPS

    def _is_due(self, piece: Piece) -> Place | None:
        if words := self._asking.charges(piece):
            return words
        found = _GOAL.search(piece.veil, piece.body)
        return found.span() if found else None

    def _in_item(self, piece: Piece) -> Judgement:
        if "=" in piece.text:  # how something is counted
            return Verdict.REPORT, "verdict", None
        if piece.text[-1] not in ENDS and (
            not piece.labelled or (piece.text[-1] == ")" and piece.body == len(piece.text))
        ):
            return Verdict.FRAME, "verdict", None
        if piece.labelled and piece.text[-1] != "?":
            return Verdict.ORDER, "verdict", None
        return super()._in_item(piece)
