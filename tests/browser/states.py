"""What the example does not show by itself, so that every state of a page is seen; said by `manage.py shell`.

Three more accounts; a plan that is adopted, with amendments in each state, and one that is empty; notices, periods,
requests for a later day and reports in each state; evidence that is a picture and a table; notes, one withdrawn.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from luoshi.documents import actions as documents
from luoshi.documents.models import Document
from luoshi.people import actions as people
from luoshi.people.models import Member, Unit
from luoshi.people.roles import Role
from luoshi.plans import actions as plans
from luoshi.plans import amending
from luoshi.plans.amending import Becomes, Proposal
from luoshi.plans.entering import Entry
from luoshi.plans.models import Amendment, Item, Plan
from luoshi.records import actions as records
from luoshi.records.models import Sentence, Verdict
from luoshi.reports import actions as reports
from luoshi.results import actions as results
from luoshi.results import saving
from luoshi.results.models import Evidence
from luoshi.work import actions as work
from luoshi.work import extensions, notes, notices, periods
from luoshi.work.models import Update
from luoshi.work.notices import Demand
from luoshi.work.periods import Days
from tests.intake.test_pictures import drawn

NOW = timezone.now()
TODAY = timezone.localdate()
MORE = (
    ("guihua", "尹怀远", Role.PLANNER),
    ("xitong", "邱守成", Role.SYSTEM),
    ("anshen", "杭知微", Role.AUDIT),
    ("xinren", "庄初晴", None),
)
HARMLESS = Amendment.Kind.CLERICAL


def who(login: str) -> Member:
    """Return a member of the example."""
    return Member.everything.get(login=login)


def item(words: str) -> Item:
    """Return a task of the example by words of its title."""
    return Item.everything.get(title__contains=words)


def lead_of(one: Item) -> Unit:
    """Return the unit that leads an item."""
    return one.owners.get(role="lead").unit


def enrol() -> None:
    """Let three more come, and one who may do nothing yet; all with the password of the example."""
    known, root = who("ducha"), Unit.everything.get(parent=None)
    for login, name, role in MORE:
        made = Member(unit=root, login=login, name=name, password=known.password)
        made.save(force_insert=True)
        if role:
            people.grant(made, people.Office(role, root, TODAY - timedelta(days=9)), at=NOW)


def plan(name: str) -> Plan:
    """Draft a plan without anything in it."""
    office, by = Unit.everything.get(short="党办"), who("ducha")
    ends = TODAY + timedelta(days=700)
    return plans.draft_plan(office, name=name, starts=TODAY - timedelta(days=90), ends=ends, by=by, at=NOW)


def adopt() -> None:
    """Adopt a plan and amend it: one amendment of each state."""
    by, second = who("ducha"), who("ducha2")
    made = plan("校园治理提升计划")
    said = {"by": by, "at": NOW}
    goal = plans.enter(made, Entry(Item.Kind.GOAL, "办事少跑路"), **said)
    task = plans.enter(made, Entry(Item.Kind.TASK, "网上办事大厅上线", goal), **said)
    lone = plans.enter(made, Entry(Item.Kind.TASK, "没有单位和时限的事"), **said)
    unit = Unit.everything.get(short="材料")
    days = {
        "starts": str(TODAY - timedelta(days=60)),
        "due": str(TODAY + timedelta(days=60)),
        "milestones": [],
    }
    amending.revise(
        made, [Becomes(task, f"owner:{unit.pk}", {"role": "lead"}), Becomes(task, "schedule", days)], **said
    )
    plans.adopt(made, by=who("xiaozhang"), at=NOW)
    for word, end in (
        ("提出", None),
        ("会签", amending.countersign),
        ("退回", amending.refuse),
        ("撤回", None),
    ):
        change = Becomes(lone if word == "提出" else task, "word", {"title": f"网上办事大厅上线（{word}）"})
        amendment = amending.propose(made, Proposal(HARMLESS, f"改字：{word}", TODAY, [change]), **said)
        if end is amending.refuse:
            end(amendment, answer="理由不足", by=second, at=NOW)
        elif end:
            end(amendment, by=second, at=NOW)
        elif word == "撤回":
            amending.withdraw(amendment, **said)
    plan("还没有内容的计划")


def press() -> None:
    """Leave a notice in each state."""
    office, college, head = who("ducha"), who("cailiao"), who("cailiaoyz")
    one = item("横向科研")

    def notice(state: str, *steps: tuple[object, dict[str, object]], **more: object) -> None:
        asked = Demand(f"督办样例：{state}", "请说明情况。", "ordinary", **more)  # type: ignore[arg-type]
        made = notices.draft(lead_of(one), asked, item=one, by=office, at=NOW)
        for step, said in steps:
            made = step(made, at=NOW, **said)  # type: ignore[operator]

    issue = (notices.issue, {"by": office})
    receive = (notices.receive, {"by": college})
    reply = (notices.reply, {"by": head, "text": "已办。"})
    notice("拟稿")
    notice("急件", issue, urgency="urgent")
    notice("已反馈", issue, receive, reply)
    notice(
        "有计划",
        issue,
        receive,
        (notices.plan, {"by": head, "text": "分两步", "until": TODAY + timedelta(20)}),
    )
    notice("退回重办", issue, receive, reply, (notices.redo, {"by": office, "reason": "不全"}))
    notice("办结", issue, receive, reply, (notices.close, {"by": office}))
    notice("撤销", issue, (notices.withdraw, {"by": office, "reason": "重复"}))


def hold() -> None:
    """Leave a period in each state, long ago and now."""
    root, office, leader = Unit.everything.get(parent=None), who("ducha"), who("xiaozhang")
    for name, ago, steps in (
        ("本月", 9, ()),
        ("早已锁定", 2000, (periods.lock,)),
        ("早已确认", 3000, (periods.lock, periods.certify)),
        ("早已重开", 4000, (periods.lock, periods.reopen)),
    ):
        first = TODAY - timedelta(days=ago)
        late = TODAY + timedelta(days=9)
        days = Days(first, first + timedelta(days=9), first, first + timedelta(days=9), late)
        made = periods.open_period(root, days, name=name, by=office, at=NOW)
        for step in steps:
            by = office if step is periods.lock else leader
            more = {"reason": "更正", "late_until": late} if step is periods.reopen else {}
            made = step(made, by=by, at=NOW, **more)


def postpone() -> None:
    """Leave a request for a later day in each state; one that is countersigned the example has."""
    reporter, head, leader = who("cailiao"), who("cailiaoyz"), who("xiaozhang")
    for later, end in enumerate(("withdraw", "refuse", "grant", "asked"), 1):
        one = item("横向科研")
        wanted = extensions.Request(TODAY + timedelta(days=60 + 10 * later), "到账要等结题", "已到账四百万元")
        asked = extensions.ask(one, wanted, unit=lead_of(one), by=reporter, at=NOW)
        if end == "withdraw":
            extensions.withdraw(asked, by=reporter, at=NOW)
        elif end != "asked":
            asked = extensions.countersign(asked, by=head, at=NOW)
            more = {"reason": "请按期办结"} if end == "refuse" else {}
            getattr(extensions, end)(asked, by=leader, at=NOW, **more)


def report() -> None:
    """Leave a report in each state, with a picture, a table and words for evidence; conflicting evidence too."""
    reporter, head, office = who("cailiao"), who("cailiaoyz"), who("ducha")
    one = item("横向科研")
    pieces = [
        results.Piece("现场照片.jpg", drawn("JPEG"), "现场照片"),
        results.Piece("坏照片.jpg", drawn("JPEG")[:900], "打不开的照片"),
        results.Piece("明细.csv", "单位,万元\n甲公司,12\n乙公司,30\n".encode(), "到账明细"),
        results.Piece("说明.txt", "示例佐证（虚构）：到账说明\n".encode(), "到账说明"),
    ]

    def made(text: str, evidence: list[results.Piece]) -> Update:
        claim = work.Claim(about=TODAY - timedelta(days=1), percent=72, text=text, trouble="回单晚到。")
        return results.report(one, claim, unit=lead_of(one), evidence=evidence, by=reporter, at=NOW)

    work.withdraw(made("撤回的进展", []), by=reporter, at=NOW)
    work.send_back(made("审签退回的进展", []), reason="缺佐证", by=head, at=NOW)
    declined = work.sign(made("核实退回的进展", pieces[3:]), by=head, at=NOW)
    work.decline(declined, reason="回单不清", by=office, at=NOW)
    verified = work.sign(made("核实过的进展", pieces), by=head, at=NOW)
    words = dict.fromkeys(
        Evidence.everything.filter(update_of=verified).values_list("pk", flat=True), "accept"
    )
    results.verify(verified, shown=66, words=words, note="重复的佐证看过", by=office, at=NOW)
    work.sign(made("待核实的进展", pieces), by=head, at=NOW)
    last = made("待审签的进展", pieces[:1])
    notes.note(last, "请补一份回单。", by=office, at=NOW)
    notes.withdraw(notes.note(one, "写错了", by=office, at=NOW), by=office, at=NOW)
    notes.note(one, "年底前盯紧。", by=who("xiaozhang"), at=NOW)
    reports.freeze(one.plan, on=TODAY, by=office, at=NOW)


def read() -> None:
    """Correct a sentence, and say that the newer document follows up the older."""
    by = who("ducha")
    older, newer = Document.everything.order_by("about")
    sentence = Sentence.everything.with_word().filter(reading__document=newer, verdict_now=Verdict.REASON)[0]
    seen = sentence.judgements.count()
    records.correct(sentence, verdict=Verdict.ORDER, reason="是要办的事。", by=by, at=NOW, seen=seen)
    documents.follow(newer, older, by=by, at=NOW)


@transaction.atomic
def ask() -> None:
    """Keep two questions to a plan, one of them for all."""
    asked = Plan.everything.get(name="服务区域振兴三年行动计划（2026—2028年）")
    saving.save_view(asked, "lamp=risk", name="有风险的", by=who("ducha"), at=NOW)
    saving.save_view(asked, "due=over", name="超期的", shared=True, by=who("guihua"), at=NOW)


def build() -> None:
    """Let all of it come to pass."""
    for step in (enrol, read, report, press, postpone, adopt, hold, ask):
        step()
