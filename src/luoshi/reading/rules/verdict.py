"""断句意：每句恰有一断：套语、要求、会务、情况、说理，依次问来。

Order wins if any clause asks; what nobody asks for, tells or explains takes the verdict of its surroundings.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from luoshi.reading.outline import Piece
from luoshi.reading.page import Place, paged
from luoshi.reading.records import Sentence, Verdict, Why
from luoshi.reading.rules import formula, occasion, reason, report, table
from luoshi.reading.rules.order import Asking
from luoshi.reading.rules.speaker import Ear, Voice
from luoshi.reading.scene import Scene
from luoshi.reading.tables import Cell

_TELL = "(?:介绍|分享|解读|讲解|解析|梳理|阐述|传达|通报|汇报|剖析|讲述|宣读|领学|讲授)了"
_DEED = re.compile(
    rf"^(?:(?:此外|同时|随后|最后|接着|另外|期间|其间),?)?(?:{_TELL}|(?:同时|随后|并)?,?(?:安排|部署|通报)了|(?:[他她](?:还|也|则|首先|并)?|并|同时,?|随后,?|最后,?|还|[^,。]{{2,20}}则)[^。要]{{0,60}}?{_TELL})(?![^。]*,(?:指出|认为|提出|强调))"
    r"|^[他她](?:还|也|并)?提出了[^。]{2,60}(?:建议|意见|要求)。$|^(?:大家|与会[^,。]{0,8})(?:一致|纷纷)?表示|^[^,。]{2,20}纷纷表示"
    r"|^[^。]{0,40}》为题,|^[^,。要]{2,60}以[^,。要]{2,60}为主?题,|^[^,。要]{2,80}以[^,。]{2,160}为主?题[作做进为给上向讲]|^(?:对|就|围绕)[^,。]{2,60}(?:进行|展开|开展|[作做])了|^在[^,。]{2,12}环节,"
    r"|^双方(?![要将应均都]|一致)|^[^,。]{1,24}(?:作|做|带来)了?题为|^(?:随后,|最后,|同时,)?(?:会上|会后|与会|全体)|^会议(?![强指要认提号])|^[^,。]{0,24}会议?(?:传达|通报|听取|审议|讨论)了|^各[^,]{1,30}(?:参加|出席)|^[^,。]{0,40}主持会议|^[^。]{0,120}(?:参加|出席|列席)会议。?$"
    rf"|^[^,。:]{{2,40}}(?:负责人|负责同志|[院校处部]长|书记|主任|代表|教授|老师)[^,。:]{{0,24}}?(?:{_TELL}|交流了)"
    r"|^(?:检查|调研|活动|仪式|座谈|培训|会议|研讨)(?:期间|现场|过程中|中|后|结束后),"
)
_TAKES_PART = re.compile(
    "(?:代表|专家|嘉宾|同志|人员)[^,。的要]{0,6}发言。$|(?:参加|陪同|出席|列席)了?[^,。的]{0,16}(?:会|座谈|活动|调研|检查|考察|论坛|培训|仪式|讲座)[^,。]{0,4}。?$"
)
_GROUP = "^[^,。]{0,30}(?:负责人|负责同志|代表|人员|(?<![小项课题])组(?![织建成合团])|评委|选手|竞聘者|驻村干部|一行)"
_GROUP_DEED = re.compile(f"{_GROUP}(?!要)")
_GROUP_TELLS = re.compile(
    f"{_GROUP}(?:就|对|从|围绕|分别|介绍|汇报|解读)"
)  # inside a speech they are told to act
_TELLS = re.compile(
    r"[他她](?:还|并|就|对)?[^。]{0,40}(?:进行了?|作[了出]?|做[了出]?|提出)[^,。]{0,10}(?:部署|要求|安排|解读)[。:]?$"
    r"|(?:作出|做出|提出|进行)[^,。]{2,60}等[^,。]{0,6}(?:部署|要求|安排)。$"
    r"|就[^,。]{2,60}?(?:展开|进行|开展)了?[^,。]{0,8}(?:交流|讨论|探讨|座谈|研讨|洽谈|沟通|对接)"
    r"|(?:进行|进行了|作了?|做了?|提出了?)[^,。]{0,10}(?:说明|安排|阐述|阐释|介绍|汇报|通报|解读|讲解|交流|分享|反馈|研讨|讨论|建议|意见|发言|讲座|点评|总结)。?$"
    r"|(?:讲座|报告|宣讲|课程|授课|嘉宾|讲师|专家组?)[^。]{0,80}(?:进行|作|做)了[^,。]{0,10}(?:宣讲|讲解|解读|阐述|阐释|剖析|讲授|辅导|梳理|分析)"
    r"|(?:展开了?|开展了)[^,。]{0,12}(?:分享|互动|交流|讨论|研讨)[。;]$|分享了?[^,。]{0,16}(?:经验|体会|心得|感悟|收获)[。;]$"
)
# How news names those who came, and the way in which it was held.
_CAME = re.compile(
    "作了?[^,。的]{0,6}(?:讲话|致辞|发言|报告|动员)。$|作了[^,。]{7,40}(?:讲话|讲座|报告)。$|(?:参加|参会|出席|列席|与会)了?[^,。、了者]{0,8}[。;]$|畅所欲言。$|参与[^,。、了者]{0,4}(?:会|活动|调研|座谈|培训)[。;]$"
    "|(?:负责同志|负责人|检察长|人员|代表|领导);$|、[^,。、]{2,24}(?:相关|有关|主要)负责人。$|以[^,。]{2,30}(?:方式|形式)(?:进行|召开|开展|举行)。$"
)
_POSTS = re.compile(
    "(?![^;]{0,80}(?:当选|选为|担任|聘|是|要))[^。;:]{2,80}(?:[院校处部厅局科]长|书记|主任|助理|秘书|委员|常委);$"
)
# What a school has won is told, wherever that was made known.
_WON = re.compile("(?:我校|学校|我院|学院)[^,。]{0,12}?(?:入选|荣获|荣膺|获评|获批|获得|喜获|斩获)[^,。]{4}")
# How many points are made, and none of them yet.
_COUNTS = re.compile(
    r"[^,。:]{2,30}提出了?[一二两三四五六七八九十几\d]{1,2}[点条项个]{1,2}(?:方面)?的?(?:建议|要求|意见|希望|倡议)[:。]"
)
_GOES_ON = re.compile("^(?:着重|特别|还|并|最后|同时)*(?:强调|指出|要求|提出)")
_OWN = re.compile(
    "(?:(?:此外|同时|另外|其间),)?(?:[^,。:]{0,4}简介:(?=.)|本[网报](?!讯)|学校|我校|我院|学院|总?公司|基地|团队|此次|本次|大会|论坛)|据悉|据了解|据介绍|近年来|《方案》"
)
# What somebody has gained by what he heard or saw weighs it, and tells of no work.
_MOVED = re.compile(
    "(?![^。]*(?:纷纷|一致|今后|将))(?:[^。]{0,160}?(?:让|使|令)(?:人|我们?|自己)[^。]{0,40}?(?:理解|认识|感悟|体会|感受|震撼|启发|收获|明晰|明白|懂得|受益|敬佩|感动|坚定)"
    "|[^。]{0,60}?(?:备受|深受|倍感|倍受)(?:鼓舞|启发|感动|教育|振奋|激励|触动|震撼|鼓励)|[^。]{0,60}?(?:受益匪浅|收获满满|感触颇深|感慨万千|获益良多|收益良多))"
)
# What a higher place has put forward is told, where it is not the one that speaks (`党的某大提出要…`).
_HIGHER = re.compile("党的[一二三四五六七八九十]{1,3}大|总书记|中央[^,。]{2,10}会议|省委")
_OTHERS = frozenset("。:他她")
# What comes before the body that does it does not ask by its verb (`依托…，学校为…提供…`).
_OWN_LATER = re.compile(
    "(?:从|依托|围绕|通过|针对|立足|面对|在)[^,。]{2,40},(?:学校|学院|我校|我院)(?![和及与各要应须将的、党全]|领导|师生|干部|上下|一定|必须)"
)
_OWN_DAY = re.compile(r"(?:学校|我校|学院|我院)\d{1,2}月\d{1,2}日")
_INTRODUCES = re.compile("[^,:。了]{1,24}(?:介绍|透露|回忆)说?[,:]")
_HELD = re.compile("召开|举行|举办|主持|参加会议|参会")
_SAYS = re.compile("[^,。:]{2,30}(?:表示|指出|强调|认为|说)[,:]")  # somebody speaks, known or not
_PLEDGE = re.compile(
    "[^。;]{0,60}?(?:[学我高]校|学院|我们|中心|[市县省区]|公司|双方|政府|[市省县]委|今后|以后|未来|下一步|大学|农大)[^,。]{0,6}?(?P<word>将)(?![来军会领])"
)
# What a body says that it will do, outside a speech: it must be plain that 将 looks ahead.
_NEXT_STEP = re.compile("接下来|下一步|下一阶段|下阶段|今后|未来|后续|会后|下来")
_SETTLES = frozenset(("会议明确", "会议决定", "会议议定", "会议确定"))
_BODY = re.compile("[学我两高]校|学院|大学|集团|公司|双方|[处厅局]|党委|党支部|中心|委员会|巡[察视]")
_LOOKS_AHEAD = re.compile(
    "[也还会要]?(?:继续|进一步|认真|持续|不断|尽快|全力|积极|严格|按照|以|围绕|通过|根据|及时|充分|努力|加快|加大|加强|深入|坚持|坚决|始终|大力|着力|切实|全面|结合|依托|立足|聚焦|统筹|开展|组建|成立|推进|推动|落实|建立|完善|一如既往|针对|面向|抓住|利用|发挥|深化|强化|制定|实施)"
)
_IN_YEAR = re.compile(r"\d{4}年|今年|新的一年|本学期|新学期")
_HAPPENS = re.compile(r"于|在\d|迎来|召开|举[行办]|陆续|有")
_HEAD = 48  # characters in which it is said who will do something, and when
_LASTS = re.compile(
    "(?:[^,。]{1,12}(?:表示|指出|介绍|说),|[在面从针围自作][^,。]{2,24},)?[^,。]{0,16}?(?:[学我高]校|学院|[院部]|党委|省委|政府|国务院|大学|书记|我们)(?P<word>始终|一直|历来|一贯|高度重视)"
)
# A rule says so of whom it speaks (`未备案的，由…处理`), or names in passing what there is already.
_SUCH = re.compile("[^,。;:了]{1,60}的,")
_AGREES = re.compile("(?:原则)?(?P<word>同意)(?![的和后了])")
_WILL = re.compile("我们(?P<word>一定|必将|将)(?![来军会可能])")
_DONE_SUCH = re.compile("已[^,。;了]{1,40}的")
_GOAL = re.compile(
    r"\d[^,。;\d]{0,6}(?:以上|左右|以内)(?=[,。;])"
)  # what a plan says of no item is to be reached
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
_THANKS_AND = re.compile("[,;](?:我们|学校|我校|我院)[^,。]{0,4}将")
_NARRATED = (Verdict.FRAME, Verdict.REPORT)
_SPOKEN = (Verdict.ORDER, Verdict.REASON)
# When and where something is held: the occasion, whatever else the sentence says of it.
_ON_A_DAY = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}日[上下]午|近日|日前|[上下]午")
# News may open with the end alone that something serves (为…。), or go on with those who came.
_SERVES = re.compile(
    "为(?:了|进一步|深入|全面|切实|更好|充分|扎实|认真|贯彻|落实|加强|推进|推动|提升|帮助|做好)(?![^。]*(?:印发|出台|制定|发布))"
)
_COUNTED = re.compile(r"(?:等|共计?|合计)\d{1,5}余?[多人名]{1,3}[^,。]{0,12}。$")
_HELD_THEN = re.compile(
    "召开|举行|举办|聆听|参观|观看|听取|开班|开讲|开幕|启动|主办|承办|来校|来访|到访|一行|赴"
    "|(?:开展|组织|参加|进行)[^。]{0,60}?(?:活动|培训|仪式|调研|座谈|讲座|大赛|比赛|竞赛|研讨|交流|检查|考核|慰问|走访|宣讲|学习)"
)
_NEXT = 160  # characters between the day and what was held
# 将 as 把: something is put somewhere, and nothing promised.
_PUTS = re.compile("(?!把|进一步)[^,。]{1,30}?(?:了(?!解)|纳入|融入|列入|作为|视为|贯穿|定为)")
_FIRST = 4  # sentences in which the occasion is told
_AIM = paged("总体要求是(?=[:,])|基本要求是(?=[:,])|目标是(?!明确|一致|什么)|目标:|预期目标(?=是|:|为)")
_BACK = re.compile("过去[一五的这]|一年来|五年来|工作回顾|工作总结|主要成绩|工作开展情况|工作进展|完成情况")
_AHEAD = re.compile(
    "今年|明年|下一步|下一阶段|今后|总体要求|重点工作|主要任务|目标任务|工作打算|工作安排|问题|困难|不足"
)
# A part that tells of what has been done shows it by its results; one that plans, by its words of duty.
_BETTER = "(?:完善|改善|提[高升]|下降|优化|增强|扩大|降低|回升)(?=[,。;])"
_RATE = r"\d{1,6}(?:\.\d{1,3})?%(?!以上|左右|、)"
_RESULT = paged(
    r"了(?![解然])|已(?!经?[^,。]{0,6}的)|同比|获批|荣获|入选|完成。|建成(?=[,。])|编成(?=[,。])|完工|竣工|投产|开工|上线|率先|列全国|列全省|居全国|居全省"
    rf"|更加{_BETTER}|稳步{_BETTER}|不断{_BETTER}|持续{_BETTER}|进一步{_BETTER}|逐步{_BETTER}|全面完成|增长{_RATE}|下降{_RATE}|提高{_RATE}"
    r"|建成通车|投用|启用|并网|惠及\d|成功|稳居|翻番|全国首|全国第|作用凸显|成效明显|取得[^,。]{0,6}(?:进展|成效|成果|突破|成绩)|迈出[^,。]{0,6}步伐"
    r"|达到?\d|突破\d|实现[^,。]{0,12}\d"
)
_DUE = re.compile(
    r"要(?<![主重首概摘纪需]要)(?![素求点])|将|力争|确保|年内|年底前|以上(?<!规模以上)(?<![年级岁]以上)|左右|明年|今年"
)
_WE = "(?:我们)?(?:学校|我校|我院|学院|[校院]党委|[^,。的]{2,8}?(?:大学|学院|公司|集团|中心))(?![的和与、要将应须])"
_SAYS_OF = re.compile("[^,:。]{1,24}?(?:介绍|谈到|谈道|提到|说|指出|表示|认为|强调),")
# Who tells of his own body may go on with its deeds, item by item; who points something out asks for them.
_REVIEWS = re.compile("[^,:。]{1,24}?(?:介绍|谈到|谈道|提到|说|汇报),")
_AT_ONCE = re.compile("[^,:。]{1,24}?表示,(?:学校|我校|学院|我院)一是")
_LEADS_UP = re.compile("(?:自|近|为|从|围绕|结合|针对|通过|经过)[^,。要应]{2,80},")
_OF_OURS = re.compile(_WE)
# Who looks back on the year gone by, or sums it up point by point, goes on so until he says something else.
_LOOKS_BACK = re.compile(
    r"(?:[^,:。]{1,24}(?:指出|强调|表示|认为|说|谈到|提到|介绍),)?(?:过去[一两二三四五\d]年|近?[一二三四五六七八九十]?年来|今年以来),"
)
_ACHIEVED = re.compile("了|已")
_FORWARD = re.compile(
    "将(?=[在于会以]|继续|进一步|持续|不断|全力|努力|加[强大快]|深入|坚持|大力|着力|积极|认真|一如|坚定|更加)|力争|下一步|今后|年底"
)
_SUMS_UP = re.compile(
    "[^,。:]{1,40}(?:回顾|总结)了[^,。:]{2,30}[:,]一是|[^,。:]{0,20}(?:主要|具体|集中|突出)(?:表现|体现)[在为]?[^,。:]{0,8}[:,]一是"
)
# With these a report goes over from what was done to what is not yet well.
_THANKS = ("清醒", "来之不易", "成绩的取得", "我代表", "我谨代表")
_REVIEWED = paged(
    "清醒地?(?:认识|看)到|成绩的取得|成绩[^,。]{0,8}(?:来之不易|殊为不易)|来之不易的成绩|^在此,我谨?代表|^在?这里,我谨?代表[^。]{0,200}感谢"
)
_ASKED = paged(r"(?<![主重首概摘纪需必])要(?![求素点])|必须|力争|确保")
_SHORT = 6  # sentences of the shortest part that shows it at all
_PART = 12  # sentences from which on a part shows what it tells of
_HEADING = 30  # characters of the longest heading
_STOPS = frozenset("。!?;")
_ENDS = _STOPS | frozenset(":,、)")


class Around(NamedTuple):
    """What stands around one sentence."""

    speaking: bool
    cued: bool
    before: Verdict | None  # of the sentence before, when that ended with a semicolon
    past: bool  # whether the part looks back on what has been done


_UNWORDED = {
    rule: Why(rule) for rule in ("formula", "order", "reason", "report", "occasion", "verdict", "table")
}
_ALONE = Around(speaking=False, cued=False, before=None, past=False)  # as a cell stands
Judgement = tuple[Verdict, str, Place | None]  # with the rule that decided, and the words on which it did
_LISTED: Judgement = (Verdict.REPORT, "report", None)


def find(scene: Scene) -> tuple[Sentence, ...]:
    """Judge every sentence, in order, and carry the speaker along."""
    walk = _Walk(scene)
    tables = scene.tables if scene.tables.cells else None
    out: list[Sentence] = []
    for piece in scene.pieces:
        cell = tables.at(piece.span.start) if tables else None
        out.append(walk.in_cell(piece, cell) if cell else walk.in_prose(piece))
    return tuple(out)


class _Walk:
    """From sentence to sentence: whose words they are, what part they stand in, what stood before."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._news = scene.news
        self._ear = scene.ear = Ear(scene.record.people, scene.page, essay=scene.essay)
        self._judge = Judge(scene, self._ear)
        self._voice = Voice()
        self._before: Verdict | None = None
        self._early = not scene.news
        self._looks_back = _BACK.search(scene.page.text) is not None
        self._told = set() if scene.news else _told(scene)
        self._listed = set() if scene.news else report.listed(scene.page, scene.pieces)
        self._past = False
        self._item: tuple[str, ...] = ()  # the item in which somebody tells what has been done
        self._reviews = False  # whether somebody tells what his own body has done, item by item

    def in_cell(self, piece: Piece, cell: Cell) -> Sentence:
        """Judge a sentence of a table, as it stands there by itself."""
        judge = self._judge
        verdict, rule, words = table.ask(self._scene, piece, cell) or table.unless_open(
            judge.plainly(piece, early=False, telling=False) or judge.among(piece, _ALONE)
        )
        self._before = None
        return Sentence(piece.span, verdict, None, piece.path, _why(piece, rule, words))

    def in_prose(self, piece: Piece) -> Sentence:
        """Judge a sentence by itself and by what stands around it."""
        cued = self._hear(piece)
        speaker = self._voice.speaker
        end = piece.text[-1]
        self._early = self._early and not piece.labelled and end not in _STOPS and end != ":"
        if self._looks_back and piece.first:
            self._past = _looks_back(piece, past=self._past)
        reviews = self._reviews and not cued and not _FORWARD.search(piece.veil, piece.body + 1)
        told = piece.path == self._item != () and not (cued or piece.labelled)
        past = self._past or reviews or told or piece.number in self._told
        telling = self._news and not (speaker or cued or piece.labelled)
        around = tuple.__new__(Around, (speaker is not None, cued, self._before, past))
        verdict, rule, words = (
            _LISTED
            if piece.number in self._listed
            else self._judge.plainly(piece, early=self._early, telling=telling)
            or self._judge.among(piece, around)
        )
        self._go_on(piece, verdict, cued=cued)
        signed = rule == "formula" and piece.first and piece.last and not piece.labelled
        path = () if signed else piece.path
        said = speaker if verdict in _SPOKEN else None
        # As `Sentence(…)`, without a call in Python for each.
        return tuple.__new__(Sentence, (piece.span, verdict, said, path, _why(piece, rule, words)))

    def _begins_review(self, piece: Piece, verdict: Verdict, *, cued: bool) -> bool:
        """Tell whether somebody begins to tell of what has been done, and may go on without saying so."""
        if verdict is Verdict.REPORT:
            looks_back = self._voice.speaker is not None and _LOOKS_BACK.match(piece.text)
            if looks_back or (cued and (_of_ours(piece.text, _REVIEWS) or _AT_ONCE.match(piece.text))):
                return True
        return verdict in _NARRATED and not piece.labelled and _SUMS_UP.match(piece.text) is not None

    def _hear(self, piece: Piece) -> bool:
        """Take over who speaks, and tell whether the sentence itself says so."""
        cued = False
        if piece.number in self._ear.heard:
            self._voice, cued = self._ear.hears(piece, self._voice)
        if self._voice.waiting:
            self._voice = self._judge.floor(piece, self._voice)
        return cued

    def _go_on(self, piece: Piece, verdict: Verdict, *, cued: bool) -> None:
        """Keep what the next sentence must know."""
        voice, ear = self._voice, self._ear
        if self._begins_review(piece, verdict, cued=cued):
            self._reviews = True
        elif cued or verdict is Verdict.ORDER or not (voice.speaker or piece.labelled):
            self._reviews = False
        if piece.labelled or cued or verdict is Verdict.ORDER:
            achieved = verdict is Verdict.REPORT and voice.speaker
            self._item = piece.path if achieved and _ACHIEVED.search(piece.veil) else ()
        self._before = verdict if piece.text[-1] == ";" else None
        if verdict is Verdict.FRAME or voice.speaker or voice.waiting or piece.number in ear.named:
            voice = ear.after(piece, voice, verdict)
        self._voice = ear.quoting(piece, voice, cued=cued) if self._news and voice.speaker else voice


def _why(piece: Piece, rule: str, words: Place | None) -> Why:
    return tuple.__new__(Why, (rule, (piece.where(*words),))) if words else _UNWORDED[rule]


def _looks_back(piece: Piece, *, past: bool) -> bool:
    """Tell whether a report is in the part that looks back; a heading or an opening phrase turns it."""
    text = piece.text[piece.body :]
    heads = len(text) <= _HEADING and not _BACK.match(text)
    if _AHEAD.match(text) or (heads and _AHEAD.search(text)):
        return False
    return past or _BACK.match(text) is not None or (len(text) <= _HEADING and _BACK.search(text) is not None)


def _told(scene: Scene) -> set[int]:
    """Return the sentences of the parts that tell of results, as the year's review in a report does without saying so."""
    page = scene.page
    out = _before_thanks(scene)
    if len(page) < _SHORT:
        return out
    due = page.having(_DUE, page.text)
    done = page.having(_RESULT, page.text) - due
    for _, part in groupby(scene.pieces, key=_top):
        group = {piece.number for piece in part}
        if _shows_results(len(group), len(group & done), len(group & due)):
            out |= group
    return out


def _shows_results(length: int, results: int, due: int) -> bool:
    """Tell whether a part has far more results than tasks; a short one must be full of them."""
    often = length >= _PART and 6 * results > length
    return results > 2 * due and (often or (length >= _SHORT and 2 * results > length))


def _before_thanks(scene: Scene) -> set[int]:
    """Return all that stands before the thanks and the troubles, with which a report ends its review."""
    page = scene.page
    if not any(word in page.text for word in _THANKS):
        return set()
    ends = page.having(_REVIEWED, page.text)
    first = min(ends, default=0)
    asked = page.having(_ASKED, page.text)
    return set(range(first)) if first and 6 * len([n for n in asked if n < first]) < first else set()


def _put_forward(text: str, place: int) -> bool:
    """Tell whether what is asked at a place is what a higher place has put forward."""
    if text.find("提出", max(place - 3, 0), place) < 0:
        return False
    found = _HIGHER.search(text, 0, place)
    return found is not None and _OTHERS.isdisjoint(text[found.end() : place])


def _of_ours(text: str, says: re.Pattern[str]) -> bool:
    """Tell whether somebody says at once, or after what led up to it, what his own body does."""
    found = says.match(text)
    if not found:
        return False
    place = found.end()
    for _ in range(2):
        if lead := _LEADS_UP.match(text, place):
            place = lead.end()
    return _OF_OURS.match(text, place) is not None


def _owned(text: str) -> bool:
    """Tell whether a body tells of its own work."""
    return bool(_OWN.match(text) or _of_ours(text, _SAYS_OF) or _OWN_LATER.match(text))


def _goal(piece: Piece) -> Place | None:
    found = _GOAL.search(piece.veil, piece.body)
    return found.span() if found else None


def _top(piece: Piece) -> str | None:
    """Return the label of the outermost item, where that is one of a whole part."""
    return piece.path[0] if piece.path and piece.path[0][0] not in "(（" else None


def _promised(head: str, text: str, end: int) -> bool:
    """Tell whether what stands before 将 or 一定 is who will do something from now on, or when."""
    step, _, doer = head.rpartition(",")
    later = _NEXT_STEP.match(head) is not None
    if (
        "她" in doer
        or "他" in doer
        or "," in step
        or (
            step
            and not later
            and step[0] != "对"
            and step not in _SETTLES
            and step[:2] not in ("根据", "按照")
            and not _IN_YEAR.fullmatch(step)
        )
    ):
        return False
    if later and not _HAPPENS.match(text, end):
        return True
    ahead = text[end - 1] == "定" or _LOOKS_AHEAD.match(text, end) is not None
    return ahead and _BODY.search(doer) is not None and text[end : end + 1] not in ("的", "程", "要")


class Judge:
    """Asks the rules of one document in their order; each has looked at the whole page once."""

    def __init__(self, scene: Scene, ear: Ear) -> None:
        page = scene.page
        self._plan = not scene.news
        self._essay = scene.essay
        self._ear = ear
        self._asking = Asking(page, ear.names)
        self._closes = formula.closes(page)
        self._occasion = occasion.ask(page)
        self._report = report.ask(page)
        self._weighs = reason.weighs(page)
        self._lasting = page.holding(page.veil, "始终", "一直", "历来", "一贯", "高度重视")
        self._praise = reason.praises(page)
        self._moving = set() if self._plan else page.holding(page.veil, "受", "让", "使", "令")
        self._page = page
        self._aim = page.first(_AIM, page.veil) if "目标" in page.veil or "要求是" in page.veil else {}

    def plainly(self, piece: Piece, *, early: bool, telling: bool) -> Judgement | None:
        """Ask the rules that need not know what stands around the sentence."""
        number = piece.number
        closes = self._closes.get(number)
        if closes and ("必须" in piece.veil or formula.only_seems(piece, closes, plan=self._plan)):
            closes = None  # what must be done is said before the formula
        if words := closes or formula.ask(piece, early=early):
            return Verdict.FRAME, "formula", words
        if words := self._asking.asks(piece, telling=telling):
            if _put_forward(piece.veil, words[0]):
                return Verdict.REPORT, "report", words
            return Verdict.ORDER, "order", words
        if (words := self._praise.get(number)) and not _THANKS_AND.search(piece.veil, words[1]):
            return Verdict.REASON, "reason", words
        return None

    def among(self, piece: Piece, around: Around) -> Judgement:
        """Ask the other rules in their order and return the first answer."""
        number = piece.number
        if number < _FIRST and (words := self._opens(piece)):
            # What somebody tells of another meeting is no occasion.
            told = around.cued and self._ear.heard[number][1] < words[0]
            return (Verdict.REPORT, "report", words) if told else (Verdict.FRAME, "occasion", words)
        if told := None if self._plan else self._as_news(piece):
            return told
        if number in self._moving and (found := _MOVED.match(piece.veil, piece.body)):
            return Verdict.REASON, "reason", found.span()
        words = self._occasion.get(number) or (None if self._plan else self._came(piece))
        if words and self._held(piece, around):
            return Verdict.FRAME, "occasion", words
        if words := self._aim.get(number):
            return Verdict.ORDER, "order", words
        speech = around.speaking or self._plan or piece.labelled or _SAYS.match(piece.veil)
        return self._in_speech(piece, around) if speech else self._in_news(piece)

    def _as_news(self, piece: Piece) -> Judgement | None:
        """Hear what news tells by itself: what a body will do, or what somebody introduces."""
        if words := self._promises(piece):
            return Verdict.ORDER, "order", words
        return (Verdict.REPORT, "report", None) if _INTRODUCES.match(piece.veil) else None

    def _held(self, piece: Piece, around: Around) -> bool:
        """Tell whether words of the occasion tell of it; a plan tells of none."""
        if _COUNTS.fullmatch(piece.veil):
            return True
        if _WON.search(piece.veil):
            return False
        return (not self._plan or around.speaking) and self._narrates(piece, around)

    def floor(self, piece: Piece, voice: Voice) -> Voice:
        """Let the one who waits take the floor when his items begin."""
        if voice.speaker or _OWN.match(piece.text):
            return voice
        opens = (
            piece.labelled
            or _GOES_ON.match(piece.text)
            or self._asking.opens_bare(piece)
            or self._asking.asks(piece)
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
        return held.span() if held and not _WON.search(piece.veil) else None

    def _in_speech(self, piece: Piece, around: Around) -> Judgement:
        number = piece.number
        if words := self._asking.grasps(piece) or self._pledges(piece, around):
            return Verdict.ORDER, "order", words
        words = reason.states(piece, weighs=number in self._weighs)
        told = self._tells(piece, around)
        if words and not (told and told[0] < words[0]):
            return Verdict.REASON, "reason", words
        if told:
            return Verdict.REPORT, "report", told
        if around.past:
            return Verdict.REPORT, "verdict", None
        owned = not (self._plan and piece.path) and _owned(piece.text)
        if not owned and (words := self._agrees(piece) or self._asking.opens_bare(piece)):
            return Verdict.ORDER, "order", words
        return self._further(piece, around, owned=owned)

    def _agrees(self, piece: Piece) -> Place | None:
        """Find where a reply grants what it was asked."""
        found = _AGREES.match(piece.veil, piece.body) if self._plan else None
        return found.span("word") if found else None

    def _tells(self, piece: Piece, around: Around) -> Place | None:
        """Find what a body has always done, what has been done, or what somebody says grows better."""
        lasting = piece.number in self._lasting and _LASTS.match(piece.veil, piece.body)
        if lasting:
            return lasting.span("word")
        told = self._report.get(piece.number)
        if told and self._plan and self._says_which(piece, told):
            told = None
        return told or (report.becomes(piece) if around.speaking or not self._plan else None)

    def _says_which(self, piece: Piece, told: Place) -> bool:
        """Tell whether what has been done only says of whom or what something is asked (`已备案的，…`)."""
        if _SUCH.match(piece.veil, told[0]) or _AIMED.search(piece.veil, max(0, told[0] - 20), told[0]):
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
        found = _PLEDGE.match(piece.veil, piece.body) if around.speaking and "将" in piece.veil else None
        return found.span("word") if found and not _PUTS.match(piece.veil, found.end()) else None

    def _promises(self, piece: Piece) -> Place | None:
        """Find where news tells what a body will do from now on."""
        text = piece.veil
        if "了" in text:
            return None
        for word in ("将", "一定"):
            place = text.find(word, piece.body, piece.body + _HEAD)
            end = place + len(word)
            if place >= 0 and _promised(text[piece.body : place], text, end) and not _PUTS.match(text, end):
                return place, end
        return None

    def _further(self, piece: Piece, around: Around, *, owned: bool) -> Judgement:
        words = reason.ask(self._page, piece.number)
        if words and self._plan and piece.veil[slice(*words)] in _IN_PASSING:
            words = None if self._asking.asks_somewhere(piece, plan=True) else words
        if words:
            return Verdict.REASON, "reason", words
        if not owned and (words := self._asking.asks_somewhere(piece, plan=self._plan)):
            return Verdict.ORDER, "order", words
        return self._by_surroundings(piece, around, owned=owned)

    def _by_surroundings(self, piece: Piece, around: Around, *, owned: bool) -> Judgement:
        if around.before:
            return around.before, "verdict", None
        if piece.path and not owned:
            return self._in_item(piece, around)
        if around.speaking and not around.cued and (words := self._asking.has_doer(piece)):
            return Verdict.REPORT, "report", words
        if piece.text[-1] not in (_STOPS if self._plan else _ENDS) and (
            self._plan or (piece.first and piece.last)
        ):
            return Verdict.FRAME, "verdict", None
        if self._plan and (words := self._asking.charges(piece) or _goal(piece)):
            return Verdict.ORDER, "order", words
        return (Verdict.REASON if around.speaking and not owned else Verdict.REPORT), "verdict", None

    def _in_item(self, piece: Piece, around: Around) -> Judgement:
        """Judge by the item what by itself neither asks nor tells: it asks too, unless it says what is so."""
        if self._plan and not piece.labelled and piece.text[-1] not in _ENDS:
            return Verdict.FRAME, "verdict", None
        if piece.text[-1] == "?":
            return Verdict.REASON, "verdict", None
        if not (self._plan and piece.labelled) and (words := report.states(piece)):
            return (Verdict.REASON if around.speaking else Verdict.REPORT), "report", words
        return Verdict.ORDER, "verdict", None

    def _in_news(self, piece: Piece) -> Judgement:
        occasion = self._occasion.get(piece.number)
        if not occasion and (words := reason.ask(self._page, piece.number)):
            return Verdict.REASON, "reason", words
        if words := self._came(piece) or (_OWN_DAY.match(piece.veil) and occasion):
            return Verdict.FRAME, "occasion", words
        if words := self._report.get(piece.number):
            return Verdict.REPORT, "report", words
        if words := self._own_work(piece):
            return Verdict.REPORT, "verdict", words
        if occasion and not self._essay:
            return Verdict.FRAME, "occasion", occasion
        return (Verdict.REPORT if piece.text[-1] in _STOPS else Verdict.FRAME), "verdict", None

    def _came(self, piece: Piece) -> Place | None:
        """Find who came, at the end of a sentence of news."""
        if self._essay:
            return None
        text = piece.veil
        found = _CAME.search(text, max(0, len(text) - 50)) or (text[-1] == ";" and _POSTS.match(text))
        return found.span() if found else None

    def _own_work(self, piece: Piece) -> Place | None:
        """Hear a body tell of its work where it does not tell of a meeting held."""
        found = _OWN.match(piece.veil)
        return found.span() if found and not _HELD.search(piece.veil) else None

    def _narrates(self, piece: Piece, around: Around) -> bool:
        """Tell whether the sentence tells of a deed at the occasion, not of what was said."""
        if around.cued or piece.labelled:
            return False
        if around.speaking and piece.path and "了" not in piece.veil:
            asked = self._asking.opens_bare(piece)
            if asked and asked[0] == piece.body:
                return False  # an item goes on
        text = piece.veil
        if (_GROUP_TELLS if around.speaking else _GROUP_DEED).match(text):
            return True
        if "," not in text and _TAKES_PART.search(text):
            return True
        if self._came(piece) and not self._asking.opens_bare(piece):
            return True
        return (_DEED.match(text) or _TELLS.search(text)) is not None or self._ear.subject(
            piece, within=44
        ) is not None
