"""核实: what accepted evidence shows; nobody verifies their own report; nobody is here twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from luoshi.arithmetic.asof import NEVER, Clock
from luoshi.people import access
from luoshi.people.roles import Reach, Role
from luoshi.plans.models import Item
from luoshi.reports.telling import tell
from luoshi.results import actions
from luoshi.results.errors import MoreThanClaimed, NoEvidence, Unjudged
from luoshi.results.ledger import claims
from luoshi.results.models import Evidence, Observation
from luoshi.results.standings import all_of
from luoshi.work.errors import AlreadyMoved, OwnReport
from luoshi.work.models import Step, Update
from tests.conftest import signed_in
from tests.queries import count
from tests.world import NOW, TODAY, World, day, grant, member, reported, take_part

Sign = Callable[[str], Client]


def verify(client: Client, update: Update, **values: str) -> HttpResponse:
    words = {f"evidence-{pk}": "accept" for pk in update.evidence.values_list("pk", flat=True)}
    return client.post(f"/updates/{update.pk}/verify", {"percent": "40", **words, **values})


def test_it_keeps_the_word_and_the_figure(as_: Sign, world: World) -> None:
    update = world.places["own"].updates["signed"]
    assert verify(as_("supervisor"), update).status_code == 302
    seen = Observation.everything.get(update_of=update)
    assert (seen.percent, seen.about, seen.by) == (40, update.about, world.members["supervisor"])
    assert [one.word for one in update.evidence.get().acceptances.all()] == ["accept"]
    assert [step.became for step in update.steps.all()] == ["reported", "signed", "verified"]


def test_it_tells_the_second_hand(as_: Sign, world: World) -> None:
    update = world.places["own"].updates["signed"]
    supervisor = as_("supervisor")
    verify(supervisor, update)
    again = verify(supervisor, update, note="我写的意见")
    assert again.status_code == 409
    assert "我写的意见" in again.content.decode() or "刚由他人办过" in again.content.decode()
    assert Observation.everything.filter(update_of=update).count() == 1


def test_a_race_has_one_winner(world: World) -> None:
    """Both hold the row as it was; the column decides, not the memory."""
    update = world.places["own"].updates["signed"]
    first, second = (Update.everything.get(pk=update.pk) for _ in range(2))
    words = dict.fromkeys(update.evidence.values_list("pk", flat=True), "accept")
    actions.verify(first, shown=40, words=words, note="", by=world.members["supervisor"], at=NOW)
    with pytest.raises(AlreadyMoved):
        actions.verify(second, shown=40, words=words, note="", by=world.members["verifier"], at=NOW)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"percent": "51"}, "不能超过单位所报"),
        ({"percent": "101"}, "100"),
        ({"percent": "x"}, "整数"),
    ],
)
def test_it_refuses_what_does_not_fit_and_keeps_what_was_typed(
    as_: Sign, world: World, values: dict[str, str], sentence: str
) -> None:
    update = world.places["own"].updates["signed"]
    answer = verify(as_("supervisor"), update, note="已打电话核对", **values)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in told
    assert "已打电话核对" in told
    assert not Observation.everything.filter(update_of=update).exists()


def test_refused_evidence_shows_nothing(world: World) -> None:
    update = world.places["own"].updates["signed"]
    words = dict.fromkeys(update.evidence.values_list("pk", flat=True), "refuse")
    with pytest.raises(NoEvidence):
        actions.verify(update, shown=1, words=words, note="", by=world.members["supervisor"], at=NOW)
    actions.verify(update, shown=0, words=words, note="", by=world.members["supervisor"], at=NOW)
    assert Observation.everything.get(update_of=update).percent == 0


def test_each_piece_needs_a_word(world: World) -> None:
    update = world.places["own"].updates["signed"]
    with pytest.raises(Unjudged):
        actions.verify(update, shown=0, words={}, note="", by=world.members["supervisor"], at=NOW)


def test_more_than_claimed_cannot_be_shown(world: World) -> None:
    update = world.places["own"].updates["signed"]
    words = dict.fromkeys(update.evidence.values_list("pk", flat=True), "accept")
    with pytest.raises(MoreThanClaimed):
        actions.verify(update, shown=51, words=words, note="", by=world.members["supervisor"], at=NOW)


@pytest.mark.parametrize("who", ["maker", "signer"])
def test_nobody_verifies_what_they_reported_or_signed(as_: Sign, world: World, who: str) -> None:
    """Not through a second role, not past the page."""
    update = world.places["own"].updates["signed"]
    grant(world.members[who], Role.SUPERVISOR, world.units["parent"])
    assert verify(as_(who), update).status_code == 403
    words = dict.fromkeys(update.evidence.values_list("pk", flat=True), "accept")
    with pytest.raises(OwnReport):
        actions.verify(update, shown=0, words=words, note="", by=world.members[who], at=NOW)


@pytest.mark.parametrize(("who", "offered"), [("maker", False), ("signer", False), ("verifier", True)])
def test_the_table_itself_bars_who_has_made_or_signed(
    as_: Sign, world: World, who: str, offered: bool
) -> None:
    """Not only the action refuses: the door is shut and the page offers nothing."""
    update = world.places["own"].updates["signed"]
    grant(world.members[who], Role.SUPERVISOR, world.units["parent"])
    assert access.can(world.members[who], "verify", update) is offered
    page = as_(who).get(update.get_absolute_url()).content.decode()
    assert (f"/updates/{update.pk}/verify" in page) is offered


def test_nobody_signs_their_own_report(as_: Sign, world: World) -> None:
    update = world.places["own"].updates["reported"]
    grant(world.members["maker"], Role.HEAD, world.units["own"])
    assert as_("maker").post(f"/updates/{update.pk}/sign").status_code == 403
    assert Step.everything.filter(update_of=update).count() == 1


def test_the_way_of_a_report(as_: Sign, world: World) -> None:
    """Report with evidence, sign, verify: claimed after the signature, shown after the verification."""
    item = world.places["own"].item
    file = SimpleUploadedFile("回单.pdf", "回单".encode())
    given = {"percent": "60", "about": day(TODAY), "text": "到账 60 万元", "file": file, "shows": "到账回单"}
    assert as_("reporter").post(f"/items/{item.pk}/report", given).status_code == 302
    update = Update.everything.filter(item=item).latest("pk")
    assert state(item) == (0.5, 0.4)
    assert as_("head").post(f"/updates/{update.pk}/sign").status_code == 302
    assert state(item) == (0.6, 0.4)
    assert verify(as_("supervisor"), update, percent="55").status_code == 302
    assert state(item) == (0.6, 0.55)
    kept = Evidence.everything.get(update_of=update).original
    assert (bytes(kept.content), kept.size) == ("回单".encode(), 6)


def state(item: Item, known: datetime | None = None) -> tuple[float | None, float | None]:
    seen = all_of(item.plan, Clock(TODAY, known or timezone.now()))
    found = next(row for row in seen.rows if row.item == item.pk)
    return found.claimed, found.shown


def test_what_the_office_declines_is_claimed_no_more(as_: Sign, world: World) -> None:
    place = world.places["own"]
    before = timezone.now()
    assert state(place.item)[0] == 0.5
    for update in Update.everything.filter(item=place.item, state="signed"):
        as_("supervisor").post(f"/updates/{update.pk}/decline", {"reason": "缺回单"})
    # The verified one stays claimed.
    for known in (before, timezone.now()):
        assert state(place.item, known)[0] == 0.5
    found = claims({"item": place.item.pk}, np.array([place.item.pk]))
    assert (found.until < NEVER).sum() == 1


@pytest.mark.parametrize(
    ("url", "who", "state_"), [("send-back", "head", "reported"), ("decline", "supervisor", "signed")]
)
def test_a_report_goes_back_only_with_a_reason(
    as_: Sign, world: World, url: str, who: str, state_: str
) -> None:
    update = world.places["own"].updates[state_]
    bare = as_(who).post(f"/updates/{update.pk}/{url}", {"reason": "  "})
    assert bare.status_code == 422
    assert as_(who).post(f"/updates/{update.pk}/{url}", {"reason": "缺回单"}).status_code == 302
    assert update.steps.last().note == "缺回单"


def test_a_report_of_tomorrow_is_refused_and_kept(as_: Sign, world: World) -> None:
    item = world.places["own"].item
    given = {"percent": "60", "about": "2099-01-01", "text": "一段不想重写的话"}
    answer = as_("reporter").post(f"/items/{item.pk}/report", given)
    assert answer.status_code == 422
    assert "一段不想重写的话" in answer.content.decode()


@pytest.mark.parametrize("url", ["items/{item}/", "plans/{plan}/", "updates/{update}/", ""])
def test_the_number_of_queries_stays(
    as_: Sign, world: World, django_assert_max_num_queries: object, url: str
) -> None:
    """Ten times as many reports, the same number of queries."""
    place = world.places["own"]
    address = "/" + url.format(item=place.item.pk, plan=place.plan.pk, update=place.updates["signed"].pk)
    client = as_("supervisor")
    few = count(client, address)
    maker, signer = world.members["maker"], world.members["signer"]
    for _ in range(10):
        reported(place.item, place.unit, "多", maker, signer, "signed")
    assert count(client, address) <= few
    assert few <= 30


def test_nobody_reports_in_the_name_of_a_unit_that_is_not_theirs_to_report_for(world: World) -> None:
    """One sits in a college that does the item, and reports for another college only."""
    place, other = world.places["own"], world.units["sibling"]
    who = member(place.unit, "guest")
    grant(who, Role.REPORTER, other, Reach.UNIT)
    take_part(place.item, other, "duty", by=who)
    given = {"percent": "10", "about": day(TODAY), "text": "代报"}
    assert signed_in(who).post(f"/items/{place.item.pk}/report", given).status_code == 302
    assert Update.everything.latest("pk").unit == other


def test_an_owner_known_later_does_not_change_what_was_known(as_: Sign, world: World) -> None:
    place = world.places["own"]
    before = tell(place.plan, on=TODAY, known=NOW)
    later = timezone.now()
    take_part(place.item, world.units["sibling"], "duty", by=world.members["maker"], at=later)
    assert tell(place.plan, on=TODAY, known=NOW) == before


def test_several_pieces_come_at_once_and_what_came_last_is_filled_in(as_: Sign, world: World) -> None:
    item, reporter = world.places["own"].item, as_("reporter")
    given = {
        "percent": "61",
        "about": day(TODAY),
        "text": "又到一笔",
        "trouble": "人手不够",
        "shows": "到账回单",
    }
    two = [SimpleUploadedFile(f"回单{number}.png", f"回单{number}".encode()) for number in (1, 2)]
    assert reporter.post(f"/items/{item.pk}/report", {**given, "file": two}).status_code == 302
    update = Update.everything.filter(item=item).latest("pk")
    assert [piece.shows for piece in update.evidence.all()] == ["到账回单"] * 2
    assert {piece.original.name for piece in update.evidence.all()} == {"回单1.png", "回单2.png"}
    form = reporter.get(f"/items/{item.pk}/report").content.decode()
    assert all(said in form for said in ("又到一笔", "人手不够", 'value="到账回单"', 'value="61"'))


def test_too_many_pieces_or_one_too_large_are_told_of_and_nothing_is_lost(
    as_: Sign, world: World, settings: Any
) -> None:
    item, reporter = world.places["own"].item, as_("reporter")
    given = {"percent": "61", "about": day(TODAY), "text": "又到一笔", "shows": "回单"}

    def sent(files: list[SimpleUploadedFile]) -> str:
        answer = reporter.post(f"/items/{item.pk}/report", {**given, "file": files})
        assert answer.status_code == 422
        return answer.content.decode()

    before = Update.everything.count()
    many = sent([SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)])
    assert "一次最多交 5 件佐证" in many
    settings.UPLOAD_BYTES = 3
    assert "文件太大" in sent([SimpleUploadedFile("a.txt", b"x"), SimpleUploadedFile("b.txt", b"xxxx")])
    assert "又到一笔" in many
    assert Update.everything.count() == before
