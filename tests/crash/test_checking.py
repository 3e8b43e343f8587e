"""The checker: each kind of loss is seen on rows that were spoiled by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from luoshi.documents.actions import keep
from luoshi.documents.models import Original
from luoshi.plans.models import Plan
from luoshi.results import actions as results
from luoshi.results.models import Acceptance, Evidence, Observation
from luoshi.work import actions as work
from luoshi.work.models import Step, Update
from tests.crash.afterwards import CHECKS
from tests.crash.checking import look
from tests.crash.ledger import FAIL, OK, UNKNOWN, Entry, Findings
from tests.world import NOW, TODAY, World

CONTENT = b"what was handed in"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def update(world: World) -> Update:
    """Return the one report there is: token `a`, with evidence, signed and verified."""
    empty()
    cast, place = world.members, world.places["own"]
    claim = work.Claim(about=TODAY, percent=50, text="a")
    piece = results.Piece("a.pdf", CONTENT, "佐证")
    made = results.report(place.item, claim, unit=place.unit, evidence=[piece], by=cast["reporter"], at=NOW)
    work.sign(made, by=cast["head"], at=NOW)
    words = {Evidence.everything.get().pk: "accept"}
    results.verify(made, shown=40, words=words, note="", by=cast["supervisor"], at=NOW)
    return made


def empty() -> None:
    """Take away what the world has reported: the checker looks at all that there is."""
    handed_in = list(Evidence.everything.values_list("original", flat=True))
    for model in (Observation, Acceptance, Evidence, Step, Update):
        model.everything.all().delete()
    Original.everything.filter(pk__in=handed_in).delete()


def asked(update: Update, *more: Entry) -> Findings:
    """Hold the database to what was acknowledged of the report."""
    first = Entry("report", "a", digest=DIGEST, outcome=OK)
    moves = [Entry(deed, update=update.pk, outcome=OK) for deed in ("sign", "verify")]
    return look([first, *moves, *more])


def test_a_whole_report_is_in_order(update: Update) -> None:
    more = Entry("report", "b", outcome=UNKNOWN), Entry("report", "c", outcome=FAIL)
    found = asked(update, *more)
    assert (found.wrong, found.acknowledged, found.unknown, found.unknown_there) == (0, 3, 1, 0), found


def spoil_bytes() -> None:
    Original.everything.filter(evidence__isnull=False).update(content=b"something else")


def drop_first_step() -> None:
    Step.everything.filter(was="").delete()


def drop_evidence() -> None:
    Acceptance.everything.all().delete()
    Evidence.everything.all().delete()


def keep_what_nothing_speaks_of() -> None:
    keep(b"x", "b.pdf", "pdf")


def turn_back() -> None:
    Update.everything.update(state=Update.State.SIGNED)


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_bytes,
        drop_first_step,
        drop_evidence,
        keep_what_nothing_speaks_of,
        turn_back,
        lambda: Observation.everything.all().delete(),
        lambda: Acceptance.everything.all().delete(),
    ],
)
def test_what_is_half_there_is_seen(update: Update, spoil: Callable[[], object]) -> None:
    spoil()
    assert asked(update).half_applied > 0


def test_what_is_gone_is_lost(update: Update) -> None:
    assert asked(update, Entry("report", "b", outcome=OK)).lost == 1
    Step.everything.filter(became="signed").delete()
    assert asked(update).lost == 1


def test_what_stands_twice_is_seen(update: Update) -> None:
    twin = Update.everything.get(pk=update.pk)
    twin.pk = None
    twin.save(force_insert=True)
    assert asked(update).duplicated == 1


def test_two_who_were_both_told_that_they_signed_are_seen(update: Update) -> None:
    assert asked(update, Entry("sign", update=update.pk, outcome=OK)).lost == 1


def test_what_was_refused_or_never_asked_for_is_not_there(update: Update) -> None:
    told = [Entry("report", "a", digest=DIGEST, outcome=FAIL)]
    found = look(told)
    assert (found.refused_but_there, found.stray) == (1, 2)  # the report; its signature and its verification


def test_what_is_looked_at_afterwards_can_fail(update: Update) -> None:
    plans = list(Plan.everything.all())
    assert CHECKS[0](plans) == []
    Observation.everything.update(percent=90)
    Update.everything.update(state=Update.State.SIGNED)
    assert len(CHECKS[0](plans)) == 2  # one says the wrong count, one the wrong figure
