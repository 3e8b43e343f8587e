"""`luoshi turn`: begin the day by hand, as the server does by itself: units, standings, reminders."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from luoshi.desk.days import begin


class Command(BaseCommand):
    """Begin the day."""

    help = "换日：让单位沿革和各计划留存的状态跟到今天，并生成当天的提醒。服务运行时自动进行；重复运行无害。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what has not been done."""
        done = begin(timezone.localdate(), timezone.now())
        if done.failed:
            raise CommandError(str(done))
        self.stdout.write(str(done))
