"""护栏: employment rates that must not be quotas.

The ministry forbids (三不得) to set a college or university unrealistic rates of placement, to apportion placement to
counsellors layer by layer, and to tie this single rate to the appraisal of those who work on it. A machine cannot tell
what is realistic: it warns, and goes on only with a reason, which is kept. Forced or false contracts (四不准) are no
targets; against those stand the rules of evidence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from luoshi.arithmetic.errors import NeedsReason
from luoshi.wording import noted, say

_RATE = re.compile(r"就业(?:落实|签约)?(?:率|比例)|去向\w{0,4}落实率")  # zh: reads Chinese
SHORTEST = 10  # characters of a reason: “同意” is none


class Subject(StrEnum):
    """对象: on whom a target is put."""

    SCHOOL = "school"
    OFFICE = "office"
    COLLEGE = "college"
    COUNSELLOR = "counsellor"


class Breach(StrEnum):
    """红线: what a target would breach."""

    QUOTA = noted("不得不切实际向高校或院系提去向落实率具体指标")
    APPORTIONED = noted("不得层层加码向辅导员摊派就业任务")
    APPRAISAL = noted("不得将单一的去向落实率与就业工作人员或辅导员的绩效考核、评优挂钩")


_QUOTAS = {
    Subject.SCHOOL: Breach.QUOTA,
    Subject.COLLEGE: Breach.QUOTA,
    Subject.COUNSELLOR: Breach.APPORTIONED,
}


@dataclass(frozen=True, slots=True)
class Aim:
    """拟定目标: what is measured, on whom it is put, and whether it is a quota or tied to appraisal."""

    indicator: str
    subject: Subject
    quota: bool
    appraisal: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """破例: the warnings that were passed over, and the reason; to be logged with who and when."""

    aim: Aim
    warnings: tuple[Breach, ...]
    reason: str


def is_employment_rate(name: str) -> bool:
    """Tell whether an indicator is a rate of employment or placement by its name.

    >>> [is_employment_rate(name) for name in ("毕业去向落实率", "在辽就业率", "就业服务满意率", "项目落实率")]
    [True, True, False, False]
    """
    return _RATE.search(name) is not None


def warnings(aim: Aim) -> tuple[Breach, ...]:
    """Return what an aim would breach; nothing for a rate that is only watched.

    >>> [one.name for one in warnings(Aim("毕业去向落实率", Subject.COUNSELLOR, quota=True, appraisal=True))]
    ['APPORTIONED', 'APPRAISAL']
    >>> warnings(Aim("毕业去向落实率", Subject.COLLEGE, quota=False))
    ()
    """
    if not is_employment_rate(aim.indicator):
        return ()
    quota = _QUOTAS.get(aim.subject) if aim.quota else None
    appraisal = Breach.APPRAISAL if aim.appraisal else None
    return tuple(one for one in (quota, appraisal) if one)


def override(aim: Aim, reason: str) -> Override | None:
    """Return what is to be logged when a warned aim is set all the same; None where nothing is warned of."""
    found = warnings(aim)
    if not found:
        return None
    if len(reason.strip()) < SHORTEST:
        asked = noted("{breach}。如确需设定，请写明理由（不少于{n}字）")
        raise NeedsReason(say(asked, breach=say(found[0]), n=SHORTEST))
    return Override(aim, found, reason.strip())
