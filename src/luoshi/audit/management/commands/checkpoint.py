"""`manage.py checkpoint`: note outside the database what the audit chains stand at."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from luoshi.audit import checkpoints
from luoshi.audit.errors import ChainBroken
from luoshi.audit.inspection import inspect, organisations
from luoshi.audit.rules import START, Tip
from luoshi.audit.saying import told
from luoshi.errors import Problem


class Command(BaseCommand):
    """Write a checkpoint of each chain that has grown, after looking through what has been added since the last."""

    help = (
        "为各组织的审计链写检查点（密钥与检查点文件都在数据库之外）；宜每日执行，并把最后的校验码另存他处。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them, or say why nothing may be vouched for."""
        try:
            self._write()
        except Problem as problem:
            raise CommandError(problem.message) from problem

    def _write(self) -> None:
        place = settings.AUDIT_CHECKPOINTS
        key = checkpoints.key(settings.AUDIT_KEY, place)
        marks = checkpoints.read(place, key)
        tips = []
        for organisation in organisations(mark.organisation for mark in marks.sound):
            known = marks.of(organisation)
            last = Tip(max(known), known[max(known)]) if known else START
            tip, fault = inspect(organisation, known, last)
            if fault is not None:
                raise ChainBroken(told(fault))
            if tip != last:
                tips.append((organisation, tip))
        added = checkpoints.append(place, key, tips, timezone.now())
        for mark in added:
            self.stdout.write(f"组织 {mark.organisation}：{mark.number} 条，校验码 {mark.code}")
        if not added:
            self.stdout.write("上次检查点以来没有新的审计记录。")
