"""No run of the tests has midnight in it, whenever it begins."""

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from tests.morning import MORNING, zone


@pytest.mark.parametrize("hour", range(24))
def test_a_run_begins_in_the_morning_at_any_hour(hour: int) -> None:
    begun = datetime(2026, 11, 28, hour, 59, tzinfo=UTC).astimezone(ZoneInfo(zone(hour)))
    assert begun.hour == MORNING


def test_the_settings_were_read_after_the_zone_was_chosen() -> None:
    assert os.environ["LUOSHI_TIME_ZONE"] == settings.TIME_ZONE
