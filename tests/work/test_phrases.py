"""常用理由: read from a file that is refused where it cannot work, and offered where a reason is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from luoshi.work import phrases
from tests.world import World


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("请补材料。", "under no occasion"),
        ("[return]\n请补材料。\n请补材料。", "twice"),
        (f"[return]\n{'长' * (phrases.LONGEST + 1)}", "longer"),
    ],
)
def test_a_list_that_cannot_work_is_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        phrases.read(text)


def test_there_are_a_dozen_and_each_form_has_its_own() -> None:
    found = phrases.ready()
    assert set(found) == {"return", "redo", "refuse"}
    assert sum(map(len, found.values())) >= 12


@pytest.mark.parametrize(("who", "state"), [("supervisor", "signed"), ("head", "reported")])
def test_a_report_is_returned_with_one_of_them_or_with_other_words(
    as_: Callable[[str], Client], world: World, who: str, state: str
) -> None:
    update = world.places["own"].updates[state]
    shown = as_(who).get(update.get_absolute_url()).content.decode()
    assert 'list="id_reason_phrases"' in shown
    assert '<datalist id="id_reason_phrases">' in shown
    for phrase in phrases.ready()["return"]:
        assert f'<option value="{phrase}">' in shown
    verb = "decline" if state == "signed" else "send-back"
    answer = as_(who).post(f"{update.get_absolute_url()}{verb}", {"reason": "我自己的话"})
    assert answer.status_code == 302
    update.refresh_from_db()
    assert (update.state, update.steps.last().note) == ("returned", "我自己的话")
