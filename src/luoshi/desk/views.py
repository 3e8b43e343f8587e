"""首页: one sentence that says how things stand, the wall chart, what is mine to do, the newest document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.arithmetic.asof import Clock
from luoshi.arithmetic.lamps import WORDS, Lamp, time_share
from luoshi.desk import touring
from luoshi.desk.todo import duties
from luoshi.desk.wall import Tasks, counted, seen, tally, wall
from luoshi.desk.watch import notices
from luoshi.documents.models import Document
from luoshi.people.doors import MemberRequest, members, public
from luoshi.people.forms import key_of
from luoshi.people.models import Member
from luoshi.plans import coverage
from luoshi.plans.models import Plan
from luoshi.results.foreseeing import Foreseen, late
from luoshi.results.slipping import Slips
from luoshi.results.slipping import slips as slipped
from luoshi.results.standings import Standing, goals, sight
from luoshi.results.standings import today as kept_today
from luoshi.web.glossary import GROUPS
from luoshi.web.http import page
from luoshi.work.calendars import calendar
from luoshi.work.models import Period

AT_ONCE = 12  # duties on the first page
SLIPS = 8
PLANS = 8  # to choose from; the rest has a page of its own
ORDERS = 6  # of the newest text that nobody has


@members("GET")
def home(request: MemberRequest) -> HttpResponse:
    """Show how things stand and what is the member's to do."""
    now, today = timezone.now(), timezone.localdate()
    plan, plans = _plans(request, today)
    stands = _stands(plan, request.member, today, now)
    document = Document.objects.visible_to(request.member).defer("text").first()
    sentences = coverage.rows(document.pk) if document else []
    mine = duties(request.member, today, None if "all" in request.GET else AT_ONCE)
    context = {
        "plan": plan,
        "plans": plans,
        "today": today,
        "now": now,
        "share": time_share(plan.starts, plan.ends, today) if plan else None,
        "tasks": stands.tally.total(),
        "lamps": [(lamp, _(WORDS[lamp]), stands.tally[lamp]) for lamp in Lamp if stands.tally[lamp]],
        "goals": stands.goals,
        "whole": stands.whole,
        "wall": wall(plan, stands.goals, stands.tasks) if plan else [],
        "duties": mine.first,
        "number": mine.all_told,
        "more": mine.more,
        "document": document,
        "ticks": [coverage.tick(one) for one in sentences],
        "count": coverage.count(sentences),
        "open": [one for one in sentences if coverage.cover(one) == coverage.OPEN][:ORDERS],
        "tour": touring.card(request.member, touring.at_hand(mine.first, plan, stands.goals)),
    }
    return page(request, "desk/home.html", context)


@dataclass(frozen=True, slots=True)
class Since:
    """The last day with which today is compared, and what ended then."""

    name: str
    day: date

    @property
    def clock(self) -> Clock:
        """Return the day as it was known at its end."""
        return Clock(self.day, timezone.make_aware(datetime.combine(self.day, time.max)))


@members("GET")
def slips(request: MemberRequest) -> HttpResponse:
    """Show which tasks stand worse than at the end of the last period (month, where there is none), which will be late, which notices wait."""
    now, today = timezone.now(), timezone.localdate()
    plan, _others = _plans(request, today)
    since = _since(request.member, today)
    most = None if "all" in request.GET else SLIPS
    found = slipped(plan, since.clock, request.member, most) if plan else Slips()
    ahead = late(plan, request.member, today, now, most) if plan else Foreseen()
    waiting = notices(request.member, None, calendar(request.member.organisation))
    context = {"plan": plan, "since": since, "slips": found, "late": ahead, "notices": waiting}
    return page(request, "desk/slips.html", context)


@public("GET")
def terms(request: HttpRequest) -> HttpResponse:
    """List the terms with their meanings, for whoever reads."""
    member = getattr(request, "member", None)
    context = {"groups": GROUPS, "toured": member is not None and touring.steps_of(member) != ()}
    return page(request, "desk/terms.html", context)


def _since(member: Member, today: date) -> Since:
    ended = Period.objects.visible_to(member).filter(last__lt=today).order_by("-last").first()
    if ended:
        return Since(ended.name, ended.last)
    return Since(_("上月"), today.replace(day=1) - timedelta(days=1))


def _plans(request: MemberRequest, today: date) -> tuple[Any, Sequence[Any]]:
    """Return the plan that the first page is about, and those to choose from: that have begun, what has ended last.

    It is the one that is asked for, else the newest that runs; nonsense and what is a stranger's ask for none. Each says
    whether the member may read it `whole`.
    """
    whole = Plan.objects.visible_to(request.member, "read_whole").filter(pk=OuterRef("pk"))
    begun = Plan.objects.visible_to(request.member).filter(starts__lte=today).annotate(whole=Exists(whole))
    ended = Case(When(ends__lt=today, then=1), default=0)
    plans = list(begun.order_by(ended, "-starts", "pk")[:PLANS])
    key = key_of(request.GET.get("plan", ""))
    chosen = next((one for one in plans if one.pk == key), None)
    if chosen is None and key is not None and len(plans) == PLANS:
        chosen = begun.filter(pk=key).first()
    return chosen or next(iter(plans), None), plans


@dataclass(frozen=True, slots=True)
class Stands:
    """What a member sees of a plan at a glance: the goals, and the tasks by unit and goal, and by lamp."""

    goals: Sequence[Standing] = ()
    tasks: Sequence[Tasks] = ()
    tally: Counter[Lamp] = field(default_factory=Counter)
    whole: bool = True


def _stands(plan: Any, member: Member, today: date, now: datetime) -> Stands:
    """Let the database count a whole plan as it is kept; take what is seen in part, or of another day, one by one."""
    if plan is None:
        return Stands()
    clock = kept_today(plan, today, now)
    if clock is None and plan.whole:
        kept, tasks = goals(plan), counted(plan)
        return Stands(kept, tasks, tally(kept, tasks))
    found = sight(plan, member, clock)
    tops = [row for row in found.rows if not row.leaf and not row.above]
    return Stands(tops, seen(found.leaves), found.tally, found.whole)
