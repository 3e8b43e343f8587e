"""The way of the imports: what the settings, the contract and the stages say of it is the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps

from luoshi.people.stage import Stage
from luoshi.site.settings import STAGES


def test_settings_and_contract_name_the_stages_in_the_same_order() -> None:
    config = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    stages = [layer.removeprefix("luoshi.") for layer in reversed(layers)]
    assert [stage for stage in stages if stage in STAGES] == STAGES


def test_every_stage_says_its_rules_at_start_up() -> None:
    # The rules about audit entries are a later stage's to say: it knows units and roles, audit does not.
    assert all(isinstance(apps.get_app_config(stage), Stage) for stage in STAGES if stage != "audit")
