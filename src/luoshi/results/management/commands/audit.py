"""`luoshi audit`: work everything that is kept out of the facts anew and report where the two differ."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from luoshi.plans.models import Plan
from luoshi.results.checking import drift, mend

SHOWN = 20


class Command(BaseCommand):
    """Hold what is kept against the facts."""

    help = "用全部事实重算留存的状态，报告偏差；有偏差时退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which plan, and whether to mend."""
        parser.add_argument("--plan", type=int, help="只核对这一个计划（编号）")
        parser.add_argument("--mend", action="store_true", help="先报告，再按事实改正状态")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check each plan; say how many items were looked at and what differs."""
        began, looked, found = time.monotonic(), 0, 0
        plans = Plan.everything.order_by("pk")
        for plan in plans.filter(pk=options["plan"]) if options["plan"] else plans:
            differing = drift(plan)
            looked, found = looked + plan.items.count(), found + len(differing)
            for one in differing[:SHOWN]:
                self.stdout.write(
                    f"  {plan.name} 事项 {one.item} {one.column}：留存 {one.kept}，按事实 {one.facts}"
                )
            if len(differing) > SHOWN:
                self.stdout.write(f"  {plan.name}：还有 {len(differing) - SHOWN} 处")
            if differing and options["mend"]:
                self.stdout.write(f"  {plan.name}：改正 {mend(plan)} 项状态")
        self.stdout.write(f"核对 {looked} 项，偏差 {found} 处，用时 {time.monotonic() - began:.1f} 秒")
        if found:
            raise CommandError("留存的状态与事实不符。")
