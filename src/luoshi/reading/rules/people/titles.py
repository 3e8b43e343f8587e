"""How names and titles are written: a surname and what follows it, and what a person is called behind the name."""

from __future__ import annotations

import re

from luoshi.reading.lexicon import any_of, words

HAN = r"[\u3400-\u9fff]"
HEADS = frozenset(surname[0] for surname in words("surnames"))
NAME = rf"{any_of('surnames')}{HAN}{{1,2}}?"
NEXT = rf"(?=$|[、,;。()“\d—]|{any_of('followers')})"
TITLES = (
    "校长|书记|主任|处长|院长|部长|省长|市长|总理|主席|总经理|董事长|主委|委员长|局长|所长|站长|会长|秘书长|高级工程师|馆长|厅长|县长|区长"
    "|镇长|司长|行长|理事长|科长|队长|高级农艺师"
)
# Titles that name a person whatever follows: `林一鸣教授团队`.
LEARNED = ("教授", "院士", "研究员", "讲师", "老师", "博士")
STRONG = "(?:副|助理)?(?:教授(?![级会])|研究员)|院士|讲师|老师|博士(?![后生学点研])"
# Of several at the end of their list: `林一鸣、周大川两位教授`, and how many they are.
COUNTED = "等?[两三四五六七八九十]位"
CLOSED = rf"(?=$|[、,;。:]|等|{any_of('followers')})"
TITLE = re.compile(rf"(?P<post>{STRONG}|(?:副?(?:{TITLES})|总统|首相|外长){CLOSED})")
# Beside a name known from elsewhere a title needs no word of those above behind it.
KNOWN_TITLE = re.compile(
    rf"(?P<post>{STRONG}|副?(?:{TITLES}|总统|首相|外长)(?![团台处级会们办]|医师|助理|委员|负责))"
)
TITLE_HEADS = frozenset(title[0] for title in (*TITLES.split("|"), *LEARNED, "副", "助", "总", "首", "外"))
_NOT_LAST = frozenset("总副也还则设党系办了会校院部委省市县们者厅局处组室长员和在等的是与及向对被")
_TITLES_SAID = (
    "老师",
    "同学",
    "教授",
    "院士",
    "博士",
    "经理",
    "师傅",
    "先生",
    "女士",
    "阿姨",
    "大爷",
    "大姐",
    "主席",
    "书记",
    "主任",
    "总理",
)  # `张老师` names nobody fully
_NOT_NAMES = frozenset(words("notnames"))
_SIZES = sorted({len(word) for word in _NOT_NAMES})


def sound(name: str) -> bool:
    """Tell whether what looks like a name is none of the words that begin like one, and is a full name."""
    if name[-1] in _NOT_LAST or name.endswith(_TITLES_SAID):
        return False
    return not any(name[:size] in _NOT_NAMES for size in _SIZES)
