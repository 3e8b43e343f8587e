"""导览: the first steps of a member, each on the page where it is done in earnest, and ticked by what was done there.

What was done is asked of the facts. That something was only read no fact tells: the names of the pages that a step is
about are kept with the member, from the answer of the page itself and only while the tour is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse

from luoshi.desk.todo import Duty
from luoshi.people import access
from luoshi.people.doors import MemberRequest, members
from luoshi.people.models import Member
from luoshi.people.roles import ADMINISTRATORS, Role
from luoshi.people.touring import begin_again, put_away, saw
from luoshi.plans.models import Basis
from luoshi.results.models import Evidence
from luoshi.results.standings import Standing
from luoshi.wording import noted, say
from luoshi.work.models import Notice, Step, Update

By = OuterRef("pk")


@dataclass(frozen=True, slots=True)
class Part:
    """A step of the tour: what is to be done, why, and what shows that it was: a fact, a page that was seen, or both.

    It leads to what is at hand under its name, else to the page `place`, if that page is one without a row.
    """

    name: str
    words: str
    why: str
    place: str = ""
    fact: str = ""
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step as the card shows it."""

    words: str
    why: str
    url: str
    done: bool


@dataclass(frozen=True, slots=True)
class Tour:
    """The card: the steps, and how many of them are done."""

    steps: tuple[Stepped, ...]

    @property
    def done(self) -> int:
        """Return how many steps are done."""
        return sum(step.done for step in self.steps)

    @property
    def over(self) -> bool:
        """Tell whether all are done."""
        return self.done == len(self.steps)


# What shows that a member has done a thing; each is looked up by who did it, and stops at the first.
FACTS: dict[str, Callable[[], QuerySet[Any]]] = {
    "drawn": lambda: Basis.everything.filter(by=By),
    "noticed": lambda: Notice.everything.filter(by=By),
    "proved": lambda: Evidence.everything.filter(by=By),
    "signed": lambda: Step.everything.filter(by=By, became=Update.State.SIGNED),
    "verified": lambda: Step.everything.filter(by=By, became=Update.State.VERIFIED),
}
WALL = Part(
    "wall",
    noted("在挂图作战里点开一格"),
    noted("每格是一个单位在一个目标下的任务；只有一项的，直接到那一项。"),
    seen=("results:plan", "results:item"),
)
TRAIL = Part(
    "trail",
    noted("从一个数看到那句话"),
    noted("每个数都能点开：怎么算的，哪件佐证，哪份文件的哪一句。"),
    seen=("results:trail", "results:trail_indicator"),
)
SLIPS = Part(
    "slips",
    noted("看哪些任务差了"),
    noted("与上一期末相比，灯变差的和预测将迟的。"),
    place="desk:slips",
    seen=("desk:slips",),
)
DRAW = Part(
    "answer",
    noted("从一句要求立一个事项"),
    noted("打开文件，选一条无人接的要求，立为计划事项，定牵头单位和时限。"),
    place="documents:index",
    fact="drawn",
)
LEADER: tuple[Part, ...] = (WALL, SLIPS, TRAIL)
SUPERVISOR = (
    DRAW,
    Part(
        "verify",
        noted("核实一份填报"),
        noted("逐件看佐证，定下已证多少。"),
        place="desk:desk",
        fact="verified",
    ),
    Part(
        "notice",
        noted("拟一件督办单"),
        noted("写明要办什么，给单位一个时限。"),
        place="work:draft_notice",
        fact="noticed",
    ),
)
PLANNER = (DRAW, WALL, TRAIL)
HEAD = (
    Part(
        "sign",
        noted("打开一份等您审签的填报"),
        noted("看报了多少，附了什么佐证。"),
        place="plans:index",
        seen=("results:update",),
    ),
    Part(
        "sign",
        noted("审签一份填报"),
        noted("审签之后才算已报，接着由督查核实。"),
        place="plans:index",
        fact="signed",
    ),
    Part(
        "plan",
        noted("看本单位的任务到了哪一步"),
        noted("已报、已证、应达放在一起看。"),
        place="plans:index",
        seen=("results:plan",),
    ),
)
REPORTER = (
    Part(
        "open",
        noted("打开一项要报的任务"),
        noted("看它的依据、时限和现在的灯。"),
        place="plans:index",
        seen=("results:item", "results:report"),
    ),
    Part(
        "report",
        noted("填报进展，附一件佐证"),
        noted("没有佐证的，只算已报，不算已证。"),
        place="plans:index",
        fact="proved",
    ),
    Part(
        "sent",
        noted("看它等单位负责人审签"),
        noted("审签之前，自己可以撤回。"),
        fact="proved",
        seen=("results:update",),
    ),
)
ADMINISTRATOR = (
    Part(
        "units",
        noted("看单位和人员"),
        noted("有哪些单位，谁在哪里；安全管理员还看得到各人的授权。"),
        place="people:units",
        seen=("people:units",),
    ),
    Part(
        "password",
        noted("打开改密码的页面"),
        noted("别人给您的密码，第一天就换掉。"),
        place="people:password",
        seen=("people:password",),
    ),
)
# Whoever has several roles is shown the tour of the first of these.
TOURS: tuple[tuple[frozenset[Role], tuple[Part, ...]], ...] = (
    (frozenset({Role.LEADER, Role.AUDITOR}), LEADER),
    (frozenset({Role.SUPERVISOR}), SUPERVISOR),
    (frozenset({Role.PLANNER}), PLANNER),
    (frozenset({Role.HEAD}), HEAD),
    (frozenset({Role.REPORTER}), REPORTER),
    (ADMINISTRATORS, ADMINISTRATOR),
)
PAGES = frozenset(name for _, parts in TOURS for part in parts for name in part.seen)


def steps_of(member: Member) -> tuple[Part, ...]:
    """Return the steps that fit what the member is there for; none for whoever has no role."""
    roles = access.roles(member)
    return next((parts for of, parts in TOURS if roles & of), ())


def at_hand(duties: Iterable[Duty], plan: Any, goals: Sequence[Standing]) -> dict[str, str]:
    """Return what is at hand for the steps: the first duty of each kind, the plan, a number of its first goal."""
    found: dict[str, str] = {}
    for duty in duties:
        found.setdefault(duty.verb, duty.url)
    if "report" in found:
        found["open"] = reverse("results:item", kwargs=resolve(found["report"]).kwargs)
    if plan:
        plain = dict.fromkeys(("plan", "wall", "open", "report", "sign"), plan.get_absolute_url())
        found = plain | found
    if goals and plan.whole:
        found["trail"] = reverse("results:trail", kwargs={"pk": goals[0].item})
    return found


def card(member: Member, found: Mapping[str, str]) -> Tour | None:
    """Return the tour with what is done ticked, in one query at most; None for whoever has put it away."""
    parts = steps_of(member) if member.touring else ()
    if not parts:
        return None
    done = _done(member, {part.fact for part in parts if part.fact})
    seen = set(member.toured.split())
    sent = done.pop("sent", None)
    urls = {**found, "sent": reverse("results:update", kwargs={"pk": sent})} if sent else found
    return Tour(
        tuple(
            Stepped(
                say(part.words),
                say(part.why),
                urls.get(part.name) or (reverse(part.place) if part.place else ""),
                (not part.fact or bool(done[part.fact]))
                and (not part.seen or not seen.isdisjoint(part.seen)),
            )
            for part in parts
        )
    )


def _done(member: Member, facts: Iterable[str]) -> dict[str, Any]:
    """Ask which of some facts there are of the member, and where there may be one, for their newest report."""
    asked: dict[str, Any] = {name: Exists(FACTS[name]()) for name in facts}
    if "proved" in asked:
        asked["sent"] = Update.everything.filter(by=By).order_by("-known_at", "-pk").values("pk")[:1]
    return dict(Member.everything.filter(pk=member.pk).values(**asked).get()) if asked else {}


@members("POST")
def tour(request: MemberRequest) -> HttpResponse:
    """Put the tour away for good, or show it again from its beginning."""
    (begin_again if "show" in request.POST else put_away)(request.member)
    return redirect("desk:desk" if "desk" in request.POST else "desk:home")


def noting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Note which pages of their tour members have seen, as long as they are shown it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 200 and request.method == "GET" and not getattr(request, "htmx", None):
            _note(getattr(request, "member", None), request)
        return response

    return answer


def _note(member: Member | None, request: HttpRequest) -> None:
    name = request.resolver_match.view_name if request.resolver_match else ""
    if member and member.touring and name in PAGES and any(name in part.seen for part in steps_of(member)):
        saw(member, name)
