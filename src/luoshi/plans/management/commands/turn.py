"""`luoshi turn`: let the units and the standings of all plans follow the day; run it once a day, right after midnight."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from luoshi.people.units import turn as turn_units
from luoshi.plans.turning import turn_all


class Command(BaseCommand):
    """Turn the day."""

    help = "换日：让单位沿革和各计划留存的状态跟到今天；每天零点过后运行一次，重复运行无害。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn what has not been turned."""
        today = timezone.localdate()
        self.stdout.write(f"单位变动 {turn_units(today)} 处，换日 {turn_all(today)} 个计划")
