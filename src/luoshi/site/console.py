"""The command `luoshi`: reading files needs nothing else; what needs the database is handed to the stages' own commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from luoshi import cli
from luoshi.audit.door import through

# Verbs that need the database, and the commands of the stages that do them.
COMMANDS = {"demo": "demo", "audit": "audit", "turn": "turn"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or given[0] not in COMMANDS:
        return cli.main(given)
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415  # reading stands alone
    except ModuleNotFoundError:
        sys.stderr.write(f"luoshi {given[0]} 需要数据库部分：pip install 'luoshi[web]'\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
    with through("command"):
        execute_from_command_line(["luoshi", COMMANDS[given[0]], *given[1:]])
    return 0
