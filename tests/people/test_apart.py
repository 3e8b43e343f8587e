"""Nobody signs, sends back, verifies or declines what they have reported: not by a second role, nor through another.

The deeds are those of `work` and `results`, asked over HTTP, where the door looks at the person and at whose right
they act by; the last tests call the actions themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from luoshi.people import access
from luoshi.people import actions as people
from luoshi.people.access import Rule
from luoshi.people.actions import Line, Term
from luoshi.people.models import Delegation, Member
from luoshi.people.roles import Reach, Role
from luoshi.results import actions as results
from luoshi.work import actions as work
from luoshi.work.errors import OwnReport
from luoshi.work.models import Update
from tests.conftest import signed_in
from tests.world import NOW, TODAY, World, grant, member, reported

DAY = timedelta(days=1)
WEEK = Term(TODAY - DAY, TODAY + 7 * DAY, "出差")
SUPERVISOR = frozenset({Role.SUPERVISOR})


class Scene:
    """Three people of the college, and what they do."""

    def __init__(self, world: World) -> None:
        self.world, self.units = world, world.units
        self.a, self.b, self.c = (member(world.units["own"], login) for login in ("a", "b", "c"))
        self.other = world.members["signer"]

    def may(self, who: Member, role: Role, at: str = "own", **more: Any) -> Any:
        return grant(who, role, self.units[at], Reach.SUBTREE, **more)

    def lend(self, giver: Member, to: Member, role: Role, at: str = "own", term: Term = WEEK) -> Delegation:
        return people.delegate(self.may(giver, role, at), to, term, by=giver, at=NOW)

    def report(self, maker: Member, state: str = "signed", signer: Member | None = None) -> Update:
        place = self.world.places["own"]
        return reported(place.item, place.unit, "x", maker, signer or self.other, state)

    def line(self) -> None:
        said: dict[str, Any] = {"capabilities": ["return", "verify"], "reach": Reach.UNIT}
        people.draw_line(self.units["sibling"], Line(self.units["own"], TODAY, **said), at=NOW)


Way = Callable[[Scene], tuple[Update, Member]]
WAYS: dict[str, Way] = {}


def way(made: Way) -> Way:
    """Enter a way by which one person would report and verify."""
    WAYS[(made.__doc__ or "").rstrip(".")] = made
    return made


@way
def second_role(s: Scene) -> tuple[Update, Member]:
    """A reporter is made a supervisor as well."""
    s.may(s.a, Role.REPORTER)
    s.may(s.a, Role.SUPERVISOR, "parent")
    return s.report(s.a), s.a


@way
def later_role(s: Scene) -> tuple[Update, Member]:
    """A reporter becomes a supervisor after their role as reporter was revoked."""
    first = s.may(s.a, Role.REPORTER)
    update = s.report(s.a)
    people.revoke(first, at=NOW)
    s.may(s.a, Role.SUPERVISOR, "parent")
    return update, s.a


@way
def signer(s: Scene) -> tuple[Update, Member]:
    """Who signed as head verifies as supervisor."""
    s.may(s.a, Role.HEAD)
    s.may(s.a, Role.SUPERVISOR, "parent")
    return s.report(s.b, signer=s.a), s.a


@way
def own_head(s: Scene) -> tuple[Update, Member]:
    """A reporter is head as well, and signs."""
    s.may(s.a, Role.REPORTER)
    s.may(s.a, Role.HEAD)
    return s.report(s.a, "reported"), s.a


@way
def borrowed_head(s: Scene) -> tuple[Update, Member]:
    """The head lends the office to the reporter."""
    s.may(s.a, Role.REPORTER)
    s.lend(s.b, s.a, Role.HEAD)
    return s.report(s.a, "reported"), s.a


@way
def borrower_verifies_the_own(s: Scene) -> tuple[Update, Member]:
    """A supervisor lends the office to the reporter."""
    s.lend(s.b, s.a, Role.SUPERVISOR, "parent")
    return s.report(s.a), s.a


@way
def borrower_verifies_the_givers(s: Scene) -> tuple[Update, Member]:
    """A supervisor reports and lends the office to somebody who verifies."""
    s.may(s.a, Role.REPORTER)
    s.lend(s.a, s.b, Role.SUPERVISOR, "parent")
    return s.report(s.a), s.b


@way
def giver_verifies_the_borrowers(s: Scene) -> tuple[Update, Member]:
    """A supervisor lets somebody report with their role of reporter, and verifies."""
    s.lend(s.a, s.b, Role.REPORTER)
    s.may(s.a, Role.SUPERVISOR, "parent")
    return s.report(s.b), s.a


@way
def giver_verifies_after_the_end(s: Scene) -> tuple[Update, Member]:
    """The same, and the delegation is over by then."""
    lent = s.lend(s.a, s.b, Role.REPORTER)
    s.may(s.a, Role.SUPERVISOR, "parent")
    update = s.report(s.b)
    people.end_delegation(lent, by=s.a, at=NOW + timedelta(hours=1))
    return update, s.a


@way
def two_borrowers(s: Scene) -> tuple[Update, Member]:
    """One borrows a supervisor's role of reporter, another the office of supervisor."""
    s.lend(s.a, s.b, Role.REPORTER)
    s.lend(s.a, s.c, Role.SUPERVISOR, "parent")
    return s.report(s.b), s.c


@way
def borrower_signed(s: Scene) -> tuple[Update, Member]:
    """A supervisor lets somebody sign with their office of head, and verifies."""
    s.lend(s.a, s.b, Role.HEAD)
    s.may(s.a, Role.SUPERVISOR, "parent")
    return s.report(s.c, signer=s.b), s.a


@way
def by_a_line(s: Scene) -> tuple[Update, Member]:
    """A reporter supervises the college by a line."""
    s.may(s.a, Role.SUPERVISOR, "sibling")
    s.line()
    return s.report(s.a), s.a


@way
def by_a_borrowed_line(s: Scene) -> tuple[Update, Member]:
    """A reporter borrows the office to which a line belongs."""
    s.lend(s.b, s.a, Role.SUPERVISOR, "sibling")
    s.line()
    return s.report(s.a), s.a


@way
def by_a_line_for_another(s: Scene) -> tuple[Update, Member]:
    """Who supervises by a line reports, and another borrows the office."""
    s.lend(s.a, s.b, Role.SUPERVISOR, "sibling")
    s.line()
    return s.report(s.a), s.b


def deeds(update: Update, who: Member) -> dict[str, int]:
    """Try all that may be done with a report of others, in a new session; a report is read by whom it is theirs to read."""
    client = signed_in(who)
    told = {"percent": "30", "reason": "请补充"} | {
        f"evidence-{one.pk}": "accept" for one in update.evidence.all()
    }
    return {
        name: client.post(reverse(f"results:{name}", kwargs={"pk": update.pk}), told).status_code
        for name in ("sign", "send_back", "verify", "decline")
    }


@pytest.mark.parametrize("name", WAYS)
def test_who_reports_does_not_verify(name: str, world: World) -> None:
    update, who = WAYS[name](Scene(world))
    before = update.state, update.steps.count()
    answers = deeds(update, who)
    assert {answers["verify"], answers["decline"]} <= {403, 404}
    # Who has signed may not sign again: that is the state's to say.
    assert {answers["sign"], answers["send_back"]} <= (
        {403, 404} if before[0] == "reported" else {403, 404, 409}
    )
    update.refresh_from_db()
    assert (update.state, update.steps.count()) == before


@pytest.mark.parametrize("name", WAYS)
def test_each_way_is_open_to_who_has_nothing_to_do_with_the_report(name: str, world: World) -> None:
    """The same standing, and a report of others: else the refusals above would be for want of a role."""
    scene = Scene(world)
    update, who = WAYS[name](scene)
    others = scene.report(world.members["maker"], "reported" if update.state == "reported" else "signed")
    assert {302, 303} & set(deeds(others, who).values())


def test_there_are_ways_enough() -> None:
    assert len(WAYS) >= 8


def test_an_old_delegation_bars_nobody_from_what_was_reported_since(world: World) -> None:
    s = Scene(world)
    held = s.may(s.a, Role.REPORTER)
    Delegation.objects.create(
        grant=held, to=s.b, since=TODAY - 30 * DAY, until=TODAY - 20 * DAY, reason="出差", known_at=NOW
    )
    s.may(s.a, Role.SUPERVISOR, "parent")
    assert access.can(s.a, "verify", s.report(s.b))


def test_a_lent_role_with_which_nothing_is_made_bars_nobody_where_the_rule_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head on leave lends the office to the reporter, and signs the reporter's reports when back."""
    s = Scene(world)
    s.lend(s.a, s.b, Role.HEAD)
    update = s.report(s.b, "reported")
    assert access.can(s.a, "sign", update)
    assert not access.can(Member.everything.get(pk=s.b.pk), "sign", update)
    rule = Rule("sign", "work.Update", frozenset({Role.HEAD}), "unit", not_by=("by",))  # made as anything
    monkeypatch.setattr(access, "_table", {("sign", "work.Update"): (rule,)})
    assert not access.can(s.a, "sign", update)


def test_the_actions_refuse_whoever_calls_them(world: World) -> None:
    """No door, no role: a command or an import that calls the action itself."""
    s = Scene(world)
    mine, signed = s.report(s.a, "reported"), s.report(s.a, signer=s.b)
    words = {piece.pk: "accept" for piece in signed.evidence.all()}
    for deed in (
        lambda: work.sign(mine, by=s.a, at=NOW),
        lambda: work.send_back(mine, reason="x", by=s.a, at=NOW),
        lambda: work.verify(signed, note="", by=s.a, at=NOW),
        lambda: work.verify(signed, note="", by=s.b, at=NOW),
        lambda: work.decline(signed, reason="x", by=s.a, at=NOW),
        lambda: results.verify(signed, shown=10, words=words, note="", by=s.b, at=NOW),
    ):
        with pytest.raises(OwnReport):
            deed()
