"""情况：做了什么、怎么样、到了多少。

Not a report: what happened at the occasion itself (`会上传达了…`), which is frame.
"""

from __future__ import annotations

from luoshi.reading.lexicon import opening
from luoshi.reading.page import Page, Places, paged

_ISSUED = r"\d\d年[^,。]{0,6},[^,。]{2,30}(?:印发|发布|出台|提出)"
_PAST = paged(
    rf"{opening('past')}|了(?<=[^为除]了)(?=[^解])|已(?=[^,。])(?!经?[^,。;了]{{1,12}}的)|自[^,。]{{2,20}}以来|从[^,。]{{2,20}}以来"
    rf"|19(?<=^19){_ISSUED}|20(?<=^20){_ISSUED}|以来(?=,)|19\d\d年以来|20\d\d年以来|面临(?<!对面临)(?=[^,。的]{{0,20}}(?:挑战|压力|困难|问题|机遇|不确定|风险))|年来(?<=[一二两三四五六七八九十]年来)(?=,)|经过(?=[^,。]{{0,8}}努力,)|要看到|从(?=[^,。]{{1,14}}[看讲]来?,)|截[至止]|分为(?=[^,。]{{0,24}}[两二三四五六七八九十][种类个级档])|导致(?!的)|规格为|依次为|由(?<!员由)(?=[^,。]{{2,60}}(?:组成|构成)[。;])|于(?=[^,。]{{2,12}}(?:成立|建成|启动|投入使用|揭牌)[,。])"
)


def ask(page: Page) -> Places:
    """Which sentences tell what has been done or what is so?"""
    return page.first(_PAST, page.veil)
