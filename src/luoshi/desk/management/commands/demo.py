"""`manage.py demo`: fill an empty database with an invented organisation of a size."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from luoshi.desk import demo
from luoshi.people.models import Organisation


class Command(BaseCommand):
    """Fill an empty database."""

    help = "在空的数据库里建立一个虚构的组织，连同三年的计划、进展和核实。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size and the seed."""
        parser.add_argument("--size", choices=demo.SIZES, default="school", help="规模")
        parser.add_argument("--seed", type=int, default=1, help="同一种子得到同样的数据")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grow the organisation and tell how long it took."""
        if Organisation.objects.unscoped(reason="is the database empty").exists():
            raise CommandError("数据库里已有组织；演示数据只建在空的数据库里。")
        began = time.monotonic()
        demo.grow(
            demo.SIZES[options["size"]],
            today=timezone.localdate(),
            seed=options["seed"],
            tell=self.stdout.write,
        )
        self.stdout.write(f"用时 {time.monotonic() - began:.0f} 秒。全部数据都是虚构的。")
