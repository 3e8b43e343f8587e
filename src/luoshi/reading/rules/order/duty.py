"""The words of duty: which ask for something, and where the same characters do not.

A branch a line. Each begins with a plain character, so that `re` leaps from one such character to the next.
"""

from __future__ import annotations

from collections.abc import Iterable

from luoshi.reading.lexicon import bare, opening, words
from luoshi.reading.text.page import paged

MASKED = "■"  # stands for each character of a word that asks for nothing


def _any(branches: Iterable[str]) -> str:
    return "|".join(branches)


# Where the word of duty is the last of two characters, it alone is blanked out: 要 in 重要, 应 in 适应.
_LAST = "要应需请"
_SHORT = frozenset(word for word in words("notmodal") if len(word) == 2 and word[1] in _LAST)
_BEFORE = {last: "".join(word[0] for word in sorted(_SHORT) if word[1] == last) for last in _LAST}
# What says of a thing that it is due: `要走的路`.
_DUE_THING = (
    "(?=[^,。把将对在以让使该]{1,2}(?<![党人新好大我你他们])的"
    "(?:时候|事|方向|使命|样子|风貌|考验|问题|任务|目标|责任|义务|工作|人(?!民)|话|第一|是|条件|素质|地方|路|代价|内容|东西))"
)
MASK = paged(
    _any(
        (
            *(f"{last}(?<=[{firsts}]{last})" for last, firsts in _BEFORE.items()),
            bare(word for word in words("notmodal") if word not in _SHORT),
            # part of another word, or of a phrase
            "要(?<=必要)(?<!务必要)",
            "要(?<=所需要)(?=的)",
            "要紧(?![紧扣密盯跟抓贴绷])",
            "应(?=[当该]?(?:如何|怎))",
            "要(?<=为要)(?=[,。])",
            "要(?=知道,)",
            "号召(?=[。、;])",
            "响应[^,。;]{1,30}号召",
            "要(?<=及要)(?=[^,。]{1,10}的)",
            "应(?<=响应)(?<!影响应)",
            "应(?<=求必应)",
            "需要(?:(?<=国[家防]需要)|(?<=国家迫切需要)|(?<=祖国需要)|(?<=战略需要)|(?<=现实需要)|(?<=根据需要))",
            "应(?=[^,。]{1,30}邀请)",
            "应(?=[^,。]{1,2}尽)",
            "号召(?<=[的应]号召)",
            "要做(?<=工作要做)",
            "禁止(?<=关于禁止)",
            "希望(?=寄[予托])",
            # what somebody means to do himself, or only asks whether
            "要(?<=我要)",
            "要(?<=我[还也就更]要)",
            "要(?<=我一定要)",
            "要(?<=非要)",
            "要(?<=要不要)",
            "要(?<=决定要|决心要|打算要|立志要|准备要)",
            # what is said of a thing
            f"要{_DUE_THING}",
            f"必须{_DUE_THING}",
            f"应该?{_DUE_THING}",
            "号召(?=[^,。]{0,2}[0-9])",
            "请(?=[^,。]{0,8}放心)",
        )
    )
)
_PLEASE = r"现?.{0,12}请(?![^,。]{1,12}转达)(?=[^,。])"
PLEASE_FIRST = paged(_PLEASE)
# What is needed of a thing, or how much of it, asks for nothing: `需要解决的问题`, `需要几天时间`.
_NEEDED = (
    "[^,。;把将对在以让使]{2,16}的(?:问题|内容|事项|地方|议案|项目|方面|环节|学生|材料|困难)(?=[,。、;等和])"
    "|[近约仅大至]?[约概少]?[0-9一二两三四五六七八九十百千万几数半]{1,6}[多余个]{0,2}(?:[亿万]?[美欧]?元|年|天|月|周|小时|分钟)|大量"
)
_DUTY = _any(
    (
        opening("modals"),
        "要(?<![会就而若需]要)(?!$)",
        f"需要(?<![不的]需要)(?!、|为第一|为导向|为己任|为中心|{_NEEDED})(?=[^,。的]{{2}})",
        "需(?<=强调需)(?![要求])",
        "应(?=[^,。])",
    )
)
_WHOM = r"(?=[各全广同大我参干教师学党科青新毕]|学院|机关|部门)"
# Whom somebody hopes for may stand at once behind it; what he hopes to do himself opens with a verb, or with how he does it.
_OTHERS = "(?!自己|能有|可以|通过|今后|如果|在|从|把|将|用|以后|未来我|我(?!们)|继续|结合|借助|带|做|成|[的和与、。,])(?=[^,。]{4})"
_HOPED = "(?!能有|[的和与、。])(?=[^,。]{4})"
_CALL = _any(
    (
        "会议决定(?=[,将由])",
        "决定(?<=,决定)(?=将[^。;]{2,80}提■)",  # an assembly lays before another what it has agreed on
        # whom somebody hopes for or asks; 要求 is masked where it is a noun as well as a verb
        f"希望{_WHOM}",
        f"希望(?:(?<=[也并还更]希望)|(?<=同时希望)|(?<=[衷诚]心希望)|(?<=真诚希望)|(?<=^“希望)){_OTHERS}",
        f"要求{_WHOM}",
        f"倡导{_WHOM}",
        f"倡议{_WHOM}",
        f"呼吁{_WHOM}",
        "提出[^,。:]{0,10}(?:■■|希望|意见(?<!办理意见)|意见(?=:[将拟])|建议):(?=.)",
        f"希望(?<=^希望){_HOPED}",
        "他希望(?!自己|能有|[的和与、。])(?=[^,。]{4})",
        "她希望(?!自己|能有|[的和与、。])(?=[^,。]{4})",
        "■■(?:(?<=,■■)|(?<=,[并还]■■)|(?<=,同时■■))(?=学校|学院|各|全[校省市县体]|有关|相关|广大|参会|与会|全[员军体]|对[^,。]{2,40}(?:[实进]行|开展)|按照|严格|加大|以[^,。]{4}|切实|认真|进一步|加强|坚决|坚持|做好|做到|确保)",
        "部署(?=[^,。:]{0,14}:一[是要].)",
        "共识(?=[,:]一是.)",
        "希望(?<=[院校门业司]希望)(?![的和与、。,])(?=[^,。]{4})",
        "希望(?<=,希望)(?![的和与、。])(?=[^,。]{4})",
        "期待(?=两|双|各|大家|今后)",
        "期待(?<=,期待)(?![的和与、。])(?=[^,。]{4})",
        # what a state or a body declares itself ready to do, with others or from now on
        "愿(?=意?(?:同(?!我一起)|与(?!否)|继续|进一步))(?<![心祝意志情自宏许遂如所了]愿)",
        "愿(?<=[方国府大协会]愿)(?=[为以在意积不按本推加充扩全和共助支从参尽分深把根通])",
        "愿(?<=,愿)(?=学习|借鉴|通过|落实|积极|不断|推动|加强|扩大|深化|共同|支持|参与|分享|发挥)",
        "愿(?<=^愿)(?=学习|借鉴|通过|落实|积极|推动|加强|扩大|深化)",
        "希(?<=[方国]希)(?=同|与)",
        # whom it asks to come
        "欢迎(?=更多|[^,。的]{0,14}(?:企业|友人|朋友|人士|青年|游客|资本|投资者|各方|各国)[^,。的]{0,12}(?:来|赴|到(?!来)|继续|积极|参与|参加|扩大|投资|分享|搭乘))",
        # what is urged or bidden
        "责令(?<!被责令)(?=[^,。]{4})",
        "■■(?=各[级单学部有相地支][^,。]{3})",
        "敦促(?<=[方他她并还]敦促)(?=[^,。]{4})",
        "呼吁(?<=[方他她并还]呼吁)(?=[^,。]{4})",
        "提醒(?=大家|同学|公众|各地|考生)",
        "激励(?=大家|同学|学员|新生|在座|在场|全体)",
        "鼓励(?=大家|同学|学员|师生|各|青年|全体|广大)",
        "勉励(?=大家|同学|学员|师生|各|青年|全体|广大)",
        "告诫(?=[^,。]{4})",
        "叮嘱(?=[^,。]{4})",
    )
)
MODAL = paged(_any((_DUTY, _CALL)))
# A plea may stand behind a mark; looked for only where there is a 请 at all.
MODAL_OR_BEG = paged(_any((_DUTY, *(f"{mark}{_PLEASE}" for mark in ",;:"), _CALL)))
# 建议 is masked: as a noun it asks for nothing.
ADVISES = paged(
    _any(
        (
            "要求(?<=[他她]要求)(?![很较严更苛极非]|[^,。]{0,3}的(?![^,。]{2,20}[要尽好认]))(?=[^,。]{4})",
            "建议(?<=^建议)(?![反和与、被书稿的声得已])(?=[^,。]{4})",
            "建议(?<=,建议)(?![和与、被书稿]|[^。]{2,80},并[^,。]{1,6}了)(?=[^,。]{4})",
            (
                "建议(?<![的等出条点项些划见策和与题了提]建议)(?<!你省建议)(?<!你市建议)"
                "(?=[,:][^,。]{4}|大家|同学|学生|新生|毕业生|学校|学院|老师|教师|你[省市]|各|继续|加强|加快|加大|进一步|尽快|尽早|今年|[把将](?!会)|在[^,。]{2,20}[面中上]|由[^,。]{2}|围绕|支持|增加|建立|课程)"
            ),
        )
    )
)
ADVICE = ("建议", "他要求", "她要求")
