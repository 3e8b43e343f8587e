"""断句，通讯：写人写事的报道；里面的要、必须多是他不得不做的，要别人做什么的才是要求。"""

from __future__ import annotations

import re

from luoshi.reading.scene import Scene
from luoshi.reading.text.page import Place

_SOMEBODY = re.compile("(?<!其)[他她]")
# Whom somebody asks, or in whose name.
_OTHERS = re.compile(
    "大家|同学|学子|青年|年轻人|学员|学[弟妹]|师[弟妹]|新生|选手|队员|(?<![他她它我人])们|各(?![自种项类])|你们|全体|全[校院]|广大|每[个位]"
    "|我们[要应必]|作为(?!一[名个位])|身为|单位|部门|行业"
)
_DEMANDS = re.compile("强调|指出|认为|要求|号召|建议|寄语|呼吁|提出|指示")
_URGES = frozenset(("鼓励", "激励", "勉励", "叮嘱", "告诫", "提醒", "期待"))
_NEAR = 24, 8  # characters before the word of duty and behind it
_SHARE = 4  # one sentence of so many may speak of duty


def is_one(scene: Scene, dues: int) -> bool:
    """Tell whether an essay tells of somebody, and not in the first place of what is due."""
    return scene.essay and _SHARE * dues <= len(scene.page) and _SOMEBODY.search(scene.page.text) is not None


def asks_others(text: str, duty: Place) -> bool:
    """Tell whether somebody asks something of others, and does not only tell what had to be done, or how he spurred them on."""
    start, end = duty
    if text[start:end] in _URGES or "曾" in text[:start]:
        return False
    if _OTHERS.search(text, max(0, start - _NEAR[0]), end + _NEAR[1]):
        return True
    said = text[text.rfind("”", 0, start) + 1 : start]
    return _DEMANDS.search(said.partition("“")[0]) is not None
