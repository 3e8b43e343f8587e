"""Each golden case is read as it is written down."""

from collections import Counter

import pytest

from tests.reading.prose import Case, cases, told

CASES = tuple(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.place}-{case.title}")
def test_a_case_is_read_as_written(case: Case) -> None:
    read = told(case.text)
    kinds = dict.fromkeys(line.removeprefix("无 ").split()[0] for line in case.wanted)
    assert kinds, "a case says what is read"
    for kind in kinds:
        wanted = [line for line in case.wanted if line.split()[0] == kind]
        # A correction judges one sentence, and says nothing of those that it needs around it.
        assert [line for line in read[kind] if kind != "断" or line in wanted] == wanted


def test_there_are_cases_for_every_part() -> None:
    assert len(CASES) >= 40
    assert min(Counter(case.place for case in CASES).values()) >= 3
    assert {"deadlines", "targets", "owners", "basis", "meeting", "people", "acts", "speaker"} <= {
        c.place for c in CASES
    }


def test_no_case_stands_twice() -> None:
    assert max(Counter(case.text for case in CASES).values()) == 1
