"""会务：谁在何时何地召开、主持、出席、传达、汇报了什么。

Not of the occasion: what was achieved or found in content, which is report.
"""

from __future__ import annotations

from luoshi.reading.lexicon import opening
from luoshi.reading.page import Page, Places, paged

_OCCASION = paged(
    rf"{opening('occasion')}|致欢迎|为题(?=[,作做进为给上向讲])|为主题(?=[,作做进讲])|部署(?<!决策部署)(?!要求)|安排(?<!》安排)|提出[^,。]{{0,8}}(?:要求|意见|希望|建议)|会议还?(?:研究|审议|讨论|听取|通报)了"
)


def ask(page: Page) -> Places:
    """Which sentences tell of the occasion itself?"""
    return page.first(_OCCASION, page.veil)
