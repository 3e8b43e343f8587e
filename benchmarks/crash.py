"""What was acknowledged survives: kills of the server on both databases, and cuts of the power on SQLite.

    python -m benchmarks.crash kill --kills 50                       both databases
    python -m benchmarks.crash kill --kills 500 --on sqlite --seed 7
    python -m benchmarks.crash power --points 300                    with FULL, and with the faults that must be seen

Ends with 1 if anything acknowledged is lost, doubled or half done, or if a seeded fault goes unseen.
"""

from __future__ import annotations

import argparse
import sys

from tests.crash.cutting import of_database, of_folder, record, replay
from tests.crash.killing import rounds
from tests.crash.tracing import why_not

READY = 5  # seconds in which a killed server answers again


def kill(asked: argparse.Namespace) -> bool:
    """Kill the server, and say whether all is well."""
    well = True
    for kind in asked.on or ("sqlite", "postgresql"):
        found = rounds(kind, asked.kills, seed=asked.seed)
        print(found, *found.findings.examples, *found.surprises[:5], sep="\n  ", flush=True)
        well &= max(found.restarts) <= READY and not found.findings.wrong and not found.surprises
    return well


def power(asked: argparse.Namespace) -> bool:
    """Cut the power, with and without faults, and say whether all is well."""
    if reason := why_not():
        print(reason)
        return False
    full = record(asked.deeds, seed=asked.seed)
    print("recorded with FULL:", full, flush=True)
    found = replay(full, asked.points, seed=asked.seed)
    print("  FULL:", found, *found.examples[:5], sep="\n    ", flush=True)
    well = not found.lost + found.broken + found.otherwise
    normal = record(asked.deeds, seed=asked.seed, synchronous="NORMAL")
    print("recorded with NORMAL:", normal, flush=True)
    for name, run in (
        ("NORMAL", normal),
        ("no sync of the folder", full.without(of_folder)),
        ("no sync of the database file", full.without(of_database)),
    ):
        fault = replay(run, asked.points, seed=asked.seed)
        seen = fault.lost + fault.broken > 0
        print(f"  seeded fault, {name}: {fault}: {'seen' if seen else 'NOT SEEN'}", flush=True)
        well &= seen
    return well


def main() -> int:
    """Do what is asked."""
    asking = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = asking.add_subparsers(dest="part", required=True)
    killing, cutting = parts.add_parser("kill"), parts.add_parser("power")
    killing.add_argument("--kills", type=int, default=50)
    killing.add_argument("--on", action="append", choices=("sqlite", "postgresql"))
    cutting.add_argument("--points", type=int, default=300)
    cutting.add_argument("--deeds", type=int, default=300)
    for part in (killing, cutting):
        part.add_argument("--seed", type=int, default=0)
    asked = asking.parse_args()
    return 0 if (kill if asked.part == "kill" else power)(asked) else 1


if __name__ == "__main__":
    sys.exit(main())
