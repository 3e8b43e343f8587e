"""The lives of the stage against plain models: Hypothesis deals the verbs, the hands and the days.

A model keeps a few truths and asks them; it knows no table. It says which refusals apply: where there is none the deed
must succeed, else it must be refused with one of them and leave everything as it was.

`python -m tests.work.lives --runs 2000 --steps 50` goes on for long, on the database of the environment.
"""

from __future__ import annotations

import time
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.work.lives.base import Life
from tests.work.lives.extensions import Extensions
from tests.work.lives.notices import Notices
from tests.work.lives.reports import Reports

SHORT = 50  # runs
MACHINES: tuple[type[Life], ...] = (Reports, Notices, Extensions)


def live(scene: Any, machine: type[Life], runs: int, steps: int) -> str:
    """Let a machine run on a scene and say how far it came; a divergence raises."""
    machine.scene = scene
    began = time.perf_counter()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=runs <= SHORT,  # a short run is the same each time: what it counts is held
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    name, counts = machine.__name__, machine.counts
    figures = ", ".join(f"{counts[f'{name} {what}']:,} {what}" for what in ("runs", "steps", "refused"))
    return f"{name}: {figures}, 0 divergences, {time.perf_counter() - began:.0f} s"
