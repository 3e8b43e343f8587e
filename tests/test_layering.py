"""The way of the imports: the contracts hold, and reading works in a process that has nothing else."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

from luoshi.people.stage import Stage
from luoshi.site.settings import STAGES

PROBE = """
import sys; before = set(sys.modules)
import luoshi.reading
luoshi.reading.read("2027年底前完成。")
roots = {name.split(".")[0] for name in set(sys.modules) - before}
print(sorted(r for r in roots if r not in sys.stdlib_module_names))
"""


def test_reading_needs_nothing_but_python() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['luoshi']"


def test_settings_and_contract_name_the_stages_in_the_same_order() -> None:
    config = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    stages = [layer.removeprefix("luoshi.") for layer in reversed(layers)]
    assert [stage for stage in stages if stage in STAGES] == STAGES


def test_every_stage_says_its_rules_at_start_up() -> None:
    assert all(isinstance(apps.get_app_config(stage), Stage) for stage in STAGES)
