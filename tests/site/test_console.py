"""The command luoshi: reading stands alone; what needs the database is handed to the stages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from luoshi.plans.models import Standing
from luoshi.site import console
from tests.world import World


def test_reading_is_the_readers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "文.txt").write_text("一要推进专业调整。", "utf-8")
    assert console.main(["read", str(tmp_path / "文.txt")]) == 0
    assert "推进专业调整" in capsys.readouterr().out


def test_audit_finds_nothing_in_the_world_and_what_is_bent(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("turn")
    call_command("audit")
    assert "偏差 0 处" in capsys.readouterr().out
    Standing.everything.filter(item=world.places["own"].item).update(own_shown=1)
    with pytest.raises(CommandError):
        call_command("audit", "--mend")
    assert "own_shown：留存 1，按事实 40000000" in capsys.readouterr().out
    call_command("audit")
    assert "偏差 0 处" in capsys.readouterr().out


def test_the_demonstration_is_not_put_over_what_there_is(world: World) -> None:
    with pytest.raises(CommandError, match="已有组织"):
        call_command("demo")
