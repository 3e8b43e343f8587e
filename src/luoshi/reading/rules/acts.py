"""会上之事：谁主持、讲话、汇报、传达、出席，题目是什么。

Not an act: words that resume those present (`与会人员`), the meeting itself, deeds inside a speech.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.reading.lexicon import any_of, opening, words
from luoshi.reading.outline import Piece
from luoshi.reading.records import Act, Sentence, Verdict
from luoshi.reading.rules.speaker import Ear
from luoshi.reading.scene import Scene
from luoshi.reading.topics import objected, opened, parts, title, topic, under, untitled

_TOLD_NOUNS = "报告|说明|汇报|介绍|发言|通报|解读|交流|分享|传达|讲解|宣讲|点评"
_OCCASIONS = "会议?|党课|座谈|活动|培训班?|论坛|调研|启动|仪式|典礼|讲座|研讨|检查|考[查察]|论证|评审|答辩|验收|签约|宣讲|对接|走访|慰问|参观|视察|见面|讨论|会[见谈晤]|交流|[幕班营牌]式"
# The verbs by their acts. Each branch begins with a plain character, so that `re` leaps to where one can stand,
# and says by its number which act it is.
_VERBS = {
    "host": ("主持(?!工作|人|的)",),
    "convey": ("传达(?!表示|说)",),
    "report": (
        *(f"{make}的?关于[^,。;]{{2,90}}(?:汇报|报告|说明)" for make in "作做"),
        *("汇报", "通报", "介绍(?!开始)", "解读"),
        *(
            f"{make}(?<!工{make})(?![物为用风业品法好])(?!了?书面)[^,。]{{0,60}}?"
            "(?:报告|讲座|分享|(?:现场|典型|经验|大会)交流)"
            for make in "作做"
        ),
        *(
            f"{make}(?<![所工合制操创运动写]{make})(?![为出物用风业品法好])了?[^,。就对从围]{{2,24}}"
            "(?:汇报|(?<=的..)发言|发言(?![人权稿席中时])|说明)"
            for make in "作做"
        ),
        "作了?□",
        *(f"{make}了[^,。]{{0,6}}讲解" for make in "作做"),
        *("述职(?<=现场述职)", "带来[^,。]{0,40}(?:讲座|课程)", "发言(?![人权稿席中时])"),
        *("说明", "宣布", "宣读", "讲述的(?:故事)?(?:题目)?是"),
        "分享(?!的)(?:交流)?(?:了|起|(?=[^,。]{0,12}(?:经验|体会|心得|做法|故事)))",
        *("阐述了", "总结了", "交流了", "畅谈了", "讲解(?=[^,。员的]{2})", "谈(?:感受|体会|感想|认识)"),
        "反馈(?:了|(?=[^,。]{2,30}(?:情况|结果|问题|意见)))",
        *("讲授了", "阐释了", "剖析了", "讲述了"),
        *(
            f"{how}(?:(?<=入手,{how})|(?<=出发,{how})|(?<=角度,{how})){what}"
            for how, what in (
                *((how, "(?:分析|阐述|剖析|梳理)") for how in ("深入", "系统", "详细")),
                *((what, "") for what in ("分析", "阐述", "剖析", "梳理")),
            )
        ),
        "提出了?(?=[^,。]{4,40}(?:的建议|清单)(?:[,。]|$))",
        *(
            f"{hold}了?[^,。、座谈与和]{{0,8}}?(?:交流|分享|讲解|报告|讲座|反馈)"
            for hold in ("进行", "展开", "开展")
        ),
    ),
    "attend": (
        *("出席(?<!应出席)(?!领导|人数|人员|的)", "列席"),
        *(f"{join}会(?=$|[,。;]|并|指导|发言|学习)" for join in "参与"),
        "到会(?!讲话|并)",
        *(
            f"{join}了?(?=[^,。]{{0,40}}(?:{_OCCASIONS})(?:$|[,。]|并)|。|,|$|并(?:讲话|致[辞词]|发言|作|做))"
            for join in ("参加", "参与(?<!广泛参与)(?<!积极参与)(?<!踊跃参与)(?<!深度参与)")
        ),
        *("陪同(?=调研|考察|参加|活动|检查)", "莅临"),
    ),
    "speak": (
        *("讲话(?!精神|等|[、和的])", "致辞", "致词", "致开幕词", "致欢迎词", "指出", "强调"),
        "表示(?![^,。:]{0,8}(?:欢迎|感谢|祝贺|慰问|敬意|问候|认可|肯定))",
        *("提出[^,。]{0,12}(?:要求|希望|[点条项个]建议)", "部署(?<!研究部署)", "要求[,:]"),
        *("讲了?[^,。]{0,6}党课", "充分肯定"),
        "建议(?<![见和、]建议)(?=[,:各学要应]|(?=[^,。的和、]{4})[^,。]{0,12}[要应])",
        *("提到(?=了|,)", "告诫", "谈到"),
        *(f"{make}了?[^,。]{{0,12}}宣讲(?!活动)" for make in ("作", "做", "进行")),
        "宣讲了?(?=[^,。]{2,30}(?:精神|政策|报告|理论|知识))",
    ),
    "sign": ("签署", "签订"),
}
_VERB = re.compile("|".join(f"{branch}()" for branches in _VERBS.values() for branch in branches))
_ACTS = ("", *(act for act, branches in _VERBS.items() for _ in branches))
_TOLD = frozenset({"report", "convey"})
_GROUPS_DO = _TOLD | {"attend"}
_BY = re.compile("由(?P<who>[^,。由]{2,80}?)(?P<host>主持)")
_GROUP = re.compile(rf"(?:{opening('group_ends')})(?:代表)?$")
_GROUP_CLOSES = frozenset(word[-1] for word in (*words("group_ends"), "代表"))
# Bodies stand alone beside bodies; before a word for persons they only say whose persons (`各学院、机关负责人`).
_BODIES = re.compile(
    r"(?:学院|部门|高校|单位|企业|大学|研究院|研究所|公司|集团|委员会|支部|党委|党总支|协会|学会|侨联|同学会|联谊会|分会|工会|团委|银行|医院|[厅局](?<![布格结]局)|(?:^|[、和及与等]|以及)(?:\d{1,4}|[两三四五六七八九十])[个所家名位][^、,]{2,12}(?<!方面)(?<!问题)(?<!维度)(?<!层面)(?<!环节)(?<!部分)(?<!主题))$"
)
_BARE_POST = re.compile(
    "^(?:副?[书院处部校科组][记长]$|联络员$|(?:纪检|组织|宣传)委员$|主任$|秘书$|分管|就业秘书$|[^各]{1,3}办(?:公室)?主任)"
)
_TELLS = re.compile(
    rf"(?:{opening('group_ends')}|部门|单位|支部|学院|公司|集团)(?:代表)?(?:逐一|分别|依次)?(?=从|就(?!业)|对|围绕|分别|关于|所作|作的|向|以[《“□]|结合|首先)"
)
_TEAMS = ("专家组", "督导组", "检查组", "调研组", "巡察组", "巡视组")  # no word need stand before them
_IN_TURN = ("首先", "随后", "接着", "其间", "最后")
_PRONOUNS = frozenset(("他", "她", "总书记"))
_CLOSED = frozenset("。!?:")  # a list that waits for its verb ends otherwise
_MOST = 60  # rows of a list that may wait for its verb
_LONG = 160  # characters of a clause
_AT_HEAD = 6  # characters that a subject at the very beginning takes
_LEAD = 48  # characters between the head of a clause and the last word of a group that tells
_NEAR = 44  # characters from the beginning in which a subject is named
_JUDGED = frozenset({Verdict.REPORT, Verdict.ORDER, Verdict.REASON})
# After a name: what the name only stands in (`李克强总理所作的报告提出`), or a noun that looks like a cue.
_NO_CUE = re.compile("[^,。]{0,4}所[作做提]|[^,。;:指强]{0,32}?要求(?:[等、和与及]|方面)")
# What only tells of those who were there, whatever stands around it.
_GATHERS = re.compile("(?:出席|列席|参加|参会)[^,。:要应将]{0,20}[。;]?$")
# Who was there is told behind the verb: `出席会议的还有…`.
_ALSO = re.compile(
    "(?:出席|列席|参加|陪同(?=[^的]{0,8}(?:调研|考察|检查|参观)))[^,。;:的]{0,16}的"
    "(?:[^,。;:的有]{0,4}(?:人员|领导|同志|嘉宾|人士|贵宾|领导人|专家|代表))?(?:还?有(?![关效益力利害])|还?包括):?"
)
_HEARS = re.compile("听取了?")  # who listens does not report
_LEFT = re.compile(
    r"(?:来自[^,。]{2,200}?等(?=\d)|来自[^,。、]{2,40}?的|会上|会议|以及|和|及|其中|同时|随后|推进会上)"
)
_CALLED = re.compile("[^,。、]{0,40}?(?:特?邀请[了到]?|吸引了?)|(?:大会|会议|活动|学校|学院)特邀")
_MANNER = re.compile(
    r"(?:一同|一起|共同|分别|也|还|先后)?(?:依次|逐一|纷纷)?(?:线[上下](?:[和与、]?线[上下])?|在(?:会上|线上|线下|线|[^,。、]{0,8}会场|[^,。、]{2,16}(?:室|厅|楼|校区|中心|会议|馆|堂|校|院|地))|以[^,。、]{2,16}(?:方式|形式)|应邀|受邀|作为[^,、]{2,10}|到[会场校]|亲临|现场|集中|全程|陪同)?(?:(?:[作做]|进行)了?(?:交流|大会|典型|表态|现场)?)?$"
)
_RIGHT = re.compile(
    r"等?(?:(?:共|计|约|近|共约|总计|共计)?\d{1,5}余?多?(?:人|[家名位个](?:单位|高校|企业|师生|代表|人员)?))?$"
)
# A list of names that the counted word behind it says to be bodies: `甲公司、乙集团等20家企业`.
_COUNTED = re.compile(
    r"(?:等|(?<=[司团院所局厅学社站场]))(?:\d{1,5}|[两三四五六七八九十]{1,3})余?多?[家所个](?:[^、,]{0,8}(?:企业|单位|高校|院校|公司|集团|机构|部门|事务所|学校|协会|媒体|社团))$"
)
# A clause of its own, and no name of a group.
_CLAUSE_OF = re.compile(
    "了|吸引|成立|正在|召集|作为|(?<!方)向|赴|邀请|结合|(?<!其)[他她]|举行|举办|没有|报名|应邀|来到|前往|开展|涵盖|[的地]为|总书记$|于\\d|[为给](?:现场|同学|大家|学生|师生|我们)"
)
_VAGUE = ("业内人士", "各界人士", "有关人士", "相关人士")
_OBJECT = re.compile("(?<![面应相绝反针])(?:对(?![外口照])|向(?!前))")
_LED = re.compile("(?:带领|陪同|指导|组织|引导|支持)下$")
_MANY = re.compile(
    "[各们]|部分|全体|等|相关|有关|代表|负责|干部|师生|人员|在校|委员$|\\d|职工|教师|员工|学生"
)
_NO_GROUP = re.compile(
    "[与和应对向率并由使让可如请为将]|被(?![巡审评帮督考])|同(?!学|济)|来校|大力|鼓励|选派|感谢|欢迎|带领|组织(?![各员])|作为|分别为"
)
_NAMED = re.compile("[^、]{2}$")
_AND_THEN = re.compile("并(?=[对就](?!业)|部署|要求|提出|强调|主持)")
_MARK = re.compile("[,;:。]")
_LISTED = re.compile("、|以及")
# Somebody else stands before the verb, though nobody whose name is known.
_OTHER = re.compile(
    rf"(?:{any_of('posts')}[\u4e00-\u9fff]{{2,3}}|{any_of('group_ends')})(?:同志|教授|老师|等)?$"
)
_AIMED = re.compile("[^,]{0,30}?(?:对|向|为|与|和|给|就|围绕|带领|代表|以|结合|针对|受|作为)")
_SPOKEN = re.compile("在[^,。]{0,12}(?:讲话|致辞|致词)(?:时|中)[^,。]{0,4}$")
_PART_OF = re.compile("总结|阐述|阐释|剖析|分析|梳理|深入|系统|详细")
_HEARD_OF = re.compile("听取[^,。]{0,24}$")
_QUOTING = re.compile("指出|强调|表示|认为|建议|提到|告诫|谈到")
_PRONOUN = re.compile("(?:同时|随后|会上|此外|另外|最后|期间|其间)?,?[他她](?!们)")
_JOINTLY = re.compile("(?:(?:一致|纷纷|分别|先后)(?:表示|认为|指出|建议)|表示)(?=[,:])")
_JOINT_MANNER = re.compile("(?:在[^,。:;]{2,12}中|在会上)?(?:也|则|均|都|还)?$")
_ABOUT = re.compile("围绕|结合")
_OTHERS = re.compile("(?:全体与会|双方|与会|在场|大家|各方|参会|会议|现场|学校|我校|师生)")
_EVERYBODY = re.compile("我校是|学校是|与会|参会|到场|^全体人员|会议|大家|他们|全体与会|在场|双方|各方")
_THANKS = re.compile("[^,。;:]{0,60}?表示[^,。:]{0,8}(?:欢迎|感谢|祝贺|慰问|敬意|问候)")
_SAYS = re.compile("指出|强调|表示,|认为|希望|要求")
# Between two names of one list: what belongs to the first, and what joins.
_TITLED = re.compile(
    rf"(?:副?{any_of('posts')}|高级工程师|讲师|老师|同志|女士|先生|博士|同学)?(?:\([^()]{{1,12}}\))?"
)
_JOINS = re.compile("[、和与及]|以及")
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
_CARRIED = re.compile(
    "[^,。]{0,30}的(?:经历|体会|感受|机会|收获|[^,。的]{0,6}(?:学生|同学|人员|教师|师生|学员|专家|嘉宾)(?!座谈|代表|大会|培训|会|党))"
)
_TOWARDS = (
    "向",
    "对",
    "给",
    "通过",
    "感谢",
    "欢迎",
    "祝贺",
)  # before those who attend, or a deed that only serves
_BY_WAY = re.compile("[^,。]{0,30}的(?:方式|形式)")
_LEADS_IN = re.compile(
    "就(?<![成造生]就)(?![业读是地]|近(?!期|年|日|来|况|些))|对(?<![面应相绝反]对)(?![外口照比标])|围绕|结合"
)
_LATER = re.compile(rf"[^,。;:作做进]{{0,60}}(?:作|做|进行)了?[^,。;:作做进]{{0,12}}?(?:{_TOLD_NOUNS})")
_CUT = re.compile("[《“](?P<topic>[^《》。]{2,120})[》”](?P<rest>[^。]{0,40})")
_SHARED = re.compile("(?<!现场)(?<!典型)(?<!经验)(?<!大会)交流(?!发言|汇报)|(?<!经验)分享")


def _act(verb: re.Match[str]) -> str:
    return _ACTS[verb.lastindex or 0]


def find(scene: Scene) -> tuple[Act, ...]:
    """Gather who did what, one row for each person or group and act."""
    if not scene.news:
        return ()
    ear = scene.ear
    rows: dict[tuple[str, str], Act] = {}
    named = _Named(scene)
    last = None  # who is meant by a pronoun
    waiting: list[Act] = []  # who is listed before the verb comes
    pairs = zip(scene.pieces, scene.record.sentences, strict=True)
    for piece, sentence in pairs:
        acts = [] if _silent(named, piece, sentence) else list(_of(scene, named, piece, sentence, last))
        if (
            acts
            and last
            and (last, "report") in rows
            and ear.cued(piece) in _PRONOUNS
            and not sentence.speaker
        ):
            # What one says in one's own report is no speech.
            acts = [act for act in acts if act.act != "speak" or act.who != last]
        if not acts:
            listed = _listed(scene, named, piece) if piece.text[-1] not in _CLOSED else []
            waiting = [*waiting, *listed][-_MOST:] if listed else []
        else:
            there = any(act.act == "attend" for act in acts)
            for act in [*waiting, *acts] if there else acts:
                held = rows.get((act.who, act.act))
                if held is None or (held.topic is None and act.topic):
                    rows[act.who, act.act] = act
            waiting = []
        if piece.number in ear.named:
            near = _NEAR if sentence.verdict is Verdict.FRAME or piece.number in ear.heard else _AT_HEAD
            last = ear.subject(piece, within=near) or last
    return tuple(rows.values())


def _silent(named: _Named, piece: Piece, sentence: Sentence) -> bool:
    """Tell at little cost that a sentence has no acts."""
    if sentence.verdict is Verdict.FRAME:
        return False
    if _numbered(piece):
        return piece.number not in named.joint
    if piece.number in named.telling:
        return False
    return sentence.verdict is not Verdict.REPORT or _tells(piece.veil, 0, len(piece.veil)) is None


def _of(scene: Scene, named: _Named, piece: Piece, sentence: Sentence, last: str | None) -> Iterator[Act]:
    ear = scene.ear
    if also := named.also(piece):
        yield from _present(scene, named, piece, also)
        return
    heard = None if _numbered(piece) else _heard(ear, piece, sentence)
    if heard in ear.names and _THANKS.match(piece.veil, ear.told(piece)):
        said = _SAYS.search(piece.veil, ear.told(piece))
        yield from _told(scene, named, piece, said.end() if said else len(piece.text))
        return
    who = ear.names.get(heard or "") or _meant(heard, sentence, last)
    if sentence.verdict is Verdict.FRAME:
        yield from _told(scene, named, piece, len(piece.text), last)
    elif heard in ear.names or (heard and ear.subject(piece, within=_NEAR)):
        yield from _told(scene, named, piece, ear.told(piece))
    elif heard is None and _narrates(ear, named, piece, sentence, last):
        colon = piece.text.find(":")
        yield from _told(scene, named, piece, colon if colon >= 0 else len(piece.text), last)
    if piece.number in named.joint:
        yield from _joint(scene, named, piece)
    if who and who in ear.names.values():
        yield Act(who, "speak", None, piece.span)


def _told(scene: Scene, named: _Named, piece: Piece, end: int, last: str | None = None) -> Iterator[Act]:
    """List who does what before a place of a sentence, if it has a verb at all or is cut inside a title."""
    if (
        _VERB.search(piece.veil, 0, end)
        or "主持" in piece.text
        or (end == len(piece.text) and opened(piece.text, max(0, end - _LONG)) is not None)
    ):
        yield from _Telling(scene, named, piece, last).acts(end)


def _present(scene: Scene, named: _Named, piece: Piece, start: int) -> Iterator[Act]:
    """List all who are named behind that they too were there."""
    for left, right in _clauses(piece.text, start, len(piece.text)):
        for name in (names := named.within(piece, left, right)):
            yield Act(scene.ear.names[piece.text[slice(*name)]], "attend", None, piece.span)
        for place in [] if names else _groups(piece.text, left, right):
            yield Act(scene.printed(piece, *place), "attend", None, piece.span)


def _numbered(piece: Piece) -> bool:
    """Tell whether a sentence is an item of what is said; `最后` may as well say when somebody speaks."""
    return piece.labelled and not piece.text.startswith(_IN_TURN)


def _listed(scene: Scene, named: _Named, piece: Piece) -> list[Act]:
    """Read a line that is nothing but a list of who was there; the verb stands only lines later."""
    if piece.labelled:
        return []
    text = piece.text.rstrip(";、,")
    if len(text) > _LONG or text[-1:] not in _GROUP_CLOSES or not _GROUP.search(text):
        return []
    if _VERB.search(piece.veil):
        return []
    runs = _Telling(scene, named, piece).runs_of(0, len(text), groups=True, told=False, listens=False)
    return [Act(who, "attend", None, piece.span) for run in runs for who in run.who]


def _heard(ear: Ear, piece: Piece, sentence: Sentence) -> str | None:
    """Return who is heard in a sentence, unless he is only quoted in it or his report only named."""
    heard = ear.cued(piece)
    if heard not in ear.names:
        return None if heard == "总书记" and not sentence.speaker else heard
    told = ear.told(piece)
    place = piece.veil.rfind(heard, 0, told)
    cited = place > 0 and _SAYS.search(piece.veil, 0, place)
    return None if cited or _NO_CUE.match(piece.veil, told) else heard


def _meant(heard: str | None, sentence: Sentence, last: str | None) -> str | None:
    """Return who is heard where only a pronoun stands."""
    if heard not in _PRONOUNS:
        return None
    return sentence.speaker or (None if heard == "总书记" else last)


def _joint(scene: Scene, named: _Named, piece: Piece) -> Iterator[Act]:
    """Find a group whose words are told as those of one: `各系主任纷纷表示`."""
    veil, start = piece.veil, piece.body
    if not (found := _JOINTLY.search(veil, start, start + _LONG)):
        return
    start = veil.rfind(":", start, found.start()) + 1 or start
    end = veil.find(",", start, found.start())
    if end >= 0:
        about = _ABOUT.search(veil, start, end)
        end = about.start() if about else start
    else:
        manner = _JOINT_MANNER.search(veil, max(start, found.start() - 18), found.start())
        end = manner.start() if manner else found.start()
    if end - start < 2 or named.within(piece, start, end):
        return
    for place in _groups(piece.text, start, end):
        yield Act(scene.printed(piece, *place), "speak", None, piece.span)


def _narrates(ear: Ear, named: _Named, piece: Piece, sentence: Sentence, last: str | None) -> bool:
    """Tell whether a sentence that is judged by its content opens with somebody who does something."""
    if _numbered(piece):
        return False
    if named.gathers(piece):
        return True
    if sentence.verdict not in _JUDGED:
        return False
    if ear.subject(piece, within=_NEAR) or (last and named.pronoun(piece)):
        return True
    return sentence.verdict is Verdict.REPORT and _tells(piece.veil, 0, len(piece.veil)) is not None


def _tells(veil: str, start: int, end: int) -> int | None:
    """Return where a group ends that tells of something at the head of a clause: `各学院负责人|围绕…`."""
    if veil.startswith(("会上,", "随后,"), start, end):
        start += 3
    if veil.startswith(_TEAMS, start, end) and (found := _TELLS.match(veil, start, end)):
        return found.end()
    comma = veil.find(",", start, min(end, start + 2 * _LEAD))
    found = _TELLS.search(veil, start + 2, comma if comma >= 0 else min(end, start + 2 * _LEAD))
    return found.end() if found and found.start() <= start + _LEAD else None


class _Named:
    """What is asked of a document once: where its names stand, and which sentences may tell who was there."""

    def __init__(self, scene: Scene) -> None:
        page = scene.page
        self._rows: dict[int, list[tuple[int, int]]] = {}
        for start, end in scene.ear.places:
            number = page.number(start)
            first = page.starts[number]
            self._rows.setdefault(number, []).append((start - first, end - first))

        self._gather = page.holding(page.veil, "出席", "列席", "参加", "参会", "陪同")
        self._pronoun = page.holding(page.text, "他", "她")
        self.joint = page.holding(page.veil, "表示", "一致", "纷纷")
        # The sentences that may tell of an act though they are judged by their content.
        self.telling = self.joint | self._gather | self._pronoun
        self.telling.update(scene.ear.heard, scene.ear.named)

    def pronoun(self, piece: Piece) -> re.Match[str] | None:
        """Find the pronoun that opens a sentence."""
        return _PRONOUN.match(piece.text) if piece.number in self._pronoun else None

    def gathers(self, piece: Piece) -> bool:
        """Tell whether a sentence ends in that somebody was there, whatever it is judged to be."""
        return piece.number in self._gather and _GATHERS.search(piece.veil) is not None

    def also(self, piece: Piece) -> int | None:
        """Return where in a sentence the list begins of those who were there too."""
        found = _ALSO.search(piece.veil) if piece.number in self._gather else None
        return found.end() if found else None

    def within(self, piece: Piece, left: int, right: int) -> list[tuple[int, int]]:
        """List the names in a stretch of a sentence."""
        row = self._rows.get(piece.number, [])
        return [
            place
            for place in row[bisect_left(row, (left, 0)) : bisect_left(row, (right, 0))]
            if place[1] <= right
        ]


class _Run(NamedTuple):
    """Who stands together as subject, and where the last of them ends."""

    who: list[str]
    end: int
    posts: bool = False  # whether they may be but the first posts of who is named next


class _Telling:
    """One sentence of the occasion, read from verb to verb."""

    def __init__(self, scene: Scene, named: _Named, piece: Piece, last: str | None = None) -> None:
        self.scene, self.ear, self.named, self.piece = scene, scene.ear, named, piece
        self.text, self.veil = piece.text, piece.veil
        self.listens, self.deals = "听取" in piece.text, "分别" in piece.text
        self.runs: list[_Run] = []
        self.said: set[tuple[str, bool]] = set()  # what was said of those who stand in `runs`
        self.low = 0
        self.joins = "并" in piece.veil
        self.convened = 0  # where it was said that somebody held a meeting, which goes on to do what it does
        self.fresh = False  # whether those who stand in `runs` stand right before the verb
        self.meant = named.pronoun(piece) if last else None
        if last and self.meant:
            self.runs = [_Run([last], self.meant.end())]

    def acts(self, end: int) -> Iterator[Act]:
        """List who does what before a place; a verb inside what is told is none."""
        text = self.text
        by = _BY.search(text) if "由" in text and "主持" in text else None
        if by:
            hosts = self.named.within(self.piece, *by.span("who"))
            yield from (self._act(self.ear.names[text[slice(*host)]], "host", None) for host in hosts)
        done = 0
        for found in _VERB.finditer(self.veil, 0, end):
            if (
                found.start() < done
                or (by and found.start() == by.start("host"))
                or self._inside(done, found)
            ):
                continue
            act = _act(found)
            self._meet(max(done, by.end()) if by and by.end() <= found.start() else done, found.start(), act)
            yield from self._rows(act, found)
            if act == "speak" and self._quotes(found):
                break
            if act == "host" and self.veil.startswith("召开", found.end()):
                self.convened = found.end()
            done = self._past(act, found)
        if end == len(text) and (start := opened(text, max(done, end - _LONG))) is not None:
            yield from self._cut(done, start)

    def _cut(self, done: int, start: int) -> Iterator[Act]:
        """Read on where the end of a line stands inside a title: `以《…⏎…》为题作了发言`."""
        source = self.scene.source
        place = self.piece.where(start, start + 1).start
        if found := _CUT.match(source, place):
            self._meet(done, start, "report")
            verb = _VERB.search(found["rest"])
            act = "speak" if verb and _act(verb) == "speak" else "report"
            for who in [who for run in self.runs for who in run.who]:
                yield self._act(who, act, found["topic"])

    def _meet(self, done: int, start: int, act: str) -> None:
        """See who stands before a verb; where nobody new does, those before go on."""
        heard = self.listens and self.text.find("听取", done, start) >= 0
        runs = self.runs_of(done, start, groups=act in _GROUPS_DO, told=act in _TOLD, listens=heard)
        self.fresh = bool(runs)
        if runs or heard:
            self.runs, self.said = runs, set()
            self.low = runs[-1].end if runs else done
        elif done != start:
            self.low = done

    def _past(self, act: str, found: re.Match[str]) -> int:
        """Return where the next verb may stand: behind the topic, or at once where two verbs share one."""
        if act not in _TOLD or _VERB.match(self.veil, found.end()):
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
        return not (self.runs and self.named.within(self.piece, found.end(), found.end() + _LONG))

    def _inside(self, done: int, found: re.Match[str]) -> bool:
        """Tell whether a verb stands inside what another verb of its clause is about."""
        if _act(found) == "attend" and (
            _CARRIED.match(self.veil, found.end()) or self.veil.endswith(_TOWARDS, done, found.start())
        ):
            return True
        if _act(found) == "report" and _BY_WAY.match(self.veil, found.end()):
            return True
        head = max(done, self._clause(found.start()))
        leads = _LEADS_IN.search(self.veil, max(head, found.start() - _NEAR), found.start())
        return leads is not None and _LATER.match(self.veil, found.end()) is not None

    def _clause(self, place: int) -> int:
        """Return where the clause of a place begins, or a place as far before it as a subject may stand."""
        low = max(0, place - _LONG)
        return self.veil.rfind(",", low, place) + 1 or low

    def _act(self, who: str, act: str, topic: str | None) -> Act:
        return Act(who, act, topic, self.piece.span)

    def _rows(self, act: str, found: re.Match[str]) -> Iterator[Act]:
        """Give each who stands before a verb his row, and his own part of the topic."""
        if not self.runs or self._told_already(act) or self._others(act, found):
            return
        place = self._topic(act, found)
        if not place and act == "report" and _SHARED.search(found[0]):
            return  # those who only talk with each other
        self.said |= {(act, False), (act, place is not None)}
        share: list[str] = []
        for i, run in enumerate(self.runs):
            stop = self.runs[i + 1].end if i + 1 < len(self.runs) else 0
            clause = self.text.find(",", run.end, stop) if stop else -1
            if clause >= 0 and (own := under(self.veil, run.end, clause)):
                yield from (self._act(who, act, untitled(self._printed(own))) for who in run.who)
            else:
                share += run.who
        yield from self._dealt(share, act, place)

    def _told_already(self, act: str) -> bool:
        return (act, False) in self.said and (act not in _TOLD or (act, True) in self.said)

    def _others(self, act: str, found: re.Match[str]) -> bool:
        """Tell whether a verb is somebody else's than those who were named before."""
        clause, place = self._clause(found.start()), found.start()
        if self._only_carried(act, found, clause):
            return True
        end = self.runs[-1].end
        if self.meant and act not in _TOLD and self.named.within(self.piece, max(clause, end), place):
            return True  # `他结合某人出席…`
        if self.convened and clause > self.convened and not self.fresh and self.text[clause] != "并":
            return True
        if end >= clause:
            return False
        return (act in _TOLD and _OTHERS.match(self.text, clause) is not None) or (
            not self.fresh and self._stranger(clause, place)
        )

    def _only_carried(self, act: str, found: re.Match[str], clause: int) -> bool:
        """Tell whether what is told is a part of a speech, or only what was heard before."""
        if _PART_OF.match(found[0]) and _SPOKEN.search(self.veil, clause, found.start()):
            return True
        heard = self.veil.startswith("后", found.end())
        return heard and _HEARD_OF.search(self.veil, clause, found.start()) is not None

    def _stranger(self, clause: int, place: int) -> bool:
        """Tell whether somebody whose name is not known stands before a verb."""
        manner = _MANNER.search(self.text, clause, place)
        lead = self.text[clause : manner.start() if manner else place]
        return _OTHER.search(lead) is not None and not _AIMED.match(lead)

    def _dealt(self, share: list[str], act: str, place: tuple[int, int] | None) -> Iterator[Act]:
        whole = self._printed(place) if place else None
        each = self.deals or (whole or "").startswith(("“", "《"))
        dealt = parts(whole, len(share)) if whole and each else None
        if whole and each and not dealt and (by_run := self._by_run(whole, share)):
            yield from (self._act(who, act, one) for who, one in by_run)
            return
        for i, who in enumerate(share):
            yield self._act(who, act, dealt[i] if dealt else whole and untitled(whole))

    def _by_run(self, whole: str, share: list[str]) -> list[tuple[str, str]]:
        """Deal a list out to those of one post together: `院长代表甲、乙,教师代表丙分别围绕…、…的成效发言`."""
        runs = [run.who for run in self.runs]
        if len(runs) == len(share) or sum(map(len, runs)) != len(share):
            return []
        head = whole.partition("的")[0]
        dealt = next((one for words in (whole, head) if (one := _by_marks(words, len(runs)))), [])
        return [(who, one) for run, one in zip(runs, dealt, strict=False) for who in run]

    def _topic(self, act: str, found: re.Match[str]) -> tuple[int, int] | None:
        if act in _TOLD:
            return topic(self.text, self.veil, self.low, found.span())
        if act == "speak":
            return title(self.text, self.low, found.end())
        if act == "sign":
            return objected(self.veil, found.end())
        return None

    def _printed(self, place: tuple[int, int]) -> str:
        return self.scene.printed(self.piece, *place)

    def runs_of(self, start: int, end: int, *, groups: bool, told: bool, listens: bool) -> list[_Run]:
        """List the persons and groups that stand as subject in a stretch of text; who listens is none of them."""
        out: list[_Run] = []
        text = self.text
        if listens:
            start = max((found.end() for found in _HEARS.finditer(text, start, end)), default=start)
        closed = False  # somebody does something else before
        listed = False  # the clause before was only a part of a list of names
        for left, right in _clauses(text, start, end):
            names = self._subjects(left, right, end)
            stop = names[-1][1] if names else left
            if names:
                out = [] if closed else _unposted(out, before=names[0][0] > left)
                closed = False
            if names and (groups or listed or not out):
                out.append(_Run([self.ear.names[text[slice(*name)]] for name in names], stop))
            titled = _TITLED.match(text, stop, right) if names else None
            after = titled.end() if titled else stop
            listed = bool(names) and after == right
            join = _JOINS.match(text, after, right) if names else None
            if groups and (not names or join):
                out += self._grouped(join.end() if join else left, right)
            elif told and right < end:
                closed = not (_OPEN.match(text, after, right) or under(self.veil, after, right))
        return out

    def _subjects(self, left: int, right: int, end: int) -> list[tuple[int, int]]:
        """List the names of a clause that may be its subject."""
        if left == 0 and self.named.pronoun(self.piece):
            return []
        led = self.text.startswith("下", right - 1) and _LED.search(self.text, left, right)
        if led or (right < end and self.text.startswith(("由", "应"), left)):
            return []
        names = self._names(left, right)
        return [] if names and _OBJECT.search(self.text, left, names[0][0]) else names

    def _names(self, left: int, right: int) -> list[tuple[int, int]]:
        """List the first names of a clause that stand together."""
        out: list[tuple[int, int]] = []
        for start, end in self.named.within(self.piece, left, right):
            if self.text.startswith(_ALSO_NAMED, end):
                continue
            if out:
                titled = _TITLED.match(self.text, out[-1][1], start)
                if not _JOINS.match(self.text, titled.end() if titled else out[-1][1], start):
                    break
            out.append((start, end))
        return out

    def _grouped(self, left: int, right: int) -> list[_Run]:
        places = _groups(self.text, left, _tells(self.text, left, right) or right)
        return [
            _Run([self._printed(place)], place[1], _MANY.search(self.text, *place) is None)
            for place in places
        ]


def _unposted(runs: list[_Run], *, before: bool) -> list[_Run]:
    """Leave out what are but the first posts of who is named next: `工会主席,党委副书记林一鸣`."""
    while before and runs and runs[-1].posts:
        runs.pop()
    return runs


def _by_marks(words: str, count: int) -> list[str] | None:
    return parts(words, count) if words.count("、") == count - 1 or "”" in words else None


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    left = start
    for found in _MARK.finditer(text, start, end):
        yield left, found.start()
        left = found.end()
    yield left, end


def _groups(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """Divide a list of groups where the parts stand alone."""
    left, right, counted = _bare(text, left, right)
    words = text[left:right]
    ends = (
        _NAMED
        if counted and "、" in words and "(" not in words and "的" not in words
        else next((ends for ends in (_GROUP, _BODIES) if ends.search(words)), None)
    )
    if not words or not ends or _EVERYBODY.search(words) or _NO_GROUP.match(words):
        return []
    if _CLAUSE_OF.search(words) or ("、" not in words and words.endswith(_VAGUE)):
        return []
    out: list[tuple[int, int]] = []
    at = left
    for part in _LISTED.split(words):
        stop = at + len(part)
        alone = out and ends.search(text[slice(*out[-1])]) and not _BARE_POST.match(part)
        if out and not alone:
            out[-1] = (out[-1][0], stop)
        else:
            out.append((at, stop))
        at = stop + (2 if text.startswith("以及", stop) else 1)
    return out


def _bare(text: str, left: int, right: int) -> tuple[int, int, bool]:
    """Leave out how they came and how many they are; tell whether a count of bodies closed the list."""
    if text.find("邀", left, right) >= 0 or text.find("吸引", left, right) >= 0:
        called = _CALLED.match(text, left, right)
        left = called.end() if called else left
    if lead := _LEFT.match(text, left, right):
        left = lead.end()
    if found := _MANNER.search(text, left, right):
        right = found.start()
    words = text[left:right]
    counted = _COUNTED.search(words)
    # `来自各校600名代表` is told by its number.
    told = words.startswith("来自") and words[-1] in "表生工员" and words[-3:] != "等代表"
    if found := counted or (None if told else _RIGHT.search(words)):
        right = left + found.start()
    return left, right, counted is not None
