"""An invented organisation with an invented meeting and plan, so that a newcomer can click at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib.resources import files

from django.utils import timezone

from luoshi.desk.example import cast, figures
from luoshi.documents.actions import Arrival
from luoshi.documents.models import Document
from luoshi.people.models import Unit
from luoshi.plans import actions as plans
from luoshi.plans.models import Item
from luoshi.records import actions as records
from luoshi.records.models import Sentence, Verdict
from luoshi.results import actions as results
from luoshi.results.models import Acceptance, Evidence
from luoshi.work import actions as work
from luoshi.work import extensions, notices

GOALS = ("专业对接", "产教融合", "科研转化", "留才就业", "组织保障")
ASIDE = "号召，没有可办的事。"


@dataclass(frozen=True, slots=True)
class Report:
    """A report in the example: days ago, claimed, shown (None: not verified yet), words, evidence."""

    ago: int
    claimed: int
    shown: int | None
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Work:
    """A task in the example: words of its sentence, goal, lead, days from today of start and due, its reports."""

    words: str
    goal: int
    lead: str
    starts: int
    due: int
    title: str
    reports: tuple[Report, ...] = field(default=())


WORK = (
    Work("对接论证", 1, "教务处", -300, 60, "完成12个本科专业的产业链对接论证", (
        Report(40, 72, 72, "已论证 9 个专业。", "9 个专业的论证报告"),
        Report(8, 82, 80, "已论证 10 个专业，另 2 个正在征求企业意见。", "第 10 个专业的论证报告"),
    )),
    Work("微专业", 1, "信息工程学院", -120, 240, "开设智能制造方向微专业", (
        Report(12, 35, 35, "培养方案通过学院教授委员会审议。", "教授委员会会议记录"),
    )),
    Work("中试基地", 2, "现代产业学院", -280, 200, "建成中试基地1个并通过验收", (
        Report(30, 55, 48, "主体设备到货。", "设备到货验收单"),
    )),
    Work("实训平台", 2, "机械与动力学院", -200, -6, "与企业共建实训平台", (
        Report(20, 80, 55, "签约企业 4 家，改造完成八成。", "改造工程进度确认单"),
    )),
    Work("联合培养方案", 2, "教务处", -320, -60, "修订校企联合培养方案", (
        Report(70, 100, 100, "方案经校长办公会审定印发。", "印发的文件"),
    )),
    Work("横向科研", 3, "材料与冶金学院", -300, 45, "横向科研到账经费不低于600万元", (
        Report(62, 62, 62, "到账 372 万元。", "财务到账回单 6 份"),
        Report(33, 70, 64, "到账 420 万元，其中 36 万元回单待补。", "财务到账回单 7 份"),
    )),
    Work("管理办法", 3, "科研处", -250, -90, "修订横向经费管理办法", (
        Report(95, 100, 100, "办法印发施行。", "印发的管理办法"),
    )),
    Work("成果转化", 3, "化工与环境学院", -260, 100, "完成精细化工成果转化3项", (
        Report(25, 40, 33, "完成 1 项，另 1 项在谈。", "技术转让合同 1 份"),
    )),
    Work("岗位信息", 4, "招生就业处", -200, 150, "岗位信息送到每个班级，走访企业60家", (
        Report(15, 60, 58, "走访 35 家。", "走访登记表"),
    )),
    Work("企业导师", 5, "人事处", -150, 300, "引进企业导师40名", (
        Report(18, 30, 30, "聘任 12 名。", "聘任文件"),
    )),
    Work("每月汇总", 5, "党政办公室", -310, 400, "每月汇总进展，每季度报告一次", (
        Report(9, 45, 44, "三次季度报告已作。", "三次会议的议程"),
    )),
)  # fmt: skip


def build(today: date, password: str) -> None:
    """Found the organisation, receive both texts, draw the tasks, and let a year's work come to pass."""
    people = cast.enrol(today - timedelta(days=330), password)
    plan_day = today - timedelta(days=320)
    received = _receive(people, "plan.txt", "三年行动任务分解", "plan", plan_day, {})
    plan = plans.draft_plan(
        people.office,
        name=f"服务区域振兴三年行动计划（{plan_day.year}—{plan_day.year + 2}年）",
        starts=plan_day,
        ends=plan_day + timedelta(days=3 * 365),
        by=people.supervisor,
        at=_at(plan_day, 10),
    )
    goals = [
        plans.draft_goal(plan, title=title, by=people.supervisor, at=_at(plan_day, 11)) for title in GOALS
    ]
    for task in WORK:
        item = _draw(people, task, received, goals, today)
        for report in task.reports:
            _let_come_to_pass(people, item, report, today)
    figures.measure(people, today)
    _pending(people, today)
    _press(people, today)
    _hold_meeting(people, today)


def _receive(
    people: cast.Cast, name: str, title: str, kind: str, day: date, dates: dict[str, str]
) -> Document:
    text = files(__package__).joinpath(name).read_text("utf-8").format(**dates)
    arrival = Arrival(content=text.encode(), name=f"{title}.txt", title=title, kind=kind, about=day)
    return records.receive(people.office, arrival, by=people.supervisor, at=_at(day, 9))


def _draw(people: cast.Cast, work_: Work, document: Document, goals: list[Item], today: date) -> Item:
    day = document.about
    task = plans.Task(
        goal=goals[work_.goal - 1],
        title=work_.title,
        lead=people.units[work_.lead],
        starts=max(today + timedelta(days=work_.starts), goals[0].plan.starts),
        due=today + timedelta(days=work_.due),
    )
    sentence = _order(people, document, work_.words, day)
    return plans.draw(sentence, task, by=people.supervisor, at=_at(day, 15))


def _order(people: cast.Cast, document: Document, words: str, day: date) -> Sentence:
    """Find the sentence with these words; where the reading took it for something else, the office corrects it."""
    rows = Sentence.everything.filter(reading__document=document, words__contains=words).with_word()
    sentence = rows.order_by("-number")[0]
    if sentence.verdict_now != Verdict.ORDER:
        records.correct(
            sentence,
            verdict=Verdict.ORDER,
            reason="是要办的事。",
            by=people.supervisor,
            at=_at(day, 14),
            seen=0,
        )
    return sentence


def _let_come_to_pass(people: cast.Cast, item: Item, report: Report, today: date) -> None:
    day = today - timedelta(days=report.ago)
    lead = item.owners.get(role="lead").unit
    reporter, head = people.college(lead)
    claim = work.Claim(about=day, percent=report.claimed, text=report.text)
    content = f"示例佐证（虚构）：{report.evidence}\n".encode()
    piece = results.Piece(name=f"{report.evidence}.txt", content=content, shows=report.evidence)
    update = results.report(item, claim, unit=lead, evidence=[piece], by=reporter, at=_at(day, 10))
    work.sign(update, by=head, at=_at(day, 16))
    if report.shown is None:
        return
    words = {one.pk: Acceptance.Word.ACCEPT.value for one in Evidence.everything.filter(update_of=update)}
    later = day + timedelta(days=min(3, report.ago))
    results.verify(
        update, shown=report.shown, words=words, note="", by=people.verifier(lead), at=_at(later, 17)
    )


def _pending(people: cast.Cast, today: date) -> None:
    """Leave one report to be signed and one to be verified, so that each account has something to do."""
    day = today - timedelta(days=1)
    for title, percent, signed in (("成果转化3项", 55, True), ("引进企业导师", 42, False)):
        item = Item.everything.get(title__contains=title)
        lead: Unit = item.owners.get(role="lead").unit
        reporter, head = people.college(lead)
        claim = work.Claim(about=day, percent=percent, text="按节点推进，材料附后。")
        piece = results.Piece(
            name="进展材料.txt", content="示例佐证（虚构）\n".encode(), shows="本月进展材料"
        )
        update = results.report(item, claim, unit=lead, evidence=[piece], by=reporter, at=_at(day, 10))
        if signed:
            work.sign(update, by=head, at=_at(day, 11))


def _press(people: cast.Cast, today: date) -> None:
    """Leave a notice to be answered and a request for a later day to be decided."""
    item = Item.everything.get(title__contains="横向科研")
    lead: Unit = item.owners.get(role="lead").unit
    reporter, _ = people.college(lead)
    demand = notices.Demand(
        "横向科研到账进度说明",
        "请说明到账进度、未到账的原因和下一步安排。",
        "ordinary",
        source="三年行动推进会",
    )
    day = today - timedelta(days=4)
    notice = notices.draft(lead, demand, item=item, by=people.supervisor, at=_at(day, 9))
    notice = notices.issue(notice, by=people.supervisor, at=_at(day, 10))
    notices.receive(notice, by=reporter, at=_at(day, 15))
    item = Item.everything.get(title__contains="引进企业导师")
    if item.due is None or item.due <= today:
        return
    lead = item.owners.get(role="lead").unit
    reporter, head = people.college(lead)
    wanted = extensions.Request(
        min(item.due + timedelta(days=30), item.plan.ends), "校企聘任手续未完", "已有意向名单，正在签约。"
    )
    extension = extensions.ask(item, wanted, unit=lead, by=reporter, at=_at(today - timedelta(days=1), 9))
    extensions.countersign(extension, by=head, at=_at(today - timedelta(days=1), 11))


def _hold_meeting(people: cast.Cast, today: date) -> None:
    """Receive the report of a meeting ten days ago; the plan answers some of its orders, one is set aside."""
    day = today - timedelta(days=10)
    dates = {
        "meeting": f"{day.month}月{day.day}日",
        "last_month": f"{(day.replace(day=1) - timedelta(days=1)).month}月",
        "year_end": f"{day.year}年12月31日",
        "mid_year": f"{day.year + 1}年6月底",
        "next_month": f"{(day + timedelta(days=30)).month}月20日",
    }
    title = "学校召开服务区域振兴三年行动推进会"
    document = _receive(people, "meeting.txt", title, "meeting", day, dates)
    for words, item in (
        ("把专业调整做实", "对接论证"),
        ("中试基地1个", "中试基地"),
        ("把成果转出去", "横向科研"),
        ("二要对账", "每月汇总"),
    ):
        sentence = _order(people, document, words, day)
        plans.answer(
            sentence, Item.everything.get(title__contains=item), by=people.supervisor, at=_at(day, 16)
        )
    slogan = _order(people, document, "提高站位", day)
    records.set_aside(
        slogan, reason=ASIDE, by=people.supervisor, at=_at(day, 17), seen=slogan.judgements.count()
    )


def _at(day: date, hour: int) -> datetime:
    """Return an hour of a day, but nothing that has not come yet."""
    return min(timezone.make_aware(datetime.combine(day, time(hour))), timezone.now())
