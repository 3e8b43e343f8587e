"""`manage.py golden`: print what people have corrected as golden cases."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from luoshi.records import golden


class Command(BaseCommand):
    """Print corrections as golden cases, of all documents or of one."""

    help = "把人的更正导出为金例（tests/reading/golden 的写法），人名换成虚构的；公开之前请逐条看过。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of one document."""
        parser.add_argument("--document", type=int, metavar="N", help="只导出这一份文件的更正")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the cases; say on the error stream how many there are and how many no longer show the mistake."""
        readings = golden.corrected()
        if options["document"]:
            readings = readings.filter(document=options["document"])
        cast = golden.Cast()
        found = [case for reading in readings.iterator(chunk_size=50) for case in golden.cases(reading, cast)]
        self.stdout.write(golden.written(found), ending="")
        gone = sum(1 for case in found if not case.shows)
        self.stderr.write(
            f"共 {len(found)} 例，其中 {gone} 例的节选现已不再误判。人名已换，公开之前请逐条看过。"
        )
