"""Twice the text, twice the work: counted by a meter in the code itself, on texts that are nasty in one way each."""

import random
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import cycle, islice

import pytest

from luoshi.reading import read
from tests.reading.meter import metered
from tests.reading.prose import cases

SIZE = 2_000  # characters; twice and four times as many besides
MOST = 2.3  # times the work for twice the text

NUMERALS = "一二三四五六七八九十"
NAMES = [f"{a}{b}{c}" for a in "林周陈李王张刘赵" for b in "一大小明文志" for c in "鸣川满华平"]


def _repeated(unit: str):
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _listed(*units: str):
    return lambda size: "".join(islice(cycle(units), size * len(units) // len("".join(units)) + 1))[:size]


def _random(words: str, size: int) -> str:
    chance = random.Random(7)
    return "".join(chance.choice(words.split("|")) for _ in range(size))[:size]


SHAPES = {
    "one word": _repeated("要"),
    "one digit": _repeated("1"),
    "one line without a stop": _repeated("各学院要加强管理落实会议精神推进工作"),
    "one line of half sentences": _repeated("各学院要加强管理；"),
    "many sentences in one line": _repeated("会议强调，各学院要加强管理。"),
    "thousands of short lines": _repeated("要加强管理\n"),
    "thousands of items": _listed(*(f"{n}是要加强管理；" for n in NUMERALS)),
    "thousands of numbers": _listed(*(f"（{n}）要加强。\n{m}. 推进管理\n" for m, n in enumerate(NUMERALS))),
    "enumerators alone": _repeated("一是"),
    "enumerators on lines": _repeated("一、\n"),
    "chapters": _listed(*(f"第{n}章\n第{n}条 要管理\n" for n in NUMERALS)),
    "open brackets": _repeated("（"),
    "closed brackets": _repeated("）"),
    "open titles": _repeated("《"),
    "closed titles": _repeated("》"),
    "empty titles": _repeated("《》"),
    "open quotes": _repeated("“"),
    "closed quotes": _repeated("”"),
    "quotes crossed": _repeated("“”“"),
    "straight quotes": _repeated('"'),
    "stops alone": _repeated("。"),
    "commas alone": _repeated("，"),
    "commas": _repeated("要加强，"),
    "enumeration commas": _repeated("、"),
    "words in a list": _repeated("管理、"),
    "colons": _repeated("会议强调："),
    "nested notes": lambda size: "（教务处负责" * (size // 12) + "）" * (size // 12),
    "notes after a stop": _repeated("要加强管理。（教务处牵头，科技处配合）"),
    "a note that does not close": lambda size: "要加强。（" + "教务处、" * (size // 4),
    "a table": lambda size: "序号\t任务\t责任单位\t时限\n" + "1\t建好平台\t教务处、科技处\t6月底\n" * (size // 23),
    "a table that goes on": lambda size: "序号\t任务\t责任单位\n1\t建\t" + "教务处、" * (size // 8) + "\n\t建" * (size // 6),
    "many tables": _repeated("任务表\n任务\t责任单位\n建好平台\t教务处\n"),
    "headings of tables": _repeated("任务\t责任单位\n"),
    "a wide table": lambda size: "任务\t责任单位\n" + "建\t" * (size // 2),
    "a wide heading": lambda size: "任务\t" * (size // 6) + "责任单位\t" * (size // 10) + "\n\t" + "牵头\t" * (size // 6),
    "a table in bars": lambda size: "|任务|责任单位|\n" + "|建好平台|教务处|\n" * (size // 11),
    "bars alone": _repeated("|"),
    "tabs alone": _repeated("\t"),
    "a cell of units": lambda size: "任务\t责任单位\n建\t" + "教务处 " * (size // 4),
    "a cell of days": lambda size: "任务\t时限\n建\t" + "2027年3—6月" * (size // 9),
    "numbers in a table": lambda size: "序号\t任务\t责任单位\n" + "".join(f"{n}.{n % 9}\t建\t处\n" for n in range(size // 9)),
    "posts and names": _listed(*(f"校长{name}、" for name in NAMES)),
    "names in a list": lambda size: "校长" + "、".join(islice(cycle(NAMES), size // 4)),
    "one name again and again": lambda size: "校长林一鸣指出，" + "林一鸣" * (size // 3),
    "one name in sentences": lambda size: "校长林一鸣主持会议。" + "林一鸣指出，要加强管理。" * (size // 12),
    "many different names": lambda size: "".join(
        f"教授林{chr(0x5E00 + n % 500)}{chr(0x6E00 + n // 500)}。" for n in range(size // 6)
    ),
    "two who speak in turn": _listed("校长林一鸣强调，要加强。", "书记周大川要求，要推进。"),
    "one name and a far cue": lambda size: "校长林一鸣到会。\n" + "林一鸣" * (size // 3) + "，会议强调",
    "one name and cues that are none": lambda size: "校长林一鸣到会。\n" + "林一鸣的管理强调的" * (size // 9),
    "posts and deeds": _repeated("校长林一鸣主持"),
    "many who do many things": lambda size: (
        "学校召开会议。校长" + "、".join(islice(cycle(NAMES), size // 8)) + "主持会议，" + "讲话，出席，" * (size // 12)
    ),
    "a meeting of many acts": lambda size: "学校召开会议。校长林一鸣汇报，" + "汇报，" * (size // 3),
    "names before their posts": lambda size: "、".join(f"{name}书记" for name in islice(cycle(NAMES), size // 6)),
    "groups that report": lambda size: "学校召开会议。各学院代表" + "、教务处代表" * (size // 6) + "汇报工作。",
    "surnames": _repeated("欧阳林"),
    "posts": _repeated("书记校长"),
    "posts in a list": lambda size: "党委书记、" * (size // 5) + "林一鸣",
    "pronouns": _repeated("他指出，她要求，"),
    "dates": _repeated("2027年6月30日前"),
    "dates with commas": _repeated("要在2027年6月底前完成，"),
    "months": _repeated("6月"),
    "days from now": _repeated("印发之日起30日内"),
    "quarters": _repeated("年底第二季度"),
    "targets": _repeated("增长5%以上"),
    "targets with commas": _repeated("要增长5%以上，"),
    "targets in orders": lambda size: "要" + "达到300名" * (size // 6),
    "long numbers": _repeated("要达到1,234,567"),
    "Chinese numerals": _repeated("一百二十三万"),
    "owners": _repeated("由教务处牵头、科技处配合"),
    "owners with commas": _repeated("各学院要，教务处负责，"),
    "owners in a list": lambda size: "（" + "教务处、" * (size // 4) + "负责）",
    "owners without commas": _repeated("教务处负责科技处配合"),
    "notes in one line": _repeated("（教务处负责）"),
    "units addressed": _repeated("各学院要教务处要"),
    "owners who are asked": _repeated("希望各学院，要"),
    "grounds": _repeated("按照国务院决策部署"),
    "grounds with commas": _repeated("贯彻落实国务院会议精神，"),
    "grounds in a list": lambda size: "贯彻落实" + "国务院会议精神、" * (size // 8),
    "grounds without end": _repeated("贯彻落实国务院"),
    "titles": _repeated("根据《管理办法》"),
    "meetings": _repeated("学校召开会议"),
    "meetings with commas": _repeated("在会议室召开工作会议，"),
    "reports in turn": lambda size: (
        "学校召开会议。" + "校长林一鸣、书记周大川分别就学习、工作作了汇报，" * (size // 24)
    ),
    "acts": lambda size: "学校召开会议。" + "林一鸣主持会议并讲话" * (size // 10),
    "what something is": _repeated("这是重要的举措是关键"),
    "meetings that take place": _repeated("，工作会议在学校"),
    "forms": _repeated("以视频形式"),
    "duties in parts": _repeated("对学校提出"),
    "hopes": _repeated("需要"),
    "years": _repeated("到2027年底"),
    "blanks": _repeated("要 加\t强\u3000"),
    "empty lines": _repeated("\n"),
    "lines of one blank": _repeated("要 \n"),
    "lone surrogates": _repeated("要\ud800"),
    "marks of direction": _repeated("\u202e要\u202c"),
    "marks without width": _repeated("\u200b\ufeff"),
    "characters that unfold": _repeated("㍿㈠①ﷺ"),
    "Traditional characters": _repeated("學校要加強管理，"),
    "dashes": _repeated("—-"),
    "Latin words": _repeated("abc def "),
    "a mixture": lambda size: _random("要|会议|，|。|、|林一鸣|校长|负责|（|）|《|》|6月底前|5%|\n|一是|落实|精神|召开", size),
}  # fmt: skip


@cache
def engine():
    """Return the metered copy, warm: what is learnt once for all texts is learnt."""
    meter, copy = metered()
    for case in cases():
        copy.read(case.text)
    return meter, copy


def work(text: str) -> int:
    """Count what it takes to read a text, to write its record as JSON and to mark it."""
    meter, copy = engine()
    before = meter.work
    record = copy.read(text)
    record.to_json()
    list(copy.marked(text, record))
    return meter.work - before


def where(made: Callable[[int], str]) -> str:
    """Name the lines whose work grows most."""
    meter, _ = engine()
    rows = []
    for size in (SIZE, 2 * SIZE):
        meter.places = Counter()
        work(made(size))
        rows.append(meter.places)
    meter.places = None
    short, long = rows
    return ", ".join(
        f"{place} ({short[place]:,} → {steps:,})"
        for place, steps in long.most_common(8)
        if steps > MOST * short[place]
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_is_twice_the_work(shape: str) -> None:
    short, double, long = (work(SHAPES[shape](size)) for size in (SIZE, 2 * SIZE, 4 * SIZE))
    grown = max(double / short, long / double)
    assert grown <= MOST, f"{short:,}, {double:,}, {long:,} steps: {where(SHAPES[shape])}"


def test_the_metered_copy_reads_the_same() -> None:
    _, copy = engine()
    for case in cases():
        assert copy.read(case.text).to_json() == read(case.text).to_json()


def test_the_same_text_is_the_same_work() -> None:
    text = SHAPES["a mixture"](SIZE)
    work(text)
    assert work(text) == work(text)


def test_the_meter_counts() -> None:
    assert 1_000 < work("要" * 1_000) < 10_000_000
