"""`manage.py calendar FILE --by LOGIN`: read in the holidays and the make-up working days of one year or several."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from luoshi.arithmetic.workdays import read_calendar
from luoshi.errors import Problem
from luoshi.people.models import Member
from luoshi.work import calendars


class Command(BaseCommand):
    """Read a calendar in."""

    help = (
        "登记本组织的工作日历。文件每行一天，“2026-01-01,休,元旦”或“2026-01-04,班”；"
        "文件里有的年份以文件为准，没有的年份不动。没有登记的年份只按周末推算，并注明不确定。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, who reads it in, and where it comes from."""
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV 文件")
        parser.add_argument("--by", required=True, metavar="LOGIN", help="登记人的工号；日历归其所在组织")
        parser.add_argument("--source", default="", help="来源，如通知的文号；不写则记文件名")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file and keep its days."""
        file: Path = options["file"]
        by = Member.everything.filter(login=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"没有工号为“{options['by']}”的在用人员。")
        try:
            days = read_calendar(_text(file.read_bytes()))
            source = options["source"] or file.name
            changed = calendars.keep_days(by.organisation, days, source=source, by=by, at=timezone.now())
        except OSError as error:
            raise CommandError(f"读不到文件：{file}（{error.strerror}）") from error
        except Problem as problem:
            raise CommandError(problem.message) from problem
        years = "、".join(map(str, sorted(days.years)))
        self.stdout.write(f"{by.organisation}：{years} 年工作日历，变动 {changed} 天。")


def _text(content: bytes) -> str:
    """Decode what an office saves: UTF-8, or else GB 18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")
