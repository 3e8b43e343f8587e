"""The units and the people of the invented organisation."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import timezone

from luoshi.people.access import WIDTH
from luoshi.people.models import Grant, Member, Unit, UnitChange
from luoshi.people.roles import Reach, Role
from luoshi.people.rules import DEEPEST
from luoshi.people.units import ALWAYS
from luoshi.people.units import found as founded

PLACES = "云澜清溪青岚北渚南浦东隅西岭长汀平芜石桥白榆松坡柳溪枫林竹川兰台桂湾菊潭梅岭"
KINDS = ("理工学院", "师范学院", "工程学院", "工业大学", "科技学院", "职业学院", "医药学院", "农林学院")
OFFICES = ("党政办公室", "发展规划处", "教务处", "科研处", "人事处", "财务处", "学生处", "招生就业处")
FIELDS = ("材料", "机械", "信息", "化工", "电气", "土木", "经管", "外语", "数理", "环境", "交通", "能源")
FAMILY, GIVEN = "闻沈叶陆祁邵何费柏傅", "静之既白听澜怀瑾见微云岫清如守一望舒知远"


@dataclass(frozen=True, slots=True)
class School:
    """A school: its root, its units that do things, and who reports, signs and verifies."""

    root: Unit
    units: tuple[Unit, ...]
    reporter: Member
    head: Member
    supervisor: Member


def found(name: str, schools: int, units: int, today: date, rng: random.Random) -> tuple[Unit, list[School]]:
    """Found the organisation; with one school the organisation is the school itself."""
    top = founded(name, short=name[:2])
    roots = [top] if schools == 1 else _add(top, [_school(number) for number in range(schools)])
    made = []
    for number, root in enumerate(roots):
        below = _add(
            root, [f"{_unit(place)}{'' if schools == 1 else number + 1}" for place in range(units - 1)]
        )
        made.append(School(root, tuple(below), *_people(root, number, today, rng)))
    return top, made


def _school(number: int) -> str:
    place, kind = divmod(number, len(KINDS))
    at = 2 * (place % (len(PLACES) // 2))
    return f"{PLACES[at : at + 2]}{KINDS[kind]}"


def _unit(number: int) -> str:
    if number < len(OFFICES):
        return OFFICES[number]
    turn, field = divmod(number - len(OFFICES), len(FIELDS))
    kind = ("学院", "研究院", "实验中心", "产业学院", "实训基地", "教研部")[turn % 6]
    return f"{FIELDS[field]}{kind}"


def _add(above: Unit, names: list[str]) -> list[Unit]:
    """Add units in bulk; their paths are written when their keys are known."""
    made = Unit.everything.bulk_create(
        Unit(
            organisation_id=above.organisation_id,
            parent=above,
            name=name,
            short=name[:4],
            path=f"new {above.pk} {number}"[: WIDTH * DEEPEST],
        )
        for number, name in enumerate(names)
    )
    for unit in made:
        unit.path = f"{above.path}{unit.pk:0{WIDTH}d}"
    Unit.everything.bulk_update(made, ["path"], batch_size=500)
    UnitChange.everything.bulk_create(
        UnitChange(
            unit=unit,
            kind=UnitChange.Kind.FOUNDED,
            about=ALWAYS.on,
            known_at=ALWAYS.at,
            name=unit.name,
            short=unit.short,
            parent=above,
        )
        for unit in made
    )
    return made


def _people(root: Unit, number: int, today: date, rng: random.Random) -> tuple[Member, Member, Member]:
    """Enrol who reports, who signs and who verifies; nobody can sign in before a password is set."""
    since = today - timedelta(days=1200)
    at = timezone.make_aware(datetime.combine(since, time(9)))
    roles = (Role.REPORTER, Role.HEAD, Role.SUPERVISOR)
    members = [
        Member(
            unit=root,
            login=f"{role}{number + 1}",
            name=rng.choice(FAMILY) + _given(rng),
            password=UNUSABLE_PASSWORD_PREFIX,
        )
        for role in roles
    ]
    made = Member.everything.bulk_create(members)
    Grant.objects.bulk_create(
        Grant(member=member, role=role, unit=root, reach=Reach.SUBTREE, since=since, known_at=at)
        for member, role in zip(made, roles, strict=True)
    )
    return made[0], made[1], made[2]


def _given(rng: random.Random) -> str:
    at = 2 * rng.randrange(len(GIVEN) // 2)
    return GIVEN[at : at + 2]
