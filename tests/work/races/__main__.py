"""Hold the contests on a database of their own, and print what came of them as JSON."""

import argparse
import json
import os
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
django.setup()

from django.db import connection, connections  # noqa: E402  # Django is set up first
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from tests.work.races.contests import race  # noqa: E402


def main() -> None:
    """Read how many rounds, and hold them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="of the contests those whose name has this")
    given = parser.parse_args()
    settings = connections["default"].settings_dict
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            settings["TEST"]["NAME"] = str(Path(folder) / "races.sqlite3")
        else:
            settings["TEST"]["NAME"] = f"test_races_{os.getpid()}"
            settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 12}  # a connection for each hand
        databases = setup_databases(0, interactive=False)
        try:
            print(
                json.dumps(
                    {"database": connection.vendor, **race(given.rounds, given.seed, given.only)}, indent=1
                )
            )
        finally:
            teardown_databases(databases, 0)


main()
