"""Who is who in the example; all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from luoshi.people import actions
from luoshi.people.models import Member, Unit
from luoshi.people.roles import Reach, Role

UNITS = (
    ("党政办公室", "党办"),
    ("教务处", "教务"),
    ("科研处", "科研"),
    ("人事处", "人事"),
    ("招生就业处", "招就"),
    ("材料与冶金学院", "材料"),
    ("机械与动力学院", "机械"),
    ("信息工程学院", "信息"),
    ("化工与环境学院", "化工"),
    ("现代产业学院", "产业"),
)
# login, name, unit, post, role, at which unit ("" is the whole school)
MEMBERS = (
    ("ducha", "闻静之", "党政办公室", "督查科科长", Role.SUPERVISOR, ""),
    ("ducha2", "何清如", "党政办公室", "督查科副科长", Role.SUPERVISOR, ""),
    ("dangban", "邵云岫", "党政办公室", "综合科科长", Role.REPORTER, "党政办公室"),
    ("dangbanzr", "费如松", "党政办公室", "主任", Role.HEAD, "党政办公室"),
    ("cailiao", "叶听澜", "材料与冶金学院", "学院秘书", Role.REPORTER, "材料与冶金学院"),
    ("cailiaoyz", "沈既白", "材料与冶金学院", "院长", Role.HEAD, "材料与冶金学院"),
    ("xiaozhang", "陆怀瑾", "", "校长", Role.LEADER, ""),
    ("shenji", "祁见微", "", "审计员", Role.AUDITOR, ""),
    ("anquan", "柏守一", "", "安全管理员", Role.SECURITY, ""),
)
SHOWN = ("ducha", "cailiao", "cailiaoyz", "xiaozhang", "anquan")  # the accounts that a newcomer is told


@dataclass(frozen=True, slots=True)
class Cast:
    """The members of the example by what they do."""

    root: Unit
    units: dict[str, Unit]
    members: dict[str, Member]

    @property
    def office(self) -> Unit:
        """Return the unit that supervises."""
        return self.units["党政办公室"]

    @property
    def supervisor(self) -> Member:
        """Return who receives, draws and verifies."""
        return self.members["ducha"]

    def verifier(self, unit: Unit) -> Member:
        """Return who verifies what a unit reports."""
        return self.members["ducha2" if unit == self.office else "ducha"]

    def college(self, unit: Unit) -> tuple[Member, Member]:
        """Return the reporter and the head of a unit."""
        return self.members[f"r:{unit.name}"], self.members[f"h:{unit.name}"]


def enrol(day: date, password: str) -> Cast:
    """Found the school, its units and its members."""
    at = timezone.make_aware(datetime.combine(day, time(9)))
    root = actions.found("示例理工学院", short="学校")
    units = {name: actions.add_unit(root, name, short=short) for name, short in UNITS}
    members: dict[str, Member] = {}
    for login, name, unit, post, role, where in (*MEMBERS, *_others()):
        member = actions.enrol(units.get(unit, root), login=login, name=name, password=password)
        actions.appoint(member, post, since=day)
        reach = Reach.UNIT if where else Reach.SUBTREE
        actions.grant(member, actions.Office(role, units.get(where, root), day, reach), at=at)
        members[login] = member
        members[f"{role.value[0]}:{where}"] = member
    return Cast(root, units, members)


def _others() -> list[tuple[str, str, str, str, Role, str]]:
    """Invent a reporter and a head for each unit that has none yet."""
    surnames, given = "孟苏温简顾贺宁席", ("晓棠", "行远")
    waiting = [
        name for name, _ in UNITS if not any(row[2] == name and row[4] == Role.HEAD for row in MEMBERS)
    ]
    rows = []
    for number, (unit, surname) in enumerate(zip(waiting, surnames, strict=True), 1):
        rows.append((f"tb{number:02d}", f"{surname}{given[0]}", unit, "秘书", Role.REPORTER, unit))
        rows.append((f"fz{number:02d}", f"{surname}{given[1]}", unit, "负责人", Role.HEAD, unit))
    return rows
