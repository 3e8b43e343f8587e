"""要求：必须、应、要、请、不得；在讲话和方案里还有无主语的“加强…”“推进…”。

Not an order: `重要`、`要求` as a noun, verbs inside 《》 or “”, narration of what was demanded without its content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from luoshi.reading.lexicon import any_of, words
from luoshi.reading.rules.order.duty import (
    ADVICE,
    ADVISES,
    MASK,
    MASKED,
    MODAL,
    MODAL_OR_BEG,
    PLEASE_FIRST,
)
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page, Place, Places, paged

_GIVES = re.compile("提出|给出|提供|收集|征求|采纳|听取")
_OPENING = (
    r"(?:同时|此外|另外|其中|今后|下一步|明年|今年|未来[一二三五]年|特别是|尤其是|会议(?:强调|指出|要求|提出|决定)"
    r"|[^,:。]{1,20}?(?:指出|强调|表示|要求|提出|倡导))[,:]?"
)
_VERB = rf"(?P<verb>{any_of('imperatives')})"
_NUMBERED = "(?:[一二三四五六七八九十]{1,2}[是要])?"
# Some verbs are the first part of a name: 研究生, 创业大赛, 组织部.
_NAMES = "以习近平|从现在|从(?![严快优实细])[^,。]{2,20}?[到至]|研究[生院所员室]|继续教育|创业|创新创业大赛|组织部|宣传部|保障部|管理学院|科学院|科学技术部|建设者|培训班|合作单位|合作社|指导教?[老师]|广东|广西|广州|建城|改革发展稳定|发展和?改革委|强调|以及|以来|从而|从此|推介|治安|建国|建党|以色列|以[军方总]|保加利亚"
_BARE = paged(rf"[,;:]{_NUMBERED}(?!{_NAMES}|让人|让我(?!们一起|们共同|们携手)){_VERB}(?!是)")
_PREFACE = re.compile(_OPENING)
_OPENS = re.compile(rf"(?!{_NAMES}){_VERB}")
_AROUND = re.compile(
    rf"(?:以|将|对|在|从(?![^,]{{1,14}}[看讲说]来?,|现在|[^,。]{{2,24}}?[到至])|为|由|通过|经过|针对|围绕|根据|既)[^,被]{{1,60}}?(?<!的){_VERB}(?!下|的|和[^,]{{1,8}}下)"
)
_ONCE = re.compile("[^,。]{1,30}(?:后|期间|过程中|之际|关头|时刻),")  # only says when
_VERB_HEADS = frozenset(word[0] for word in words("imperatives"))
_AROUND_HEADS = frozenset("以将对在从为由通经针围根既")
# Who is to do it, and what he is to do at once behind.
_BODIES = re.compile("部门|单位|机关|学院|高校|政府|委|部|局|党组织|干部|中心|示范区|开发区|园区|地|者|省|市")
_THEY = re.compile(rf"{any_of('imperatives')}|予以|按|可|由")
_STOPS = frozenset("。;:!?,")
_FAR = 24  # characters before such a body
_DOER = re.compile(rf"[^,。]{{2,16}}?{_VERB}")
# Why it is done: what a sentence that opens so asks for stands in a later clause, with a word of duty.
_PURPOSE = re.compile(rf"(?:为|旨在)(?:了|深入|进一步|全面|切实|更好|认真|充分|{any_of('imperatives')})")
_TO_WHAT_END = frozenset("为旨")
# Where news tells on by itself these say what is needed or cannot be, and ask for nothing.
_NEEDS = frozenset({"需要", "不可", "不能"})
_HOPES = re.compile("自己|能|可以|我(?!们)")
_WEAK = frozenset(("确保", "力争", "务求", "鼓励", "激励", "勉励"))
_STRONG = re.compile("[,;](?:[^,;]{0,24}?(?:必须|应当|不得|严禁|要(?!求)|应|须)|请)")
# Whose task something is, as a paper says without a word of duty.
_CHARGED = re.compile(
    "[^,。;:了的是]{1,20}(?:[部委局厅办院会府处]|部门|单位|中心)(?P<verb>负责)(?![人同]|制)[^,。]{4}"
)
# Where its office is, and who heads it.
_SEATED = re.compile(
    "[^,。;:了的]{0,16}(?:办公室|小组|委员会|主任|组长|召集人)(?P<verb>设在|由(?=[^,。]{2,30}[兼担]任))"
)
_DECIDES = re.compile(
    "[,;](?:[^,;]{0,16}(?P<verb>决定)(?=[,对在将])|(?P<sets>组建|成立|设立)(?!了)[^,。;的])"
)
# What is to be grasped is asked for, whatever it says of the matter.
_GRASP_HEADS = frozenset("要深准全充牢")
_GRASP = re.compile("(?:要)?(?:深刻|准确|全面|充分|深入|牢牢)(?P<verb>理解|认识|领会|领悟|把握)")
# Who a sentence is about stands before what he does: a state, or those who speak, tell of themselves.
_SELF = re.compile(
    rf"(?:[^,。:]{{1,30}}?{any_of('cues')}[,:])?(?:(?:面对|在|针对|围绕|为|当前|目前)[^,。]{{0,40}},)?"
    "(?:我们|中国(?!共产党)|[^,。的了要应对在各双多地欢希期]{1,3}[方国]|联合国|欧盟)(?![^。]*[将要应须愿希需]|[^。]*(?:期待|呼吁|欢迎|必|致力|鼓励|一定))[^,。]{2}"
)
# A later clause with a bare verb only goes on with what somebody does, unless it is led up to by words that ask or look ahead,
# by those who are addressed, or by a clause without a subject.
_LED = re.compile(
    rf"(?:[^,。]{{1,40}}?{any_of('cues')}[,:])?(?:——)?(?:(?:(?!以习近平)[以在从为按依据对经随作]|通过|本着|站在|面[对向]|围绕|针对|结合|根据|秉[持承]|迈上|只有)[^,。]{{0,60}},|今[后天年],|下一步,|同时,|一方面|另一方面,?)*"
)
_NO_DOER = re.compile(
    rf"各(?!国)|被|领导班子|一手|一以贯之|践行|继承|秉[持承]|确立|加深|钻研|系统|密切|共(?!产|有)|发动|理解|涵盖|深耕|厚植|锤炼|苦练|珍惜|热爱|立志|学会|懂得|投身|扎根|追求|重振|(?!{_NAMES}){any_of('imperatives')}"
)
_LEADS_UP = re.compile(
    "要|应|须|需|请|将(?![军领])|愿|希望|期[待望盼]|■■(?=[各广全大学老同])|[勉鼓激]励|欢迎|呼吁|敦促|号召|提醒|寄语|必|定会|会继续|会努力|一定|力争|争取|让我们|更加紧密"
)
_ASKING = frozenset(("力争", "务求", "鼓励", "激励", "勉励", "立足"))
_MAY = paged(
    "(?P<verb>可(?<![许认不]可)(?!支配|以说|能|见|谓|喜|爱|靠|行|持|是(?!否)|想而知|观|惜|信)|按规定|予以|列支|给予)"
)


# A noun for a part of a paper at the end makes a heading of what would else ask, but behind verbs that have it as their object.
_PART_ENDS = frozenset(("思想", "原则", "内容", "步骤", "方法", "重点", "领导", "措施", "情况", "趋势"))
_PART = re.compile(
    "(?!坚持|遵循|把握|贯彻|落实|加强|明确|完善|健全|制定|严格|确立|突出|抓|紧|了解|掌握|通报|公|报|检查|摸清|关注|采取|按)"
    "(?:[^,。;:了]{1,24}的(?:主要|基本|具体|总体|工作)?(?:指导思想|原则|内容|方法、步骤|步骤|方法|重点|组织领导|措施)|(?:[^,。;:了要应]|应用){2,30}(?:情况|趋势))。?"
)
# What a deed is said to be (`推进公开是一项制度`) is no call to do it.
_IS_SAID = re.compile(
    "[^。;:了要将]{4,60}?(?<![点键心标凡但还别其总可若于])是(?![^。]*[要应须把])[^。;:,]{1,40}的[^,。;:的]{2,6}[。;]$"
)
_IN_NAMES = frozenset("要应须请望严")
_LONG_NAME = 3  # characters; a shorter one that opens with such a word may be none


# What something is that is due: `是大家必须完成的任务`.
_DUTIES = frozenset(("必须", "应", "应当", "应该", "需要", "须"))
_LEADS_TO = re.compile("[^,。]{2,6}的是[,:]")  # what needs to be said only leads up to it
_NEAR = 16  # characters from 是 to the word of duty
_NOT_IS = frozenset("一二三四五六七八九十别其但还就总若")
_IN_BETWEEN = frozenset(",;:。")
_DUE_AS = re.compile("该?[^,。;:的把将对]{2,8}的[^,。;的]{2,12}[,。;]")


def _verb(pattern: re.Pattern[str], text: str, low: int, end: int) -> Place | None:
    """Find the verb with which a sentence opens, unless it only says when."""
    found = pattern.match(text, low, end)
    return found.span("verb") if found and not _ONCE.match(text, found.start("verb"), end) else None


def _charged(text: str, low: int, end: int) -> Place | None:
    """Find the verb right behind a body at the head of a sentence; a line without a stop may name somebody's post."""
    if text[end - 1] not in _STOPS:
        return None
    comma = text.find(",", low, end)
    far = comma if comma >= 0 else end
    for body in _BODIES.finditer(text, min(low + 2, far), far):
        if body.start() > low + _FAR:
            return None
        if verb := _THEY.match(text, body.end(), end):
            return None if _ONCE.match(text, verb.start(), end) else verb.span()
    return None


def _masked(found: re.Match[str]) -> str:
    """Return as many marks as a word has characters; they are not those of quoted words."""
    return MASKED * len(found[0])


def names_part(piece: Piece) -> Place | None:
    """Does an item only name the part that it heads (`一、整治工作的原则`)?"""
    end = piece.text[-3:-1] if piece.text[-1] == "。" else piece.text[-2:]
    asked = end not in _PART_ENDS or piece.text[0].isdigit()
    found = None if asked else _PART.fullmatch(piece.veil, piece.body)
    return found.span() if found else None


def _names_due(text: str, duty: Place) -> bool:
    """Tell whether a word of duty only says of what something is that it is due (`是我们必须完成的任务`)."""
    if _LEADS_TO.match(text, duty[1]):
        return True
    place = text.rfind("是", max(0, duty[0] - _NEAR), duty[0])
    return (
        place >= 0
        and text[slice(*duty)] in _DUTIES
        and text[place - 1 : place] not in _NOT_IS
        and _IN_BETWEEN.isdisjoint(text[place : duty[0]])
        and _DUE_AS.match(text, duty[1]) is not None
    )


class Asking:
    """What the sentences of one page ask for."""

    def __init__(self, page: Page, names: Iterable[str] = ()) -> None:
        self._page = page
        plain = page.veil
        for name in names:  # 刘应要 asks for nothing
            if not _IN_NAMES.isdisjoint(name[len(name) < _LONG_NAME :]):
                plain = plain.replace(name, MASKED * len(name))
        self._plain = MASK.sub(_masked, plain)
        begs = "请" in self._plain
        self._modal = MODAL_OR_BEG if begs else MODAL
        self._duty = page.first(self._modal, self._plain)
        self._please = self._pleas() if begs else {}
        self._advises = page.holding(page.veil, *ADVICE)
        # The sentences that may ask by a word of duty, as not half of them do.
        self.may = self._duty.keys() | self._please.keys() | self._advises

    def _pleas(self) -> Places:
        """Find the sentences without an enumerator that begin with a plea."""
        page, plain, out = self._page, self._plain, {}
        for number in page.holding(plain, "请"):
            start = page.starts[number]
            if not page.bodies[number] and (
                found := PLEASE_FIRST.match(plain, start, page.starts[number + 1] - 1)
            ):
                out[number] = 0, found.end() - start
        return out

    def asks(self, piece: Piece, *, telling: bool = False) -> Place | None:
        """Does a word of duty ask for something? In a tale, what is needed or cannot be does not."""
        duty = self._duty.get(piece.number)
        if duty and telling and self._own_need(piece, duty):
            duty = self._beyond(piece, duty)
        if duty and "是" in piece.veil and _names_due(piece.veil, duty):
            duty = self._beyond(piece, duty)
        if duty and piece.veil[piece.body : piece.body + 1] in _TO_WHAT_END and self._serves(piece, duty):
            return None
        please = self._please.get(piece.number)
        if please and not (duty and duty[0] == 0):
            return please
        return duty or (self._advice(piece) if piece.number in self._advises else None)

    def _advice(self, piece: Piece) -> Place | None:
        """Find advice that is given at once, not only told to have been given (`提出了合理建议,`)."""
        place = self._page.place(piece.number, self._page.within(ADVISES, self._page.veil, piece.number))
        if place and piece.veil[slice(*place)] == "建议" and piece.veil[place[1] : place[1] + 1] == ",":
            clause = piece.veil[max(0, piece.veil.rfind(",", 0, place[0]) + 1, place[0] - _FAR) : place[0]]
            return None if _GIVES.search(clause) else place
        return place

    def _own_need(self, piece: Piece, duty: Place) -> bool:
        """Tell whether a tale says what is needed, or what somebody hopes for himself."""
        words = piece.veil[slice(*duty)]
        if words in _NEEDS and piece.veil.endswith("强调", 0, duty[0]):
            return False
        return words in _NEEDS or (words.endswith("希望") and _HOPES.match(piece.veil, duty[1]) is not None)

    def _beyond(self, piece: Piece, duty: Place) -> Place | None:
        """Look for another word of duty behind one that asks for nothing."""
        start = self._page.starts[piece.number]
        end = start + len(piece.text)
        found = self._modal.search(self._plain, start + duty[1], end)
        while found and found[0] in _NEEDS:
            found = self._modal.search(self._plain, found.end(), end)
        return self._page.place(piece.number, found)

    def _serves(self, piece: Piece, duty: Place) -> bool:
        """Tell whether a word of duty only says to what end something is done."""
        return (
            piece.veil[slice(*duty)] in _WEAK
            and _PURPOSE.match(piece.veil, piece.body) is not None
            and not _STRONG.search(piece.veil, piece.body)
        )

    def grasps(self, piece: Piece) -> Place | None:
        """Does the sentence ask to understand something?"""
        opens = piece.veil[piece.body : piece.body + 1] in _GRASP_HEADS
        found = _GRASP.match(piece.veil, piece.body) if opens else None
        return found.span("verb") if found else None

    def opens_bare(self, piece: Piece) -> Place | None:
        """Does the sentence open with a verb that asks because nobody is its subject?"""
        plain, start = self._plain, self._page.starts[piece.number]
        low, end = start + piece.body, start + len(piece.text)
        first = plain[low : low + 1]
        if first in _TO_WHAT_END and _PURPOSE.match(plain, low, end):
            return None
        asked = None
        preface = _PREFACE.match(plain, low, end)
        for how, heads in ((_OPENS, _VERB_HEADS), (_AROUND, _AROUND_HEADS)):
            if preface and not asked and plain[preface.end() : preface.end() + 1] in heads:
                asked = _verb(how, plain, preface.end(), end)
            if not asked and first in heads:
                asked = _verb(how, plain, low, end)
        asked = asked or _charged(plain, low, end)
        return (asked[0] - start, asked[1] - start) if asked else None

    def only_named(self, piece: Piece) -> Place | None:
        """Does the sentence open with a deed only to say what that is?"""
        found = _IS_SAID.match(piece.veil, piece.body) if "是" in piece.veil else None
        return self.opens_bare(piece) if found else None

    def goes_on(self, piece: Piece) -> Place | None:
        """Does the sentence open with a whole verb, as what is asked goes on, and tell of nobody?"""
        found = None if "他" in piece.veil or "她" in piece.veil else self.opens_bare(piece)
        return found if found and found[1] - found[0] > 1 else None

    def asks_somewhere(self, piece: Piece, *, plan: bool) -> Place | None:
        """Does any clause open with such a verb, or grant what a plan may grant?"""
        number = piece.number
        if piece.veil[piece.body : piece.body + 1] in _TO_WHAT_END and _PURPOSE.match(piece.veil, piece.body):
            decided = _DECIDES.search(piece.veil, piece.body)
            return decided.span(decided.lastgroup or 0) if decided else None
        if not plan and _SELF.match(piece.veil, piece.body):
            return None
        found = self._page.within(_BARE, self._plain, number) or (
            self._page.within(_MAY, self._plain, number) if plan else None
        )
        return self._page.place(number, found, "verb")

    def goes_on_telling(self, piece: Piece, verb: Place) -> bool:
        """Tell whether a bare verb only goes on with what somebody is told to do."""
        if piece.veil[slice(*verb)] in _ASKING:
            return False
        start = self._page.starts[piece.number]
        end = start + verb[0]
        if _LEADS_UP.search(self._plain, start + piece.body, end) or "要求" in piece.veil[: verb[0]]:
            return False
        led = _LED.match(self._plain, start + piece.body, end)
        return led is not None and led.end() < end and not _NO_DOER.match(self._plain, led.end())

    def charges(self, piece: Piece) -> Place | None:
        """Does a paper say whose task something is?"""
        veil = piece.veil
        if "负责" in veil and (found := _CHARGED.match(veil, piece.body)):
            return found.span("verb")
        found = _SEATED.match(veil, piece.body) if "设在" in veil or "任" in veil else None
        return found.span("verb") if found else None

    def has_doer(self, piece: Piece) -> Place | None:
        """Does a subject stand before the verb, so that it tells what somebody does?"""
        found = _DOER.match(self._words(piece))
        return (piece.body + found.start("verb"), piece.body + found.end("verb")) if found else None

    def _words(self, piece: Piece) -> str:
        start = self._page.starts[piece.number]
        return self._plain[start + piece.body : start + len(piece.text)]
