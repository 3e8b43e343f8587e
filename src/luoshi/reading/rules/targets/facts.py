"""What is no target: a figure of what is there, of what was, of whom it is for; and where figures are only told."""

from __future__ import annotations

import re

from luoshi.reading.rules.targets.figures import CLAUSE, ROUNDS, counts, unit_of
from luoshi.reading.scene import Scene
from luoshi.reading.text.dates import YEAR
from luoshi.reading.text.outline import Piece

_KNOWN = re.compile(
    "(?:(?:我[省市区县校院国]|全[省市区县校国]|[共拥还设建])有|涉及到?|提前|首批|现有|原有|已有|这|上述|其余|其他|剩余|方面|国务院|第[一二三四五六七八九十]{1,2}批|(?<=\\()共|召集人|组长|主任|秘书长|不足|禁止|需要|(?:时间|期限|学制|任期)[为是])$"
)  # they are there already, or items of the paper itself
# What is told of is none to be reached, unless an aim is named after it; what news tells of needs an aim in any case.
_AIM = re.compile(
    r"力争|争取|确保|计划|拟(?=[^定])|将|要(?<![主重首需必摘概]要)(?![求素点])|目标|预期|到20\d\d年|明年|年[底内]|未来\d|下一步|必须|务必|应当?(?!出席|到|[用届])|须"
    "|再(?=新增|培育|投入|建|推出|实施)"
)
_TOLD = re.compile(
    "近[\\d几两三五十]{0,2}年来|以来|累计|截[至止](?!日|时)|去年(?<![比于与较]去年)|上年(?<![比于与较]上年)|共(?:开展|组织|发生|有|听取|计|完成|举办|收到)|已(?!有)|据[^,。;]{1,12}(?:介绍|统计|了解|报道)"
    "|发生(?!率)|位于|超额|荣获|同比|先后|是指|系指|首日|月(?<=\\d月)\\d{1,2}日(?=[,上下晚])"
)
_NO_COPIES = tuple("门委分署队级长")
_MORE_OR_LESS = ("多", "余", "几")  # told of, not set
_POLICY = (")", "措施", "政策", "举措", "意见")  # 稳增长33条措施
_ONE = re.compile(
    "(?:推荐|设(?<![建增开新]设)|担任|其中|指定|确定|限报|限推|作为)$"
)  # one each is who does it, and no quantity
_BENEFIT = re.compile(
    "贷款|补贴(?!性)|补助|返还|奖补|保险费|标准按|条件|最高|资助|罚款|年龄|周岁|每人|每生|减除|扣除|对于支持|总数不得|职工人数|劳动合同|参保(?!率|人数)|死亡|受伤|重伤|伤亡|损失|限申?报|面积为|授予|授与|表彰|荣获|以来|目前|已经?(?!有)|曾|出席|缺席|实到|占地|完成了|实现了|达到了"
)
_LENT = re.compile("(?:发放|投放|新增)[^,;。]{0,12}贷款")
_OVER = re.compile(
    "的(?:[,。;、]|(?![^,。;]{0,8}(?:目标|水平|比例|比重|占比|要求|标准|规模|速度|增速|幅度|份额|增长|力度|任务|能力)))"
)
_GRADUATES = re.compile("毕业生(?:人数|规模|总数)?(?:预计|将)*$")  # how many there are is a fact
_SCHOOL = ("学院", "师生", "同学")
# Under which items stand that say who is meant: `应具备以下条件。`, `三、申报条件`.
_CONDITIONS = re.compile(
    "[具符满][备有合足](?:以下|下列|如下)[^,。;]{0,8}(?:条件|要求)|[申参推任报准基资][请报领评加荐职名入本格](?:条件|资格)(?:要求)?[:。]?$",
    re.MULTILINE,
)
# A year at the head of a sentence; one gone by tells what was.
YEARS_TOLD = re.compile(
    rf"(?P<year>{YEAR})年(?![起度级版届底末前以至到—~-]|[^,。;]{{0,24}}(?:力争|计划|目标))"
)
_ANY_DIGIT = re.compile(r"\d")
_STOPS = ",、。;:()"  # what ends a noun
_MEMBER = re.compile("、|以及|[和及与]")
# How much a firm or a project is worth is no target, how many of them there are to be is one: `产值超10亿元企业5家`.
_WORTH = re.compile("的?[^,、。;:()\\d]{0,8}(?:企业|项目|集群|产业|园区|公司|产品|商圈|县|镇|村)")
_WITH = re.compile("[与同](?:国内外|世界|全球)?$")  # 与30所高校联系
_FOUNDING = re.compile("[^,。;]{0,20}(?:建立|签|开展|组建|新增)")


def conditions(scene: Scene) -> frozenset[int]:
    """Return the items under words that name conditions: who is meant, and nothing to be reached."""
    if not _CONDITIONS.search(scene.page.text):
        return frozenset()
    out: list[int] = []
    above: tuple[str, ...] | None = None
    for piece, sentence in zip(scene.pieces, scene.record.sentences, strict=True):
        path = tuple(sentence.path)
        if above is not None and (len(path) <= len(above) or path[: len(above)] != above):
            above = None
        if above is not None:
            out.append(piece.number)
        elif _CONDITIONS.search(piece.text):
            above = path
    return frozenset(out)


def is_feature(scene: Scene) -> bool:
    """Tell whether a text without numbers tells of a school at least as much as it asks: its figures are deeds, unless an aim is named."""
    sentences = scene.record.sentences
    return (
        20 * len(scene.orders) < 11 * len(sentences)
        and not any(sentence.path for sentence in sentences)
        and any(word in scene.page.text for word in _SCHOOL)
        and "各位代表" not in scene.page.text
    )


def passed_over(piece: Piece, found: re.Match[str], left: int, *, told: bool) -> bool:
    """Tell whether a figure is none to be reached: of a name, an age, a benefit, or of what is there already."""
    text, start = piece.text, found.start()
    far = min(len(text), found.end() + CLAUSE)
    stop = text.find(",", found.end(), far)
    return (
        piece.veil[found.start("share" if found["share"] else "value")] == "□"  # part of a name: “师资20条”
        or unit_of(found) == "岁"
        or (unit_of(found) == "部" and text.startswith(_NO_COPIES, found.end()))
        or text.startswith(_MORE_OR_LESS, found.end())
        or text.startswith("的,", found.end())  # a case for which something is ruled
        or (unit_of(found) == "条" and text.startswith(_POLICY, found.end()))
        or _is_round(found)
        or _is_known(found, left, piece.body)
        or _KNOWN.search(text, left, start) is not None
        or (found["value"] == "1" and _ONE.search(text, left, start) is not None)
        or _is_benefit(found, left, stop if stop >= 0 else far)
        or (start > 0 and text[start - 1] in "第.〔(-—~×")
        or told_of(piece, start, news=told)
    )


def _is_round(found: re.Match[str]) -> bool:
    """Tell whether a number without digits is part of a name: `千亿级产业`, `百亿基金`."""
    bare = not (found["edge"] or found["cmp"])
    return found["value"] in ROUNDS and (bare or found.string.startswith("级", found.end()))


def _is_known(found: re.Match[str], left: int, body: int) -> bool:
    """Tell whether a figure is a fact: `新增了20个`, `上报的45个项目`, `近2万人次`, `甲、乙、丙3个学院`."""
    text, unit = found.string, unit_of(found)
    before = text[max(0, found.start("share" if found["share"] else "value") - 1)]
    if before == "近":
        return not (found["cmp"] or unit.endswith("元"))  # a sum may be planned
    if before == "了" or (before == "的" and counts(unit)):
        return True
    if found["cmp"] or not counts(unit):
        return _is_threshold(found, left)
    if not found["low"] and _WITH.search(text, left, found.start()):
        return _FOUNDING.match(text, found.end()) is None
    if left > body and text[left - 1] == "、" and text[found.end() : found.end() + 1] not in _STOPS:
        low = max(text.rfind(mark, max(body, left - CLAUSE), left) for mark in ",;:。(") + 1
        names = text[max(low, body) : found.start()]  # as many as the figure says
        return str(1 + len(_MEMBER.findall(names))) == found["value"] and not _ANY_DIGIT.search(names)
    return False


def _is_threshold(found: re.Match[str], left: int) -> bool:
    """Tell whether a figure only says which are meant, or what is so: `人口超过100万的城市`, `超10亿元企业`, `毕业生超过千万人`."""
    text, unit = found.string, unit_of(found)
    if unit.endswith("元") and (found["cmp"] or found["edge"]) and "等" not in text[left : found.start()]:
        return (_OVER.match(text, found.end()) or _WORTH.match(text, found.end())) is not None
    if not found["cmp"]:
        return False
    if unit.endswith("人") and _GRADUATES.search(text, left, found.start()):
        return True
    return (not counts(unit) or text.startswith("的,", found.end())) and (
        _OVER.match(text, found.end()) is not None
    )


def _is_benefit(found: re.Match[str], left: int, right: int) -> bool:
    """Tell whether a figure is that of a benefit, a fine, a threshold; what is to be lent in all is a target."""
    benefit = _BENEFIT.search(found.string, left, right)
    if benefit and benefit[0] == "贷款" and unit_of(found).endswith("亿元"):
        return _LENT.search(found.string, left, found.start()) is None
    return benefit is not None


def told_of(piece: Piece, start: int, *, news: bool) -> bool:
    """Tell whether what stands before a figure tells of it: an aim that comes later takes that back."""
    low = max(piece.body, start - CLAUSE)
    aims = [found.start() for found in _AIM.finditer(piece.text, low, start)]
    if not aims and news:
        return True
    # In all so much may be aimed at as well: `到2027年,累计培育30家`.
    tales = [
        found.start() for found in _TOLD.finditer(piece.text, low, start) if not (aims and found[0] == "累计")
    ]
    return bool(tales) and (not aims or tales[-1] > aims[-1])
