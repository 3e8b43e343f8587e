"""指标：要达到或保持的数量（`增长5%以上`、`选派300名`），只在要求里找。

Not a target: past figures, dates, caps of benefits, counts of organisational items (`三个方面`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reading.lexicon import any_of, words
from luoshi.reading.records import Target
from luoshi.reading.scene import Scene
from luoshi.reading.text.numerals import NUMERAL, number
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.spans import Span

_BEFORE = (
    (">=", "不低于|不少于|不得低于|不得少于|达到|达|至少|突破"),
    ("=", "提高到|提升到|提高至|提升至|增加到|增加至|增至|稳定在|保持在|确保"),
    ("<=", "不超过|不高于|不多于|不得超过|不得高于|控制在|压缩至|压减至|降至|降到|压缩到"),
    (">", "超过|高于|超|逾"),
    ("<", "低于|少于"),
    ("~", "约|大约|接近"),
)
_AFTER = {"及以上": ">=", "及以下": "<=", "以上": ">=", "以内": "<=", "以下": "<=", "之内": "<=", "左右": "~"}
_FIGURE = r"\d[\d,]{0,12}+(?:\.\d{1,4}+)?+"
_ROUND = "[十百千](?=[万亿])(?<![一二三四五六七八九两几数].)"  # 千亿元、百亿, and not 二百万
# Where a figure may begin, no day or year: as `\d|{_ROUND}|百分之`, with a class in front.
_DIGIT = re.compile(
    r"[0-9十百千](?:(?<=\d)(?<!\d\d)(?!\d{0,3}[年月日])|(?=[万亿])(?<![一二三四五六七八九两几数].)|(?<=百)(?=分之))"
)
_QUANTITY = re.compile(
    rf"(?P<cmp>{'|'.join(signs for _, signs in _BEFORE)})?+了?+(?P<low>{_FIGURE}[~至—-])?+(?:(?P<value>{_FIGURE}|{_ROUND})"
    rf"(?P<unit>{any_of('units')})(?!月|年|日)|(?P<share>百分之{NUMERAL}{{1,6}}+(?:点{NUMERAL}{{1,3}}+)?+))(?P<edge>及?以上|及?以下|以内|之内|左右)?"
)
_COMPARING = re.compile(rf"(?:{'|'.join(signs for _, signs in _BEFORE)})了?$|了$")
_COMPARED = 5  # characters of a word that compares, and 了
_NOUN = re.compile(r"[^,、。;:()]{1,24}?(?=[,、。;:()]|$|建立|建设|开展|实施|提供|进行)|[^,、。;:()]{1,24}")
_OR = re.compile(r"\([^()]{1,10}\)[^,、。;:()]{0,20}")  # 县(市、区)全部达标
_OTHER = re.compile(r"[和及与]\d")
# Items of the paper itself; a 工程研究中心 is none of them, nor is who has something to do.
_NOT_NOUN = re.compile(
    rf"{any_of('counters')}(?!研究|技术|中心|实验|师|学院|学科|专业|项目|年度)|^(?:方面|点|年|月|中国人|人民)"
    "|(?:重点|关键)(?:$|任务|工作|领域|环节|方面|问题|举措|内容|专项)|[^重主需必首](?:要|应)(?![求点素害闻用])|分获"
)
_KNOWN = re.compile(
    "(?:(?:我[省市区县校院国]|全[省市区县校国]|[共拥还设建])有|涉及到?|提前|首批|现有|原有|已有|这|上述|其余|其他|剩余|方面|国务院|第[一二三四五六七八九十]{1,2}批|(?<=\\()共|召集人|组长|主任|秘书长)$"
)  # they are there already, or items of the paper itself
# What is told of is none to be reached, unless an aim is named after it; what news tells of needs an aim in any case.
_AIM = re.compile(
    r"力争|争取|确保|计划|拟(?=[^定])|将|要(?<![主重首需必摘概]要)(?![求素点])|目标|预期|到20\d\d年|明年|年[底内]|未来\d|下一步|必须|务必|应当?(?!出席|到|[用届])|须"
    "|再(?=新增|培育|投入|建|推出|实施)"
)
_TOLD = re.compile(
    "近[\\d几两三五十]{0,2}年来|以来|累计|截[至止]|去年(?<![比于与较]去年)|上年(?<![比于与较]上年)|共(?:开展|组织|发生|有|听取|计|完成|举办|收到)|已(?!有)|据[^,。;]{1,12}(?:介绍|统计|了解|报道)"
    "|发生(?!率)|位于|超额|荣获|同比|先后"
)
_NO_COPIES = tuple("门委分署队级长")
_MORE_OR_LESS = ("多", "余", "几")  # told of, not set
_ONE = re.compile(
    "(?:推荐|设|担任|其中|指定|确定|限报|限推|作为)$"
)  # one each is who does it, and no quantity
_BENEFIT = re.compile(
    "贷款|补贴(?!性)|补助|返还|奖补|保险费|标准按|条件|最高|资助|罚款|年龄|周岁|每人|每生|减除|扣除|对于支持|总数不得|职工人数|劳动合同|参保(?!率)|死亡|受伤|重伤|伤亡|损失|限申?报|面积为|授予|授与|表彰|荣获|以来|目前|已经?(?!有)|曾|出席|缺席|实到|占地|完成了|实现了|达到了"
)
_LENT = re.compile("(?:发放|投放|新增)[^,;。]{0,12}贷款")
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[是要])?(?:到20\d\d年底?|全年|今年|明年|力争|确保|实现|完成|使|要|推动|将|进一步|持续|实施|选派|新增(?!就业)|其中|加快|推进|保持|努力|打造|建设|培育|引进)*"
)
_MAKES = re.compile(
    rf"(?:{any_of('imperatives')}|新增|新开|新投|新培育|发行|选派|留用|聘请|吸引|引育|选聘|招募|遴选|评选|培训|布局|做大|再|增设|招收|聘任|推出|创办|发展|治理|修复|疏解|更新|绿化|收储|上线|优化)(?:了)?$"
)
_MAKING = 1 + max(map(len, words("imperatives")))  # characters of such a word, and 了
_GREAT = re.compile(
    "[万亿]|公里$|公顷$|[处亩吨元]$|瓦$|平方米$|人次$|/[秒日]$"
)  # units of what is built, sown or spent
_FURTHER = re.compile(rf"、(?!{any_of('imperatives')}|新|若干|一批)[^,、。;:()\d]{{2,24}}(?=[,。;])")
_SHARE = re.compile("的(?:比例|比重|占比)")
_PERSONS = frozenset("名人位支")
# A share of those who are to do or to have a thing: `90%的煤矿达到标准`, `实现100%清洁取暖`, `县级医院100%达到标准`.
_SHARE_OF = re.compile(
    "的?(?P<who>[^,、。;:()的]{2,16}?)(?:要|应|都|均)?(?:全部|基本)?(?:达到|完成|实现|建成|建立|配备|通过|纳入)"
)
_SHARES = re.compile("(?:[^,;。]{0,20}(?:确保|力争|推动|实现|做到))?(?:全[国省市区县校])?")
_REACHING = ("达到", "完成", "实现", "建成", "配备", "覆盖", "纳入", "通过")
_SPENT = re.compile("(?:投入|投资|安排|筹措|使用)(?:[^,、。;:()]{0,15}[^,、。;:()的])?$")  # 投入125亿元办好
_OF_TASK = frozenset(("任务", "目标", "计划"))
_OVER = re.compile(
    "的(?:[,。;、]|(?![^,。;]{0,8}(?:目标|水平|比例|比重|占比|要求|标准|规模|速度|增速|幅度|份额|增长|力度|任务|能力)))"
)
_GRADUATES = re.compile("毕业生(?:人数|规模|总数)?(?:预计|将)*$")  # how many there are is a fact
_SCHOOL = ("学院", "师生", "同学")
_ANY_DIGIT = re.compile(r"\d")
_MEMBER = re.compile("、|以及|[和及与]")
_ACTORS = re.compile(
    "(?:学院|[教学]+单位|支部|班级?|团队|小分队|课题组|省市|区县|国家(?=[,。;(]|$)|直辖市|部门和|村民|城市(?=[,。;(]|$))"
)
_ROUNDS = frozenset("十百千")
_AFAR = re.compile("(?P<cmp>不低于|不少于|不高于|不超过)[^,、。;:()]{2,16}的$")  # 不低于上年支出的5%
_LEAST = re.compile(
    "(?:至少|不少于|不低于)(?:开展|组织|举办|召开|完成|进行|安排|撰写|培养)?(?P<value>[一二两三四五六七八九十]{1,3})(?P<unit>[次场名项个篇人门期])(?P<noun>[^,、。;:()]{0,12})"
)
_LEAST_DO = re.compile("(?:至少|不少于|不低于)[^,、。;:()\\d]{1,8}$")  # 至少培育1个
# How much a firm or a project is worth is no target, how many of them there are to be is one: `产值超10亿元企业5家`.
_WORTH = re.compile("的?[^,、。;:()\\d]{0,8}(?:企业|项目|集群|产业|园区|公司|产品|商圈|县|镇|村)")
_WITH = re.compile("[与同](?:国内外|世界|全球)?$")  # 与30所高校联系
_FOUNDING = re.compile("[^,。;]{0,20}(?:建立|签|开展|组建|新增)")
_CLAUSE = 150  # characters that are looked at on either side of a figure
_COUNTED = frozenset(words("counted"))
_GROWTH = re.compile(
    "增长|增速|率|额|量|值|收入|能力|涨幅|比重|占比|面积|数|就业|投资|平均|以上|人次|项|专项|项目|成本|强度|浓度|规模|指标|时间|人数|水平$"
)


def find(scene: Scene) -> tuple[Target, ...]:
    """Find the quantities that are to be reached or kept."""
    out: list[Target] = []
    told = scene.news or _is_feature(scene)
    dues: dict[Span, list[str]] = {}
    for due in scene.record.deadlines:
        dues.setdefault(due.of, []).append(due.date)
    for piece, _ in scene.orders:
        text = piece.text
        rows = list(_of(scene, piece, told=told)) if _DIGIT.search(text) else []
        if "至少" in text or "不少于" in text or "不低于" in text:
            rows += _at_least(scene, piece, told=told)
        if rows:
            of = scene.task(piece)
            days = dues.get(piece.span) or dues.get(of) or ()
            by = days[0] if len(days) == 1 else None
            out += [row._replace(deadline=by, of=of) for row in rows]
    return tuple(out)


def _is_feature(scene: Scene) -> bool:
    """Tell whether a text without numbers tells of a school at least as much as it asks: its figures are deeds, unless an aim is named."""
    sentences = scene.record.sentences
    return (
        20 * len(scene.orders) < 11 * len(sentences)
        and not any(sentence.path for sentence in sentences)
        and any(word in scene.page.text for word in _SCHOOL)
        and "各位代表" not in scene.page.text
    )


def _of(scene: Scene, piece: Piece, *, told: bool) -> Iterator[Target]:
    text = piece.text
    # What several figures are said of one by one, where the last one ends, and the word that compares them.
    each: tuple[int, int, str | None] | None = None
    for found in _quantities(text):
        low = max(piece.body, found.start() - _CLAUSE)
        left = _clause(text, low, found.start())
        if _passed_over(piece, found, left, told=told):
            each = None
        elif afar := _AFAR.search(text, left, found.start()):
            place = (afar.start(), found.end())
            yield from _rows(scene, piece, found, place, place, afar["cmp"])
        elif not found["cmp"] and (least := _LEAST_DO.search(text, left, found.start())):
            noun = _noun(text, found.end())
            place = (found.start(), noun[1] if noun else found.end())
            yield from _rows(scene, piece, found, place, noun or (least.start(), found.start()), "至少")
        elif each and text[each[1] : found.start()] in {"、", "和", ","}:
            said = each[0], found.start()
            yield from _rows(scene, piece, found, (each[0], found.end()), said, each[2])
            each = each[0], found.end(), each[2]
        elif placed := _subject(text, left, found, told=told):
            start, end, subject = placed
            yield from _rows(scene, piece, found, (start, end), subject)
            apart = text.find("分别", start, found.start()) >= 0
            each = (start, end, found["cmp"]) if apart else None


def _clause(text: str, low: int, start: int) -> int:
    """Tell where the words before a figure begin; what stands in brackets among them is passed."""
    left = max([text.rfind(mark, low, start) for mark in ",;:。(、"]) + 1 or low
    close = text.find(")", left, start)
    if close >= 0 and (opens := text.rfind("(", low, left)) >= 0:
        left = max([text.rfind(mark, low, opens) for mark in ",;:。、"]) + 1 or low
    return left


def _quantities(text: str) -> Iterator[re.Match[str]]:
    """Find the figures that have a unit, each with the word before it that compares; cheaper than to try that word first."""
    done = 0
    while begins := _DIGIT.search(text, done):
        start = begins.start()
        found = _QUANTITY.match(text, start)
        if found and (word := _COMPARING.search(text, max(done, start - _COMPARED), start)):
            found = _QUANTITY.match(text, word.start())
        if found:
            yield found
        done = found.end() if found else start + 1


def _passed_over(piece: Piece, found: re.Match[str], left: int, *, told: bool) -> bool:
    """Tell whether a figure is none to be reached: of a name, an age, a benefit, or of what is there already."""
    text, start = piece.text, found.start()
    far = min(len(text), found.end() + _CLAUSE)
    stop = text.find(",", found.end(), far)
    return (
        piece.veil[found.start("share" if found["share"] else "value")] == "□"  # part of a name: “师资20条”
        or _unit(found) == "岁"
        or (_unit(found) == "部" and text.startswith(_NO_COPIES, found.end()))
        or text.startswith(_MORE_OR_LESS, found.end())
        or _is_round(found)
        or _is_known(found, left, piece.body)
        or _KNOWN.search(text, left, start) is not None
        or (found["value"] == "1" and _ONE.search(text, left, start) is not None)
        or _is_benefit(found, left, stop if stop >= 0 else far)
        or (start > 0 and text[start - 1] in "第.〔(-—~×")
        or _told(piece, start, news=told)
    )


def _is_round(found: re.Match[str]) -> bool:
    """Tell whether a number without digits is part of a name: `千亿级产业`, `百亿基金`."""
    bare = not (found["edge"] or found["cmp"])
    return found["value"] in _ROUNDS and (bare or found.string.startswith("级", found.end()))


def _is_known(found: re.Match[str], left: int, body: int) -> bool:
    """Tell whether a figure is a fact: `新增了20个`, `上报的45个项目`, `近2万人次`, `甲、乙、丙3个学院`."""
    text, unit = found.string, _unit(found)
    before = text[max(0, found.start("share" if found["share"] else "value") - 1)]
    if before == "近":
        return not (found["cmp"] or unit.endswith("元"))  # a sum may be planned
    if before == "了" or (before == "的" and _counts(unit)):
        return True
    if found["cmp"] or not _counts(unit):
        return _is_threshold(found, left)
    if not found["low"] and _WITH.search(text, left, found.start()):
        return _FOUNDING.match(text, found.end()) is None
    if left > body and text[left - 1] == "、" and _NOUN.match(text, found.end()):
        low = max(text.rfind(mark, max(body, left - _CLAUSE), left) for mark in ",;:。(") + 1
        names = text[max(low, body) : found.start()]  # as many as the figure says
        return str(1 + len(_MEMBER.findall(names))) == found["value"] and not _ANY_DIGIT.search(names)
    return False


def _is_threshold(found: re.Match[str], left: int) -> bool:
    """Tell whether a figure only says which are meant, or what is so: `人口超过100万的城市`, `超10亿元企业`, `毕业生超过千万人`."""
    text, unit = found.string, _unit(found)
    if unit.endswith("元") and (found["cmp"] or found["edge"]) and "等" not in text[left : found.start()]:
        return (_OVER.match(text, found.end()) or _WORTH.match(text, found.end())) is not None
    if not found["cmp"]:
        return False
    if unit.endswith("人") and _GRADUATES.search(text, left, found.start()):
        return True
    return (not _counts(unit) or text.startswith("的,", found.end())) and (
        _OVER.match(text, found.end()) is not None
    )


def _is_benefit(found: re.Match[str], left: int, right: int) -> bool:
    """Tell whether a figure is that of a benefit, a fine, a threshold; what is to be lent in all is a target."""
    benefit = _BENEFIT.search(found.string, left, right)
    if benefit and benefit[0] == "贷款" and _unit(found).endswith("亿元"):
        return _LENT.search(found.string, left, found.start()) is None
    return benefit is not None


def _told(piece: Piece, start: int, *, news: bool) -> bool:
    """Tell whether what stands before a figure tells of it: an aim that comes later takes that back."""
    low = max(piece.body, start - _CLAUSE)
    aims = [found.start() for found in _AIM.finditer(piece.text, low, start)]
    if not aims and news:
        return True
    tales = [found.start() for found in _TOLD.finditer(piece.text, low, start)]
    return bool(tales) and (not aims or tales[-1] > aims[-1])


def _at_least(scene: Scene, piece: Piece, *, told: bool) -> Iterator[Target]:
    """Read what is to be done so often at least, the number in words: `每学期至少召开两次`."""
    for found in _LEAST.finditer(piece.text):
        if (value := number(found["value"])) and not _told(piece, found.start(), news=told):
            span = piece.where(*found.span())
            subject = scene.printed(piece, *(found.span("noun") if found["noun"] else found.span()))
            yield Target(span, subject, ">=", value, _unit(found), None, piece.span)


def _subject(
    text: str, left: int, found: re.Match[str], *, told: bool
) -> tuple[int, int, tuple[int, int]] | None:
    """Find what is counted: the words before the figure, or the noun after it."""
    lead = _LEAD.match(text[left : found.start()])
    start = left + (lead.end() if lead else 0)
    noun = _noun(text, found.end())
    if noun and (part := _spent(text, left, found, noun) or _part(text, start, found, noun)):
        return part
    made = (
        start == found.start()
        or (found["cmp"] is not None and _comparator(found) in {">=", ">"})
        or (not told and text.startswith("等", found.start() - 1) and not _ACTORS.match(text, found.end()))
        or _MAKES.search(text, max(start, found.start() - _MAKING), found.start()) is not None
    )
    if found["edge"] and text.startswith("的", found.end()) and not _counts(_unit(found)):
        return _worth(text, start, found)
    if noun and text[found.end()] not in "的" and (not found["edge"] or (made and _counts(_unit(found)))):
        # What is only told of is counted as well: in news a verb must make it, and persons and bodies everywhere.
        bound = told or _unit(found) in _PERSONS or _ACTORS.match(text, found.end()) is not None
        if (
            _NOT_NOUN.search(text[slice(*noun)])
            or (found["edge"] and _SHARE.search(text, *noun))
            or not _makes(_unit(found), made=made, bound=bound)
        ):
            return None
        return (found.start(), _listed(text, noun[1]), noun)
    if start < found.start() and (
        made
        or _GROWTH.search(text[start : found.start()])
        or found["edge"]
        or found["cmp"]
        or _counts(_unit(found))
        or _GREAT.search(_unit(found))
    ):
        return (start, found.end(), (start, found.start()))
    return None


def _spent(
    text: str, left: int, found: re.Match[str], noun: tuple[int, int]
) -> tuple[int, int, tuple[int, int]] | None:
    """Find what is to be spent on a thing."""
    if found["edge"] or not _unit(found).endswith("元") or text[noun[0]] == "的":
        return None
    spent = _SPENT.search(text, left, found.start())
    return (spent.start(), found.end(), (spent.start(), found.start())) if spent else None


def _part(
    text: str, start: int, found: re.Match[str], noun: tuple[int, int]
) -> tuple[int, int, tuple[int, int]] | None:
    """Find of whom a share is to do or to have a thing."""
    if _unit(found) != "%":
        return None
    if _SHARES.fullmatch(text, start, found.start()):
        if part := _SHARE_OF.match(text, found.end()):
            return found.start(), part.end("who"), part.span("who")
        whole = text.endswith(("实现", "做到"), 0, found.start()) and text[noun[0]] != "的"
        return (found.start(), noun[1], noun) if whole else None
    if text.startswith(_REACHING, found.end()):
        return (start, found.end(), (start, found.start()))
    return None


def _noun(text: str, at: int) -> tuple[int, int] | None:
    """Find the noun that is counted; it ends where the next figure begins, and a note of its kinds belongs to it."""
    noun = _NOUN.match(text, at)
    if noun and (other := _OTHER.search(text, *noun.span())):
        noun = _NOUN.match(text, at, other.start())
    if not noun or noun[0] in _OF_TASK:
        return None
    kinds = _OR.match(text, noun.end())
    return at, kinds.end() if kinds else noun.end()


def _worth(text: str, start: int, found: re.Match[str]) -> tuple[int, int, tuple[int, int]] | None:
    """Projects worth a sum are a target (等总投资五亿元以上的项目); who is above a threshold is none."""
    noun = _NOUN.match(text, found.end() + 1)
    like = text.rfind("等", start, found.start()) + 1
    return (like, noun.end(), (like, noun.end())) if noun and like and noun[0].endswith("项目") else None


def _makes(unit: str, *, made: bool, bound: bool) -> bool:
    """Tell whether a figure before a noun says how many there are to be; some are bound to a verb that makes them."""
    return (made and _GREAT.search(unit) is not None) or (_counts(unit) and (made or not bound))


def _listed(text: str, end: int) -> int:
    """Take a second noun of the same figure along: `18个小区、道路改造`."""
    more = _FURTHER.match(text, end)
    return more.end() if more else end


def _unit(found: re.Match[str]) -> str:
    return found["unit"] or "%"


def _value(found: re.Match[str]) -> float | None:
    """Return the figure, of a share in words as well: `百分之九点五`."""
    if not found["share"]:
        return number(found["value"])
    whole, _, rest = found["share"].removeprefix("百分之").partition("点")
    tenths = "".join(f"{number(digit) or 0:.0f}" for digit in rest)
    high = number(whole)
    return high if high is None or not rest else float(f"{high:.0f}.{tenths}")


def _counts(unit: str) -> bool:
    return unit in _COUNTED


def _rows(
    scene: Scene,
    piece: Piece,
    found: re.Match[str],
    place: tuple[int, int],
    said: tuple[int, int],
    word: str | None = None,
) -> Iterator[Target]:
    span = piece.where(*place)
    subject = scene.printed(piece, *said)
    high = _value(found)
    low = number(found["low"][:-1]) if found["low"] else None
    if high is None:
        return
    if low is not None:
        yield Target(span, subject, ">=", low, _unit(found), None, piece.span)
    sign = "<=" if low is not None else _comparator(found, word)
    yield Target(span, subject, sign, high, _unit(found), None, piece.span)


def _comparator(found: re.Match[str], word: str | None = None) -> str:
    if found["edge"]:
        return _AFTER[found["edge"]]
    word = word or found["cmp"]
    return next(
        (sign for sign, words in _BEFORE if word and word in words.split("|") and word != "确保"), "="
    )
