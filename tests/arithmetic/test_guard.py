"""护栏: a quota of employment needs a reason that is kept; watching the rate needs none."""

from __future__ import annotations

import pytest

from luoshi.arithmetic.errors import NeedsReason
from luoshi.arithmetic.guard import Aim, Breach, Subject, is_employment_rate, override, warnings

RATE = "毕业去向落实率"
REASON = "省里已下达本年度目标，学校党委会研究同意"


@pytest.mark.parametrize(
    ("subject", "quota", "appraisal", "found"),
    [
        (Subject.COLLEGE, True, False, [Breach.QUOTA]),
        (Subject.SCHOOL, True, False, [Breach.QUOTA]),
        (Subject.COUNSELLOR, True, False, [Breach.APPORTIONED]),
        (Subject.COUNSELLOR, False, True, [Breach.APPRAISAL]),
        (Subject.COLLEGE, True, True, [Breach.QUOTA, Breach.APPRAISAL]),
        (Subject.OFFICE, True, False, []),
        (Subject.OFFICE, False, True, [Breach.APPRAISAL]),
        (Subject.COLLEGE, False, False, []),
    ],
)
def test_who_is_warned_of_what(subject: Subject, quota: bool, appraisal: bool, found: list[Breach]) -> None:
    assert list(warnings(Aim(RATE, subject, quota, appraisal))) == found


def test_another_indicator_may_be_a_quota() -> None:
    aim = Aim("横向到账经费", Subject.COLLEGE, quota=True, appraisal=True)
    assert warnings(aim) == ()
    assert override(aim, "") is None


@pytest.mark.parametrize("reason", ["", "同意", "         同意          "])
def test_a_quota_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(NeedsReason, match="不得不切实际"):
        override(Aim(RATE, Subject.COLLEGE, quota=True), reason)


def test_a_reason_has_ten_characters() -> None:
    aim = Aim(RATE, Subject.COLLEGE, quota=True)
    with pytest.raises(NeedsReason, match="不少于10字"):
        override(aim, "一二三四五六七八九")
    assert override(aim, "一二三四五六七八九十")


def test_a_quota_with_a_reason_is_kept_with_what_was_warned_of() -> None:
    aim = Aim(RATE, Subject.COLLEGE, quota=True)
    found = override(aim, f" {REASON} ")
    assert found
    assert (found.aim, found.warnings, found.reason) == (aim, (Breach.QUOTA,), REASON)


@pytest.mark.parametrize(
    "name", ["初次就业率", "在辽就业率", "2026届毕业生去向落实率", "就业落实率", "单位就业率"]
)
def test_the_names_of_the_rate_are_known(name: str) -> None:
    assert is_employment_rate(name)


@pytest.mark.parametrize("name", ["升学率", "督办事项落实率", "就业服务满意度", "项目签约率"])
def test_other_rates_are_let_alone(name: str) -> None:
    assert not is_employment_rate(name)
