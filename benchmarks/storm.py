"""A storm of writers on both databases: is every acknowledged deed there, and how long does one take?

    python -m benchmarks.storm                                  100,000 facts by 8 processes on SQLite, then on PostgreSQL
    python -m benchmarks.storm --facts 1000 --on postgresql     fewer, and one of the two

Ends with 1 if anything is lost, doubled, half done, or if a database error reached a writer. The limit of SECURITY.md
is a p99 of one second.
"""

from __future__ import annotations

import argparse
import sys

from tests.crash.storms import storm


def main() -> int:
    """Run the storms and print their figures."""
    asking = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asking.add_argument("--facts", type=int, default=100_000)
    asking.add_argument("--writers", type=int, default=8)
    asking.add_argument("--tasks", type=int, default=500)
    asking.add_argument("--seed", type=int, default=0)
    asking.add_argument("--on", action="append", choices=("sqlite", "postgresql"))
    asked = asking.parse_args()
    wrong = 0
    for kind in asked.on or ("sqlite", "postgresql"):
        found = storm(kind, asked.facts, writers=asked.writers, tasks=asked.tasks, seed=asked.seed)
        print(found, flush=True)
        wrong += found.wrong + (found.p99 > 1)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
