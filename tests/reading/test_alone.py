"""The library stands alone, its lists are sound, and each rule has its chapter."""

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from luoshi.reading import lexicon
from luoshi.reading.rules import RULES

ROOT = Path(__file__).parents[2]
PROBE = """
import sys; before = set(sys.modules)
import luoshi.reading
luoshi.reading.read("校长林一鸣主持会议。会议强调，要在2027年底前完成300个项目。（教务处负责）")
roots = {name.split(".")[0] for name in set(sys.modules) - before}
print(sorted(root for root in roots if root not in sys.stdlib_module_names))
"""
LISTS = sorted(
    path.name.removesuffix(".txt") for path in files(lexicon).iterdir() if path.name.endswith(".txt")
)


def test_reading_needs_nothing_but_python() -> None:
    run = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['luoshi']"


def test_every_rule_has_its_chapter() -> None:
    folder = ROOT / "src/luoshi/reading/rules"
    rules = {
        path.parent.name if path.name == "__init__.py" else path.stem
        for path in (*folder.glob("[a-z]*.py"), *folder.glob("*/__init__.py"))
    }
    chapters = re.findall(r"^## (\w+)$", (ROOT / "docs/rules.md").read_text("utf-8"), re.M)
    assert sorted(rules) == sorted(chapters)


def test_each_rule_of_the_table_is_the_find_of_its_own_file() -> None:
    homes = [find.__module__ for _, find in RULES]
    assert len(set(homes)) == len(homes)
    assert {find.__name__ for _, find in RULES} == {"find"}


@pytest.mark.parametrize("name", [name for name in LISTS if name != "simplified"])
def test_a_list_is_sound_and_says_what_it_is(name: str) -> None:
    assert lexicon.words(name)
    assert files(lexicon).joinpath(f"{name}.txt").read_text("utf-8").startswith("# ")


def test_every_list_is_read_by_some_rule() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src/luoshi/reading").rglob("*.py"))
    assert [name for name in LISTS if not re.search(rf"""["']{name}["']""", sources)] == []


def test_a_word_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"verbs\.txt: '加强' stands twice"):
        lexicon.checked("verbs", ["加强", "推进", "加强"])


def test_a_word_that_hides_a_longer_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"verbs\.txt: '加' hides the longer '加强'"):
        lexicon.checked("verbs", ["加", "加强"])


def test_simplified_characters_stand_one_to_one() -> None:
    rows = lexicon.lines("simplified")
    assert len(rows) % 2 == 0
    assert all(len(old) == len(new) for old, new in zip(rows[::2], rows[1::2], strict=True))
