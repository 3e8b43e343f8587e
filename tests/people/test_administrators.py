"""Three administrators: one says who there is, one what they may, one looks on; nobody is two, now or later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from luoshi.people import access
from luoshi.people import actions as people
from luoshi.people.actions import Office, Term
from luoshi.people.errors import (
    AdministratorsApart,
    AlreadyEnded,
    AlreadyThere,
    Backwards,
    NoReason,
    NotAllowed,
    NotDelegable,
    OwnOffice,
)
from luoshi.people.models import Grant, Member, Switch
from luoshi.people.roles import ADMINISTRATORS, EVERYBODY, Reach, Role
from tests.world import NOW, TODAY, World, grant, member

DAY = timedelta(days=1)


def office(world: World, role: Role, since: int, until: int | None) -> Office:
    end = None if until is None else TODAY + until * DAY
    return Office(role, world.units["parent"], TODAY + since * DAY, until=end)


@pytest.mark.parametrize(
    ("since", "until", "apart"),
    [
        (-30, -11, True),
        (21, None, True),
        (-30, -10, False),
        (20, 30, False),
        (0, 1, False),
        (-30, None, False),
    ],
)
def test_two_administrators_roles_may_follow_each_other_and_not_overlap(
    world: World, since: int, until: int | None, apart: bool
) -> None:
    who = member(world.units["parent"], "who")
    people.grant(who, office(world, Role.SYSTEM, -10, 20), at=NOW)
    if apart:
        assert people.grant(who, office(world, Role.AUDIT, since, until), at=NOW).role == Role.AUDIT
        return
    with pytest.raises(AdministratorsApart):
        people.grant(who, office(world, Role.AUDIT, since, until), at=NOW)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrators_grant_is_not_lent(world: World, role: Role) -> None:
    admin = world.members[role.value]
    with pytest.raises(NotDelegable):
        people.delegate(
            admin.grants.get(), world.members["head"], Term(TODAY, TODAY, "休假"), by=admin, at=NOW
        )


def test_nobody_grants_to_themselves(world: World) -> None:
    security = world.members["security"]
    with pytest.raises(OwnOffice):
        people.grant(security, office(world, Role.SUPERVISOR, 0, None), at=NOW, by=security)


@pytest.mark.parametrize("who", sorted(set(Role.values) - {"security"}))
def test_only_the_security_administrator_grants_ends_and_revokes(world: World, who: str) -> None:
    by, nobody = world.members[who], world.members["nobody"]
    held = grant(nobody, Role.REPORTER, world.units["own"], Reach.UNIT)
    deeds: list[Any] = [
        lambda by: people.grant(nobody, office(world, Role.HEAD, 0, None), at=NOW, by=by),
        lambda by: people.end_grant(held, on=TODAY, at=NOW, by=by),
        lambda by: people.revoke(held, at=NOW, by=by),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed(by)
    assert Grant.objects.get(pk=held.pk).revoked_at is None
    for deed in deeds:
        deed(world.members["security"])
    assert Grant.objects.get(pk=held.pk).revoked_by == world.members["security"]


@pytest.mark.parametrize("who", sorted(set(Role.values) - {"system"}))
def test_only_the_system_administrator_enrols_disables_and_enables(world: World, who: str) -> None:
    by, nobody, own = world.members[who], world.members["nobody"], world.units["own"]
    deeds: list[Any] = [
        lambda by: people.enrol(own, login="new", name="新人", password="x", by=by),
        lambda by: people.disable(nobody, reason="离校", by=by, at=NOW),
        lambda by: people.enable(world.members["disabled"], reason="返校", by=by, at=NOW),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed(by)
    for deed in deeds:
        deed(world.members["system"])
    assert list(Switch.everything.values_list("member__login", "active")) == [
        ("nobody", False),
        ("disabled", True),
    ]


def test_an_administrator_has_no_rule_but_the_own(world: World) -> None:
    """Over the whole table of all stages: an administrator reads names, and does what only they do."""
    own = {
        Role.SYSTEM: {"arrange", "enrol", "switch"},
        Role.SECURITY: {"grant"},
        Role.AUDIT: set[str](),
    }
    for (action, model), rules in access.table().items():
        for rule in rules:
            names = action == "read" and model in {"people.Unit", "people.Member"}
            for role in ADMINISTRATORS & rule.roles:
                assert names or action in own[Role(role)] or model.startswith("audit."), (action, model, role)
            if action in {"arrange", "enrol", "switch", "grant"}:
                assert len(rule.roles) == 1
                assert rule.roles != EVERYBODY


def test_switching_needs_a_reason_another_and_a_change(world: World) -> None:
    system, nobody = world.members["system"], world.members["nobody"]
    with pytest.raises(NoReason):
        people.disable(nobody, reason=" ", by=system, at=NOW)
    with pytest.raises(OwnOffice):
        people.disable(system, reason="离校", by=system, at=NOW)
    with pytest.raises(AlreadyThere):
        people.enable(nobody, reason="返校", by=system, at=NOW)
    assert not people.disable(nobody, reason="离校", by=system, at=NOW).is_active
    with pytest.raises(AlreadyThere):
        people.disable(nobody, reason="离校", by=system, at=NOW)


def test_a_grant_ends_on_a_day_to_come_and_keeps_its_reason(world: World) -> None:
    nobody, own = world.members["nobody"], world.units["own"]
    held = grant(nobody, Role.HEAD, own, Reach.UNIT, reason="任命文件")
    ended = people.end_grant(held, on=TODAY + DAY, at=NOW)
    assert (ended.until, ended.ended_at, ended.reason) == (TODAY + DAY, NOW, "任命文件")
    assert access.roles(Member.everything.get(pk=nobody.pk)) == {Role.HEAD}
    with pytest.raises(AlreadyEnded):
        people.end_grant(held, on=TODAY + DAY, at=NOW)
    with pytest.raises(Backwards):
        people.end_grant(held, on=held.since - DAY, at=NOW)
    with pytest.raises(Backwards):
        grant(nobody, Role.HEAD, own, until=TODAY - timedelta(days=366))
    people.revoke(held, at=NOW)
    with pytest.raises(AlreadyEnded):
        people.end_grant(held, on=TODAY, at=NOW)
