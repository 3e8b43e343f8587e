"""Every life against its plain model, short; `python -m tests.work.lives` goes on for long."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from tests.work.lives.base import Life
from tests.work.lives.machines import MACHINES, live
from tests.work.scene import Scene

RUNS, STEPS = (int(os.getenv(f"LIVES_{name}", first)) for name, first in (("RUNS", "25"), ("STEPS", "40")))


@pytest.mark.parametrize("machine", MACHINES)
def test_the_rows_never_differ_from_the_model(scene: Scene, machine: type[Life]) -> None:
    told = live(scene, machine, RUNS, STEPS)
    print(f"{connection.vendor} {told}")
    name = machine.__name__
    # That nothing differs says something only where much was done and much refused.
    assert machine.counts[f"{name} steps"] - machine.counts[f"{name} refused"] > RUNS
    assert machine.counts[f"{name} refused"] > RUNS
    if name == "Notices":
        verbs = ("clocks", "issue", "receive", "reply", "plan", "redo", "close")
        assert min(machine.counts[f"Notices {verb}"] for verb in verbs) * 4 > RUNS
