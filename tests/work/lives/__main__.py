"""Run all machines on a database of their own, beside that of the environment."""

import argparse
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
django.setup()

from django.db import connection  # noqa: E402  # Django is set up first
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from tests.work.lives.machines import MACHINES, live  # noqa: E402
from tests.work.scene import build  # noqa: E402


def main() -> None:
    """Read how long, build a scene, let each machine run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=50)
    given = parser.parse_args()
    if connection.vendor != "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"test_lives_{os.getpid()}"
    databases = setup_databases(0, interactive=False)
    try:
        scene = build()
        for machine in MACHINES:
            print(f"{connection.vendor} {live(scene, machine, given.runs, given.steps)}", flush=True)
    finally:
        teardown_databases(databases, 0)


main()
