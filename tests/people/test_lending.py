"""Delegation and lines of supervision: what they open, to whom, and what they are refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from luoshi.documents.models import Document
from luoshi.people import access
from luoshi.people import actions as people
from luoshi.people.access import Rule
from luoshi.people.actions import Line, Term
from luoshi.people.errors import (
    AlreadyEnded,
    Backwards,
    Foreign,
    NoCapability,
    NoReason,
    NotAllowed,
    NotDelegable,
    Outlasting,
    OwnLine,
    OwnOffice,
)
from luoshi.people.models import Delegation, Grant, Member
from luoshi.people.roles import Reach, Role
from luoshi.plans.models import Item, Plan
from tests.world import NOW, TODAY, World, grant, member

DAY = timedelta(days=1)
WEEK = Term(TODAY, TODAY + 7 * DAY, "出差")
SUPERVISOR = frozenset({Role.SUPERVISOR})


def again(who: Member) -> Member:
    """Return the member as on a new request."""
    return Member.everything.get(pk=who.pk)


def lend(world: World, giver: str, to: str, term: Term = WEEK) -> Delegation:
    held = Grant.objects.get(member=world.members[giver])
    return people.delegate(held, world.members[to], term, by=world.members[giver], at=NOW)


def test_a_delegate_may_what_the_giver_may_and_in_their_name(world: World) -> None:
    item, nobody = world.places["own"].item, world.members["nobody"]
    assert not access.can(again(nobody), "draft", item)
    lend(world, "planner", "nobody")
    who = again(nobody)
    assert access.can(who, "draft", item)
    assert access.acting_for(who, "draft", item) == world.members["planner"]
    assert not access.can(who, "draft", world.places["foreign"].item)
    assert access.acting_for(who, "draft", world.places["foreign"].item) is None


def test_ones_own_right_comes_first(world: World) -> None:
    lend(world, "planner", "supervisor")
    who = again(world.members["supervisor"])
    assert access.can(who, "draft", world.places["own"].item)
    assert access.acting_for(who, "draft", world.places["own"].item) is None


def test_the_giver_keeps_what_was_lent(world: World) -> None:
    lend(world, "planner", "nobody")
    assert access.can(again(world.members["planner"]), "draft", world.places["own"].item)


def test_what_is_lent_is_not_lent_on(world: World) -> None:
    lent = lend(world, "planner", "nobody")
    with pytest.raises(NotDelegable):
        people.delegate(lent.grant, world.members["head"], WEEK, by=world.members["nobody"], at=NOW)


REFUSED: list[tuple[type[Exception], str, Term]] = [
    (OwnOffice, "planner", WEEK),
    (Foreign, "foreign_supervisor", WEEK),
    (NoReason, "nobody", Term(TODAY, TODAY, "  ")),
    (Backwards, "nobody", Term(TODAY, TODAY - DAY, "出差")),
    (Backwards, "nobody", Term(TODAY - 5 * DAY, TODAY - DAY, "出差")),
    (Outlasting, "nobody", Term(TODAY, TODAY + 99 * DAY, "出差")),
    (Outlasting, "nobody", Term(TODAY - 999 * DAY, TODAY, "出差")),
]


@pytest.mark.parametrize(("refusal", "to", "term"), REFUSED)
def test_a_delegation_that_cannot_be_is_refused(
    world: World, refusal: type[Exception], to: str, term: Term
) -> None:
    held = Grant.objects.get(member=world.members["planner"])
    people.end_grant(held, on=TODAY + 30 * DAY, at=NOW)
    with pytest.raises(refusal):
        lend(world, "planner", to, term)


def test_a_revoked_grant_is_not_lent(world: World) -> None:
    held = Grant.objects.get(member=world.members["planner"])
    people.revoke(held, at=NOW)
    with pytest.raises(Outlasting):
        people.delegate(held, world.members["nobody"], WEEK, by=world.members["planner"], at=NOW)


@pytest.mark.parametrize("who", ["planner", "nobody", "security"])
def test_a_delegation_is_ended_by_either_or_by_the_security_administrator(world: World, who: str) -> None:
    lent = lend(world, "planner", "nobody")
    with pytest.raises(NotAllowed):
        people.end_delegation(lent, by=world.members["supervisor"], at=NOW)
    people.end_delegation(lent, by=world.members[who], at=NOW)
    assert not access.grants(again(world.members["nobody"]))
    with pytest.raises(AlreadyEnded):
        people.end_delegation(lent, by=world.members[who], at=NOW)


def test_a_delegation_opens_nothing_before_its_day(world: World) -> None:
    lend(world, "planner", "nobody", Term(TODAY + DAY, TODAY + 2 * DAY, "出差"))
    assert not access.grants(again(world.members["nobody"]))


# Lines


def line(world: World, **more: Any) -> Any:
    """Let the other college supervise the own one."""
    said: dict[str, Any] = {"reach": Reach.UNIT, **more}
    return people.draw_line(world.units["sibling"], Line(world.units["own"], TODAY, **said), at=NOW)


@pytest.fixture
def who(world: World) -> Member:
    """Return a supervisor of the other college."""
    made = member(world.units["sibling"], "line_supervisor")
    grant(made, Role.SUPERVISOR, world.units["sibling"], Reach.UNIT)
    return made


@pytest.fixture
def by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put rules by line of the test's own in the place of those of the stages."""
    others = {key: tuple(rule for rule in rules if not rule.line) for key, rules in access.table().items()}
    monkeypatch.setattr(access, "_table", access.defaultdict(tuple, others))
    access.say(
        [
            Rule("read", "plans.Item", SUPERVISOR, "owners__unit", line="read", topic="title"),
            Rule("note", "plans.Item", SUPERVISOR, "owners__unit", line="comment", topic="title"),
            Rule("read", "plans.Plan", SUPERVISOR, "items__owners__unit", line="read"),
        ]
    )


def sees(who: Member, action: str = "read") -> set[str]:
    return {item.title for item in access.scope(again(who), action, Item)}


def test_a_line_opens_the_subject_and_no_more_than_it_says(world: World, who: Member, by_line: None) -> None:
    before = sees(who)
    line(world)
    assert sees(who) - before == {"金丝雀own任务"}
    assert sees(who, "note") == set()
    assert not access.can(again(who), "draft", world.places["own"].item)


def test_a_line_may_reach_what_is_below_the_subject(world: World, who: Member, by_line: None) -> None:
    line(world, reach=Reach.SUBTREE, capabilities=["comment"])
    assert sees(who, "note") == {"金丝雀own任务", "金丝雀child任务"}
    assert sees(who) >= {"金丝雀own任务", "金丝雀child任务"}


def test_a_line_with_words_opens_only_what_bears_one_of_them(
    world: World, who: Member, by_line: None
) -> None:
    line(world, reach=Reach.SUBTREE, words=" 消防  金丝雀child ")
    assert "金丝雀child任务" in sees(who)
    assert "金丝雀own任务" not in sees(who)
    # The rule on plans has no topic to look in.
    assert world.places["child"].plan not in Plan.objects.visible_to(again(who))


def test_a_line_is_for_who_supervises_at_its_unit(world: World, by_line: None) -> None:
    line(world)
    for login in ("sibling_head", "nobody"):
        assert "金丝雀own任务" not in sees(world.members[login])
    above = member(world.units["parent"], "above")
    grant(above, Role.SUPERVISOR, world.units["cousin"], Reach.SUBTREE)
    assert "金丝雀own任务" not in sees(above)


def test_who_borrows_the_office_of_a_supervisor_borrows_its_lines(
    world: World, who: Member, by_line: None
) -> None:
    line(world)
    people.delegate(who.grants.get(), world.members["nobody"], WEEK, by=who, at=NOW)
    borrower, item = again(world.members["nobody"]), world.places["own"].item
    assert access.can(borrower, "read", item)
    assert access.acting_for(borrower, "read", item) == who


def test_another_set_of_capabilities_is_a_line_drawn_anew(world: World, who: Member, by_line: None) -> None:
    drawn = line(world, capabilities=["comment", "verify"])
    assert drawn.capabilities == "read comment verify"
    assert sees(who, "note")
    assert people.narrow_line(drawn, ["read"], at=NOW).capabilities == "read"
    assert not sees(who, "note")
    with pytest.raises(AlreadyEnded):
        people.cut_line(drawn, at=NOW)


def test_a_line_that_cannot_be_is_refused(world: World) -> None:
    own, head = world.units["own"], world.members["head"]
    with pytest.raises(OwnLine):
        people.draw_line(own, Line(own, TODAY), at=NOW)
    with pytest.raises(Foreign):
        people.draw_line(own, Line(world.units["foreign"], TODAY), at=NOW)
    with pytest.raises(Backwards):
        line(world, until=TODAY - DAY)
    with pytest.raises(NoCapability):
        line(world, capabilities=["edit"])
    with pytest.raises(NotAllowed):
        people.draw_line(world.units["sibling"], Line(own, TODAY), at=NOW, by=head)
    drawn = people.draw_line(world.units["sibling"], Line(own, TODAY), at=NOW, by=world.members["security"])
    with pytest.raises(NotAllowed):
        people.cut_line(drawn, at=NOW, by=head)


@pytest.mark.parametrize(
    "said",
    [
        {"action": "report", "line": "verify"},
        {"action": "verify", "line": "read"},
        {"action": "read", "line": "edit"},
        {"action": "read", "line": "read", "wide": True},
        {"action": "read", "line": "read", "roles": frozenset({Role.HEAD})},
        {"action": "read", "line": "read", "model": "people.Member"},
    ],
)
def test_no_policy_can_say_more_of_lines_than_they_may(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"line|edit"):
        Rule(**{"model": "work.Update", "roles": SUPERVISOR, "unit": "unit", **said})


def test_two_queries_whatever_is_held_lent_or_drawn(
    world: World, who: Member, by_line: None, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        giver = member(world.units["sibling"], f"giver{number}")
        held = grant(giver, Role.SUPERVISOR, world.units["cousin"], Reach.SUBTREE)
        people.delegate(held, who, WEEK, by=giver, at=NOW)
        line(world)
    asked = again(who)
    with django_assert_num_queries(2 + 2):  # two for what is held, one for each list
        list(access.scope(asked, "read", Document))
        list(access.scope(asked, "read", Plan))


def test_lines_are_not_asked_for_where_no_rule_is_by_line(
    world: World, django_assert_num_queries: Any
) -> None:
    asked = again(world.members["supervisor"])
    with django_assert_num_queries(2):
        list(access.scope(asked, "read", Document))
