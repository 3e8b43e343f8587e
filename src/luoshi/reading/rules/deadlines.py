"""期限：`2027年6月底前`、`2027-06-30前`、`到2027年`、`年底前`、`印发之日起30日内`，只在要求里找；表里还看时限一列。

Not a deadline: a date at which something was, a span of validity, an age.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from luoshi.reading.records import Deadline, Verdict
from luoshi.reading.rules.meeting import days
from luoshi.reading.scene import Scene
from luoshi.reading.text.dates import DAY, YEAR, after, iso, whole
from luoshi.reading.text.numerals import NUMERAL, number
from luoshi.reading.text.outline import Piece
from luoshi.reading.text.spans import plain

_TIME = r"(?:[上下中]午|晚上?)?\d{1,2}(?:[点时](?:\d{1,2}分|整)?|:\d\d)"
_BY_DAY = re.compile(
    rf"{DAY.pattern}(?P<edge>底|末|上旬|中旬|下旬)?(?:{_TIME}(?=之?前|以前))?(?P<by>之?前|以前)?"
)
# Of a span of time in which something is received, the end; and the day on which it closes.
_RECEIVED = re.compile(
    "(?:(?P<span>受理|申报|报名|提交|填报|征集|报送|投稿|推荐)(?:起止)?|截[止至])(?:时间|日期|期限)(?:为|是)?:?"
)
_UNTIL = re.compile(rf"(?:{_TIME})?起?[-—~至到]{{1,2}}")
_HOUR = re.compile(_TIME)
_WIDTH = 40  # characters of a span of time
_ISO = r"(?P<y>20(?<![\d.]20)\d\d)(?P<one>[-./])(?P<m>1[0-2]|0?[1-9])(?:(?P<two>[-./])(?P<d>[12]\d|3[01]|0?[1-9]))?(?!\d)日?"
_BY_FIGURES = re.compile(rf"{_ISO}(?P<edge>底|末)?(?:之?前|以前)")
_RANGE = "(?:——|[-—~至到])"
# In a column of days a day needs no word that says by; of a span of time the end counts.
_IN_CELL = re.compile(
    rf"{_ISO}"
    r"|(?:(?P<year>20\d\d|二[〇零][〇零一二三四五六七八九十]{2})年)?"
    rf"(?:\d{{1,2}}月?{_RANGE})?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!初)"
    rf"(?:(?P<day>[12]\d|3[01]|0?[1-9])日(?:{_RANGE}(?P<until>[12]\d|3[01]|0?[1-9])日)?)?"
    r"|(?:(?P<named>20\d\d)年|今年|本年度?|当年)?(?P<what>年底|年末|年内|第?[一二三四]季度|上半年|下半年)"
    r"|(?P<whole>20\d\d)年(?![\d一二三四五六七八九十]{1,2}月|度|级|版|届|第)"
)
_REST = re.compile("份?(?P<edge>上旬|中旬|下旬)?[底末内]?(?:之?前|以前)?")
# The months of a step of a plan, at the head of its sentence, in brackets, or behind words that name its time.
_MONTHS = re.compile(
    rf"(?:(?P<from>{YEAR})年)?(?:1[0-2]|0?[1-9])月?(?:[―—-]{{1,2}}|[~至到])(?:(?P<year>{YEAR})年)?(?P<month>1[0-2]|0?[1-9])月底?(?=[,:;。)]|$)"
)
_STEP = re.compile("[(]|[时期][限间][是为:]")
_YEARS = re.compile("年(?!度|级|版|届)")
_TO = ("到", "至")
_BARE_YEAR = re.compile(r"20\d\d")
_COUNTED = re.compile(rf"\d|{NUMERAL}|[几数多半]")  # years before which a number stands: 五年内
_SPAN = re.compile(f"起?{_RANGE}(?:次年|翌年)?")
_NEXT = ("次年", "翌年")
_AGAIN = ("每", "每年", "每学年", "每学期")  # what comes again has no day
_BY_YEAR = re.compile(
    rf"(?P<to>到|至|截至)?(?P<year>{YEAR})年(?P<edge>底|末)?(?P<by>之?前|以前)?(?![\d一二三四五六七八九十]{{1,2}}月|至|—|-|度|级|版|届|第)"
)
# A bare year is a day where it stands right before what is to be reached.
_REACHED = re.compile(
    "(?:全面|基本|如期|率先|初步)?(?:完成|建成|实现|达到|投产|竣工|通车)(?![了后的]|(?:和|与|并)?[^,。;]{0,6}以来)"
)
# So it is at the head of a clause that says what will or shall be done: `2027年,学校将…`.
_HEAD_OF = frozenset(",:;。“")
_DUTY = "要(?<![主重首需必摘概]要)(?![求素点闻])|应(?![用届])|必?须|力争|确保"
_ASKED = re.compile(
    rf"(?:,[^,。;:希]{{0,16}}?)?(?:将|拟|计划|{_DUTY})|(?![度级版届起初的])[^,。;:希月至到后前时—-]{{1,16}}?(?:{_DUTY})"
)
_AIMS = ("力争", "争取", "要求", "计划", "锚定")
_SOON = re.compile(r"[^,。;:\n]{0,20}?(?:[0-9][年月]|年[底内]|[季半])")  # behind such a word
_AIMS_AT = re.compile(
    "力争[^,，。;；:：]{0,8}$|争取[^,，。;；:：]{0,8}$|要求[^,，。;；:：]{0,20}$|计划[到于在至将]{0,2}今?明?$|锚定$"
    "|(?:提出|明确|规划|目标是?)[,，:：]?到$"
)
_BY_THEN = "到20"  # what a plan sets is told of so: `规划提出,到2027年…`
_AIMED = re.compile("(?:锚定|力争|争取|计划|确保|预计|确立|拟|将于|要[于在]|[,:;])$")
# What stands around a day that nothing is to be done by.
_ELSE_BEFORE = re.compile(
    "(?:每|每学年|每学期|每季度|追溯[到至]|持续[到至]?|延续[到至]?|(?:注册|成立|登记|出生|入职)(?:时间|日期)?[为于在]?"
    r"|[从自][^,。;]{1,14}[到至]|\d年[到至]|[〇零○一二三四五六七八九]年[到至]|[去前往昨]年?|年中[和及、])$"
)
_ELSE_AFTER = re.compile(
    "的|为止|及|已|后|,?[^,。;]{0,12}每(?:半?年|季度?|月|周)|到现在|至今|之际|,?[^,。;]{1,10}(?:在即|将至|来临|临近|之际)|[^,。;]{2,20}时,|在[^,。;]{2,20}上(?:提出|发表|宣布)|效能|考核|总结|绩效|测评|到期"
    "|[^,。;]{2,8}(?:峰会|大会|论坛)[、,]|[^,。;]{0,16}(?:免缴|免征|减征|免交)|(?:以|之)?来|往|起(?!草)|开始|各项|经济|(?:学生|工作)(?=[^,。;]{0,12}(?:进行|提出|作出|部署|情况))"
)
# Days are counted from the day of the document alone, not from what may come to pass.
_EVENT = re.compile(r"(?:之?日起?|[后前起]|以|每|收到|接到|[\d一二三四五六七八九十]年|[几数近今])的?$")
_KEPT = re.compile("的|取得|免征|免缴|减征|有效|享受|不得|不予|不受|累计|连续")
_BY_NAME = re.compile(
    rf"(?:(?P<year>{YEAR})年|今年|本年度?|当年)?(?P<what>年底|年末|年内|第?[一二三四]季度|上半年|下半年)(?P<by>[末底]?(?:之?前|以前)|[末底内])?"
)
_NAMED = ("年底", "年末", "年内", "季度", "半年")  # without which nothing is named
# Half a year is long: it is a day only where something is aimed at, or reached, by then.
_HALF_AIMED = re.compile("(?:力争|争取|确保|计划|拟|将?于|在)$")
_HALF_REACHED = re.compile(
    "(?:要|将|全部|全面|基本){0,2}(?:完成|建成|实现|投产|竣工|通车|开工|启动|出台|投入|印发|上线)(?!了)"
    "|,?[^,。;任]{0,8}(?<![必即])(?:将(?!至)|拟)(?![^,。;]{0,4}任)"
)
_WITHIN = re.compile(
    rf"(?:(?:自|从)?(?:本[^,。;在自从本]{{1,6}})?(?:印发|发布|下发|公布|通知)之日起)?(?P<count>\d{{1,3}}|{NUMERAL}{{1,3}})(?P<unit>个?工作日|日|天|个月|个?周|个?星期|年)(?:之|以)?内"
)
# What no deadline is without: most sentences that ask name no day.
_DATED = re.compile(
    r"年(?<=[\d〇零○一二三四五六七八九]年)|年(?=[底末内])|2(?=0\d\d[-./]\d)|月(?<=[\d一二三四五六七八九十]月)|季度|半年(?<=[上下]半年)|内(?<=[日天周期月年之以]内)"
)
_ENDS = {"一": 3, "二": 6, "三": 9, "四": 12, "上": 6, "下": 12}
_NUMBER = re.compile(r"^[^\n。,〔\[]{2,16}[〔\[]((?:19|20)\d\d)[〕\]]\d{1,4}号$", re.MULTILINE)
_PLAN = re.compile(
    r"(20\d\d)年(?:政府|经济社会发展)?(?:主要|重点|各项|总体)?(?:工作(?:的)?(?:安排|建议|任务|部署|要点|重点|目标)|重点工作|目标任务|(?:主要)?预期目标|主要目标|[^,。\n]{2,12}政府工作报告)"
)
_HEAD = 400  # characters of a document in which its number stands
_PRINTED = re.compile(rf"{DAY.pattern}(?:签发|印发|发布|公布)?")


def find(scene: Scene) -> tuple[Deadline, ...]:
    """Find the days by which something is to be done."""
    dated = [piece for piece, _ in scene.orders if _DATED.search(piece.text)]
    aimed = [piece for piece in _aiming(scene) if _DATED.search(piece.text)]
    out: list[Deadline] = list(_broken(scene))
    if not dated and not aimed and not scene.tables.rows:
        return tuple(out)
    printed = printed_on(scene)
    known = known_year(scene, printed)
    for piece in dated:
        found = sorted(_of(piece, printed, _year(scene, piece, known)))
        out += [due for due in found if not _past(due, printed)]
    last, since = -1, ""  # a sentence that aims, and by when: the next may go on (`到2035年,…`)
    for piece in aimed:
        found = sorted(_of(piece, printed, _year(scene, piece, known)))
        on = piece.number - 1 == last and piece.text.startswith(_BY_THEN, piece.body)
        aims = [
            due
            for due in found
            if not _past(due, printed) and ((on and due.date > since) or _aims_at(scene, due))
        ]
        if aims:
            last, since = piece.number, aims[-1].date
        out += aims
    out += _in_tables(scene, printed, known)
    return tuple(out)


def _aiming(scene: Scene) -> Iterator[Piece]:
    """Find the sentences that tell, and tell of an aim as well: `某省力争5月20日前完成播种`."""
    soon, then = _aims_soon(scene.page.text), _BY_THEN in scene.page.text
    pieces = zip(scene.pieces, scene.record.sentences, strict=True) if soon or then else ()
    for piece, sentence in pieces:
        if sentence.verdict is not Verdict.ORDER and (
            (then and _BY_THEN in piece.text) or (soon and any(word in piece.text for word in _AIMS))
        ):
            yield piece


def _aims_soon(text: str) -> bool:
    """Tell whether a day may stand behind a word for an aim at all."""
    for aim in _AIMS:
        place = text.find(aim)
        while place >= 0:
            if _SOON.match(text, place + len(aim)):
                return True
            place = text.find(aim, place + len(aim))
    return False


def _aims_at(scene: Scene, due: Deadline) -> bool:
    """Tell whether a day stands right behind words that aim at it."""
    return _AIMS_AT.search(plain(scene.source[max(0, due.span.start - 24) : due.span.start])) is not None


def _past(due: Deadline, printed: date | None) -> bool:
    """Tell whether a day lies before that of the document: it is told of, not set."""
    return printed is not None and due.date[0] != "-" and due.date < printed.isoformat()


def _broken(scene: Scene) -> Iterator[Deadline]:
    """Find the year for which a sentence breaks off: it stands in a line of its own, and 年 in the next."""
    for piece, _ in scene.orders:
        if piece.last and piece.text.endswith(_TO):
            parts = scene.pieces[piece.number + 1 : piece.number + 3]
            if len(parts) == len(_TO) and _BARE_YEAR.fullmatch(parts[0].text) and _YEARS.match(parts[1].text):
                yield Deadline(parts[0].span, f"{parts[0].text}-12-31", piece.span)


def _year(scene: Scene, piece: Piece, known: int | None) -> int | None:
    """Return the year that a day without one is of: of the table, if its title tells it, else of the document."""
    row = scene.tables.row(piece.span.start)
    return (row and row.year) or known


def _numbered(scene: Scene) -> int | None:
    """Return the year in the number of the document: `某政办发〔2027〕3号`."""
    number = _NUMBER.search(scene.page.text, 0, _HEAD)
    return int(number[1]) if number else None


def _planned(scene: Scene) -> int | None:
    """Return the year for which a report or plan says that it sets the work: `2027年工作安排`."""
    if scene.news:
        return days.current(scene)
    found = _PLAN.search(scene.page.text)
    return int(found[1]) if found else None


def _in_tables(scene: Scene, printed: date | None, known: int | None) -> Iterator[Deadline]:
    for row in scene.tables.rows:
        if not (of := scene.tasked(row)):
            continue
        for piece in (piece for cell in row.dues for piece in scene.cells[cell]):
            found = _in_cell(piece, _year(scene, piece, known), printed)
            yield from (due._replace(of=of) for due in sorted(found, key=lambda due: due.span))


def _in_cell(piece: Piece, year: int | None, printed: date | None) -> Iterator[Deadline]:
    """Find the days of a cell that holds nothing else; of a span of time the end."""
    text = piece.text
    if _BARE_YEAR.fullmatch(text):
        yield Deadline(piece.where(0, len(text)), f"{text}-12-31", piece.span)
        return
    for start, end, said in _days(text, year):
        yield Deadline(piece.where(start, end), said, piece.span)
    if "内" in text:
        yield from _within(piece, printed)


def _days(text: str, year: int | None) -> Iterator[tuple[int, int, str]]:
    last: tuple[int, int, str] | None = None
    for found in _IN_CELL.finditer(text):
        start = found.start()
        if text.endswith(_AGAIN, 0, start):
            continue
        # What is told of one day holds for those after it in the cell.
        near = int(last[2][:4]) if last and last[2][0] != "-" else year
        rest = _REST.match(text, found.end())
        assert rest  # it matches nothing as well
        said = _said(found, rest["edge"], near and near + text.endswith(_NEXT, 0, start))
        if last and _SPAN.fullmatch(text, last[1], start):
            start = last[0]
        elif last:
            yield last
        last = (start, rest.end(), said) if said else None
    if last:
        yield last


def _said(found: re.Match[str], edge: str | None, year: int | None) -> str | None:
    if found["y"]:
        return _figured(found)
    if found["whole"]:
        return f"{found['whole']}-12-31"
    if found["what"]:
        key = next((c for c in found["what"] if c in _ENDS), "四")
        return iso(whole(found["named"]) or year, _ENDS[key], None)
    third = {"上旬": 10, "中旬": 20}.get(edge or "")
    return iso(
        whole(found["year"]) or year,
        whole(found["month"]) or 0,
        third or whole(found["until"] or found["day"]),
    )


def _figured(found: re.Match[str]) -> str | None:
    """Return the day that figures alone write; `2027.6/30` is none."""
    if found["two"] and found["one"] != found["two"]:
        return None
    return iso(int(found["y"]), int(found["m"]), whole(found["d"]))


def known_year(scene: Scene, printed: date | None = None) -> int | None:
    """Return the year of the document: of its day, of its number, or that for which it sets the work."""
    printed = printed or printed_on(scene)
    return printed.year if printed else _numbered(scene) or _planned(scene)


def printed_on(scene: Scene) -> date | None:
    """Return the day that the document itself bears, else the day it is known to be of."""
    for piece, sentence in zip(scene.pieces, scene.record.sentences, strict=True):
        if (
            sentence.verdict is Verdict.FRAME
            and piece.first
            and piece.last
            and (found := _PRINTED.fullmatch(piece.text))
            and found["year"]
            and found["day"]
            and not scene.tables.at(piece.span.start)
            and (said := iso(whole(found["year"]), whole(found["month"]) or 0, whole(found["day"])))
        ):
            return date.fromisoformat(said)
    day = scene.record.meeting.date
    if day and day.iso and day.iso[0] != "-":
        return date.fromisoformat(day.iso)
    return scene.dated


def _of(piece: Piece, printed: date | None, year: int | None) -> Iterator[Deadline]:
    text = piece.text
    if "年" in text or "月" in text or "季度" in text:
        for start, end, day in _by_name(text, piece.body, year):
            if not _ELSE_BEFORE.search(text, max(0, start - 20), start) and not _ELSE_AFTER.match(text, end):
                yield Deadline(piece.where(start, end), day, piece.span)
    if "月" in text:
        yield from _through(piece, year)
    if "20" in text:
        yield from _by_figures(piece)
    if "内" in text:
        yield from _within(piece, printed)
    if "时间" in text or "日期" in text or "期限" in text:
        yield from _closing(piece, year)


def _by_figures(piece: Piece) -> Iterator[Deadline]:
    for found in _BY_FIGURES.finditer(piece.text):
        if (found["d"] or found["edge"]) and (said := _figured(found)):
            yield Deadline(piece.where(*found.span()), said, piece.span)


def _through(piece: Piece, year: int | None) -> Iterator[Deadline]:
    """Find the end of the months in which a step is done: `2027年4―6月,由各单位自查`."""
    text = piece.text
    for at in (piece.body, *(step.end() for step in _STEP.finditer(text, piece.body))):
        found = _MONTHS.match(text, at)
        month = whole(found["month"]) if found else None
        # Without a year at the head of a sentence they may as well be told of.
        if (
            found
            and month
            and (found["from"] or at > piece.body)
            and (said := iso(whole(found["year"] or found["from"]) or year, month, None))
        ):
            yield Deadline(piece.where(*found.span()), said, piece.span)


def _closing(piece: Piece, year: int | None) -> Iterator[Deadline]:
    """Find the day until which something is received: `受理时间:3月1日至4月2日17:00`."""
    text = piece.text
    for head in _RECEIVED.finditer(text):
        days = [day for day in DAY.finditer(text, head.end(), head.end() + _WIDTH) if day["day"]]
        if not days or days[0].start() != head.end():
            continue
        day = days[0]
        if head["span"]:
            if len(days) == 1 or not _UNTIL.fullmatch(text, day.end(), days[1].start()):
                continue
            year, day = whole(day["year"]) or year, days[1]
        hour = _HOUR.match(text, day.end())
        if said := iso(whole(day["year"]) or year, whole(day["month"]) or 0, whole(day["day"])):
            yield Deadline(piece.where(head.end(), hour.end() if hour else day.end()), said, piece.span)


def _by_name(text: str, body: int, year: int | None) -> Iterator[tuple[int, int, str]]:
    for found in _BY_DAY.finditer(text) if "月" in text else ():
        start = found.start()
        again = 2 * text.endswith("每年", 0, start)  # what comes again each year has a day, and no year
        near = None if again else year and year + text.endswith("明年", 0, start)
        if (found["by"] or found["edge"] in {"底", "末"}) and (said := _day(found, near)):
            yield start - again, found.end(), said
    for found in _BY_YEAR.finditer(text):
        start = found.end("to") if found["to"] else found.start()
        if found["to"] or found["by"] or found["edge"] or _bare(text, body, start, found.end()):
            yield start, found.end(), f"{whole(found['year'])}-12-31"
    for found in _BY_NAME.finditer(text) if any(name in text for name in _NAMED) else ():
        if not _COUNTED.match(text, max(0, found.start() - 1)) and _is_aimed(text, found):
            near = year and year + text.endswith("明", 0, found.start())
            yield *found.span(), _named(found, near)


def _is_aimed(text: str, found: re.Match[str]) -> bool:
    """Tell whether a part of a year is one by whose end something is to be done."""
    if "半年" not in found["what"] or found["by"]:
        return True
    before = _HALF_AIMED.search(text, max(0, found.start() - 2), found.start())
    return (before or _HALF_REACHED.match(text, found.end())) is not None


def _bare(text: str, body: int, start: int, end: int) -> bool:
    """Tell whether a year alone says when something is to be reached or done."""
    if (start <= body or text[start - 1] in _HEAD_OF) and _ASKED.match(text, end):
        return True
    aimed = start == 0 or _AIMED.search(text, max(0, start - 2), start)
    return bool(aimed) and _REACHED.match(text, end) is not None


def _day(found: re.Match[str], year: int | None) -> str | None:
    month = whole(found["month"]) or 0
    third = {"上旬": 10, "中旬": 20}.get(found["edge"] or "")
    return iso(whole(found["year"]) or year, month, third or whole(found["day"]))


def _named(found: re.Match[str], year: int | None) -> str:
    key = next((c for c in found["what"] if c in _ENDS), "四")
    return iso(whole(found["year"]) or year, _ENDS[key], None) or ""


def _within(piece: Piece, printed: date | None) -> Iterator[Deadline]:
    text = piece.text
    for found in _WITHIN.finditer(text):
        count = number(found["count"])
        start, end = found.span()
        own = text[start] in "本自从印发下公通"
        if (not own and _EVENT.search(text, max(0, start - 4), start)) or _KEPT.match(text, end):
            continue
        if printed is None or count is None or "工作日" in found["unit"]:
            continue
        if due := after(printed, int(count), found["unit"]):
            yield Deadline(piece.where(*found.span()), due.isoformat(), piece.span)
