"""`luoshi turn`: bring the standings of all plans to today; run it once a day, early."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from luoshi.plans.turning import turn_all


class Command(BaseCommand):
    """Turn the day."""

    help = "换日：把各计划留存的状态算到今天；每天清早运行一次，重复运行无害。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Turn what has not been turned."""
        self.stdout.write(f"换日 {turn_all(timezone.localdate())} 个计划")
