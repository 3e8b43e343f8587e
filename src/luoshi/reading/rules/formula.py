"""套语：发文字号、成文日期、主送机关、署名、“通知如下”、结构标题、施行日期。

Not a formula: a heading that itself asks for something (`一、强化责任落实`).
"""

from __future__ import annotations

import re

from luoshi.reading.lexicon import any_of
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.page import Page, Place, Places, paged

_IN_FORCE = r"起(?:施行|实施|执行|生效)。?$"
_DRAWN_UP = r"了?(?:本(?![部单地校院系市省县区级])|□)[^,。]{0,60}。?$"
_CLOSING = (
    r"同时废止。?$|停止执行。?$|现将[^。]{2,120}(?:通报|报送|报告|汇报)[^,。]{0,8}[。:,]|收悉[。,]|予以公布[。:]|如下[:。]?$|以下(?:几点)?(?:意见|要求|建议)[:。]?$|以下(?<=了以下)(?:几个?方面的?|几项)?(?:工作|措施|举措|做法):$|以下通知[:。]?$"
    rf"|之日{_IN_FORCE}|日{_IN_FORCE}|制定{_DRAWN_UP}|研究制定{_DRAWN_UP}|编制{_DRAWN_UP}|制订{_DRAWN_UP}"
    r"|转发给你们。$|印发给你们。$|批转给你们。$|下发给你们。$|提出如下[^,。]{2,8}[:。]$|作如下[^,。]{2,8}[:。]$|制定以下[^,。]{2,8}[:。]$|制定如下[^,。]{2,8}[:。]$"
)
_CLOSES = paged(_CLOSING)
_GROUNDS = frozenset("为根按依经")  # how the sentence begins that says why a paper was made
_NUMBERED = re.compile(r"[^,。]{0,14}[〔\[(]\d{4}[〕\])]第?\d{1,9}号$")
_FORMULA = re.compile(
    r"(?:\d{4}|(?:二[〇零○]|一九)[一二三四五六七八九〇零○]{2})年[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+日(?:签发|印发|发布|公布|通过|成文)?$"
    r"|\(?(?:作者|记者|来源|供稿|撰稿|编辑|责编|审核|初审|终审|责任编辑|图|文|摄影|图文|通讯员|本报讯|联系人|联系电话|电话|抄送|附件|主送|阅读|点击|发布时间|浏览)[:/ (].{0,60}$"
    r"|【?编者按(?:[^。]{0,30}|[^。]{0,24}本网[^。]*)。?$|本[网报刊期][^,。]{0,8}(?:推出|推送|邀请|开设|开辟|刊发|刊登)"
    r"|附件\d{0,2}[:.、]?.{0,60}$"
    r"|\((?:此件|本文|来源|作者|记者).{0,30}\)$|扫一扫|-{1,9}>$|(?:记者|通讯员|摄影).{2,20}$"
    r"|特此(?:通知|公告|函告|报告|批复)|本.{1,8}由.{2,20}负责解释"
    r"|(?:各位(?:代表|委员|来宾|领导|同仁)|同志们|朋友们|老师们|同学们)[!:,]?$|[图表]\d{1,3}\D.{0,40}$"
)
# A sentence that opens with none of these, is no item and ends with a full stop, is hardly ever a formula.
HEADS = frozenset("【12一二(作记来供撰编责审初终图表文摄通本联电抄附主阅点发浏扫-特各同朋老")
_NAMED = (
    "(?:建设|总体|基本|主要|工作|申请|申报|实施|发展|指导|组织|评审|考核|适用|资助|培养|招生|活动|培训|检查|运行|管理|项目|政策|处理|调查|存在){0,2}"
    "(?:思路|原则|目标|布局|条件|对象|范围|程序|流程|背景|依据|步骤|方式|材料|名单|形势|时间|地点|内容|管理|职责|期限|情况|趋势|意见|建议|问题)"
)
_STRUCTURE = re.compile(
    rf"(?:{any_of('structural')}|{_NAMED}|[^,。]{{0,30}}的(?:意见|建议|单位|情况))[:。]?$"
)
# On a line of its own what ends in such a noun is a name, unless somebody is told to follow it.
_NOMINAL = re.compile(
    "(?![^,。]*(?:遵循|坚持|明确|贯彻|落实|符合|按照|完善|加强|强化|把握|抓好|突出))[^,。]{1,30}的[^,。的]{0,4}(?:情况|思想|原则|内容|重点|步骤|措施|范围|形势|背景|组织领导)[:。]?$"
)
_NOUN_ENDS = frozenset("况想则容点骤施围势景导")
_ENDS_BARE = re.compile(r"[^。!?;]$")
_ASKS = re.compile(
    rf"(?!继续教育|监督检查|监督管理|指导教师){any_of('imperatives')}(?!.{{0,24}}的[^的]{{0,4}}(?:单位|部门|要求|条件|情况|方式|办法|意见)$)"
    "|.*(?:不断|持续|进一步|更加|稳步|显著|明显|有[力效]|扎实|全面|[请须]|应(?<![响供]应)(?!急)|要(?<![主重首概摘纪简需必]要)(?![求素点件义闻领害]))"
)
# Whom to call and where to send it.
_CONTACT = re.compile(
    r"(?:[^,。]{2,40},)?[^,。]{0,40}?(?:电话|传真|地址|邮编|邮箱|网址|联系人|公众号|服务平台|受理时间)(?:\([^()]{1,12}\))?(?:为|是)?:|https?:"
)
_OFFERS = re.compile("公布|公开|设立|设置|开通|畅通|提供|[请须要应]")
_ABOUT = re.compile(r"(?:关于|对于?)[^,。]{2,60}(?:问题|事项)。?$")
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z]")
_SALUTED = re.compile(
    "各|尊敬的|同志们|老师们|同学们|国务院:|[^,。]{1,12}(?:代表|委员):|[^,。]{2,200}(?:人民政府|大学|学院|委员会|单位)"
)
_LONGEST = 340  # characters of a salutation
_ENDED = re.compile("[。!?;]")
_LINE = re.compile(".+")
_TITLE = re.compile(rf"(?:{any_of('titles')}|强调|指出)(?:\([^()]{{1,8}}\))?$")
_SIGNED = re.compile(r"(?:院|部|委|局|厅|办公室|政府|大学|学院|学校|委员会|处|党委|集团|公司|中心)$")


def closes(page: Page) -> Places:
    """Which sentences end in words that only introduce or enact?"""
    return page.first(_CLOSES, page.veil)


def only_seems(piece: Piece, closes: Place, *, plan: bool) -> bool:
    """Tell whether a plan is drawn up as a task (`编制好“三年”规划`) or in a tale, and not as the paper at hand."""
    words = piece.veil[slice(*closes)]
    if not plan and "□" in words:
        return True
    return "□" in words and "了" not in words and piece.veil[piece.body] not in _GROUNDS


def ask(piece: Piece, *, early: bool) -> Place | None:
    """Is the sentence a formula of the paper itself?"""
    text = piece.veil
    opens = text[piece.body : piece.body + 1]
    found = opens in HEADS and _FORMULA.match(text, piece.body)
    if found or (text[-1] == "号" and (found := _NUMBERED.match(text, piece.body))):
        return found.span()
    if not "一" <= text[-2:] < "龥" and not _WORD.search(piece.text):
        return 0, len(text)
    if ":" in text and _contact(text, piece.body):
        return piece.body, len(text)
    if piece.labelled and _names(piece, text):
        return piece.body, len(text)
    if piece.first and piece.last and not piece.labelled and (found := _bare_line(piece.text, early=early)):
        return found.span()
    return None


def _contact(text: str, body: int) -> bool:
    """Tell whether a line says whom to call, and does not ask to publish that."""
    found = _CONTACT.match(text, body)
    return found is not None and not _OFFERS.search(text, body, found.end())


def _names(piece: Piece, text: str) -> bool:
    """Tell whether an item is the heading of a part, or names the question that is answered below it."""
    if (
        piece.first
        and piece.last
        and text.rstrip("。:")[-1:] in _NOUN_ENDS
        and not (text[-1] == "。" and piece.text[:2].strip("(").isdigit())
        and _NOMINAL.match(text, piece.body)
    ):
        return True
    if _STRUCTURE.fullmatch(text, piece.body) or _names_only(piece, text[piece.body :]):
        return True
    return text.endswith(("题", "题。", "项", "项。")) and _ABOUT.fullmatch(text, piece.body) is not None


def _names_only(piece: Piece, body: str) -> bool:
    """Tell whether a heading line only names its matter and asks for nothing."""
    return (
        0 < len(body) <= 24
        and piece.first
        and piece.last
        and "," not in body
        and _ENDS_BARE.search(body) is not None
        and (_is_decimal(piece) or not _ASKS.match(body))
    )


def _is_decimal(piece: Piece) -> bool:
    """Tell whether the label is bare figures (`5.5　培训演练`): what such papers head only names a part."""
    return piece.text[piece.body - 1].isdigit()


def _bare_line(text: str, *, early: bool) -> re.Match[str] | None:
    """Find the salutation, title or signature that a line without full stop is."""
    if text[-1] in "。!?;":
        return None
    saluted = text[-1] == ":" and len(text) < _LONGEST and _SALUTED.match(text)
    if saluted and not _ENDED.search(text, saluted.end()):
        return _LINE.match(text)
    if len(text) > 60 or "," in text:
        return None
    if early or len(text) < 3 or (text[-1] == ":" and _STRUCTURE.fullmatch(text)):
        return _LINE.match(text)
    return _TITLE.search(text) or (_SIGNED.search(text) if len(text) <= 20 else None)
