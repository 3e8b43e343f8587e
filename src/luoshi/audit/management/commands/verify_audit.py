"""`manage.py verify_audit`: look through the audit chains and hold them against the checkpoints."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from luoshi.audit import checkpoints
from luoshi.audit.checkpoints import Marks
from luoshi.audit.inspection import inspect, organisations
from luoshi.audit.saying import told
from luoshi.errors import Problem


class Command(BaseCommand):
    """Look through all chains or one; the first bad row of each is named, and the exit code is 1."""

    help = "核对审计链与检查点，指出每条链上第一处不符；有不符时退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one organisation, and a code that was kept elsewhere."""
        parser.add_argument("--organisation", type=int, metavar="N", help="只核对这一组织的链")
        parser.add_argument("--code", metavar="校验码", help="另存他处的校验码：检查点文件里必须有它")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, tell, and end with 1 if anything is wrong."""
        marks, wrong = self._marks(options["code"])
        named = options["organisation"]
        chains = organisations(mark.organisation for mark in marks.sound) if named is None else [named]
        for organisation in chains:
            known = marks.of(organisation)
            tip, fault = inspect(organisation, known)
            if fault is not None:
                wrong.append(told(fault))
                continue
            vouched = f"检查点 {len(known)} 个，最后一个在第 {max(known)} 条" if known else "还没有检查点"
            self.stdout.write(f"组织 {organisation}：{tip.number} 条，链完整；{vouched}。")
        if wrong:
            raise CommandError("\n".join(wrong), returncode=1)

    def _marks(self, code: str | None) -> tuple[Marks, list[str]]:
        """Read the checkpoints; say also what is wrong with them."""
        place: Path = settings.AUDIT_CHECKPOINTS
        if not place.exists():
            # The key is made for the first checkpoint, so a key without any says that they have been taken away.
            taken = settings.AUDIT_KEY.exists() or code is not None
            return Marks((), None), [f"检查点文件 {place} 不在了。"] if taken else []
        try:
            marks = checkpoints.read(place, checkpoints.key(settings.AUDIT_KEY, place))
        except Problem as problem:
            return Marks((), None), [problem.message]
        wrong = [] if marks.broken is None else [f"检查点文件 {place} 第 {marks.broken} 行不符。"]
        if code is not None and code not in {mark.code for mark in marks.sound}:
            wrong.append("检查点文件里没有另存的校验码：文件被截短或换过。")
        return marks, wrong
