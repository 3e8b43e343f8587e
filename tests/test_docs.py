"""What is built is written down: the documents name what the code has, and nothing that it has not.

`python -m tests.test_docs` writes the table of permissions in docs/permissions.md anew.
"""

from __future__ import annotations

import importlib
import inspect
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.db.models import Model, TextChoices
from django.urls import URLResolver, get_resolver, resolve

from luoshi.arithmetic import lamps as rules
from luoshi.people import access
from luoshi.people.roles import EVERYBODY, Role
from luoshi.site.settings import STAGES

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
TOP = [ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md")]
ALL = [*TOP, *DOCS]
GUIDES = [*TOP, ROOT / "docs/the-way.md", ROOT / "docs/security.md", ROOT / "docs/permissions.md"]
# The pages of the help are reached from the first of them, and in three languages: tests/desk/test_help.py.
HELP = set((ROOT / "docs/help").rglob("*.md")) - {ROOT / "docs/help/index.md"}
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
MARKS = ("<!-- table -->\n", "<!-- /table -->")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows(name: str) -> list[list[str]]:
    """Return the cells of all rows of all tables in a document, heads left out."""
    found = [line for line in text(name).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in found]
    heads = {place - 1 for place, row in enumerate(cells) if set("".join(row)) <= set("- ")}
    return [row for place, row in enumerate(cells) if not {place, place + 1} & {p + 1 for p in heads}]


def prose(path: Path) -> str:
    """Return a document without its code blocks."""
    return re.sub(r"^ *```.*?^ *```$", "", path.read_text("utf-8"), flags=re.M | re.S)


def quoted(path: Path) -> set[str]:
    """Return what stands in backticks outside code blocks."""
    return set(re.findall(r"`([^`\n]+)`", prose(path)))


def blocks(path: Path) -> list[str]:
    return re.findall(r"^ *```.*?^ *```$", path.read_text("utf-8"), flags=re.M | re.S)


def found(identifier: str) -> Any:
    """Return what an identifier names: a model by its label, else the longest module, then attribute by attribute."""
    if re.fullmatch(r"\w+\.[A-Z]\w+", identifier):
        return apps.get_model(identifier)
    parts = ["luoshi", *identifier.split(".")]
    for cut in range(len(parts), 0, -1):
        try:
            thing: Any = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            fields = getattr(thing, "_meta", None)
            names = {field.name: field for field in fields.get_fields()} if fields else {}
            thing = getattr(thing, part, None) or names.get(part)
            if thing is None:
                raise LookupError(identifier)
        return thing
    raise LookupError(identifier)


def modules(name: str) -> Iterator[Any]:
    for stage in STAGES:
        home = ROOT / "src/luoshi" / stage / name
        if home.with_suffix(".py").exists() or home.is_dir():
            yield importlib.import_module(f"luoshi.{stage}.{name}")


def public(owner: Any, kind: Callable[[Any], bool]) -> dict[str, Any]:
    """Return what a module or a class itself defines, by its identifier."""
    home = address(owner.__module__) if inspect.isclass(owner) else owner.__name__
    return {
        f"{home}.{name}".removeprefix("luoshi."): thing
        for name, thing in vars(owner).items()
        if kind(thing) and address(thing.__module__) == home and not name.startswith("_")
    }


def address(module: str) -> str:
    """Return by which name a module's things are imported: models that fill a folder come from the folder."""
    return re.sub(r"(?<=\.models)\.\w+$", "", module)


def is_model(thing: Any) -> bool:
    return inspect.isclass(thing) and issubclass(thing, Model)


def is_choice(thing: Any) -> bool:
    return inspect.isclass(thing) and issubclass(thing, TextChoices)


def verbs() -> list[str]:
    homes = [*modules("actions"), *modules("amending")]
    return [name for module in homes for name in public(module, inspect.isfunction)]


# The table of permissions


def cells(action: str, model: str, rule: access.Rule) -> tuple[str, ...]:
    """Write one rule as the cells of a row."""
    held = [role.value for role in Role if role in rule.roles]
    where = [f"{name.replace('__', ' → ')}: {', '.join(map(str, value))}" for name, value in rule.where]  # type: ignore[call-overload]
    where += [f"one's own: {rule.own}"] * bool(rule.own)
    return (
        f"`{action}`",
        f"`{model}`",
        "every role" if rule.roles == EVERYBODY else ", ".join(held),
        rule.unit.replace("__", " → ") or "itself",
        f"line: {rule.line}" if rule.line else "organisation" if rule.wide else "grant",
        "; ".join(where + [f"words of the line in {rule.topic.replace('__', ' → ')}"] * bool(rule.topic)),
        ", ".join(f"`{name}`" for name in rule.not_by) + _lent(rule),
        ", ".join(f"`{name}`" for name in sorted(rule.fields)),
    )


def _lent(rule: access.Rule) -> str:
    """Say by which lent roles one is barred as well, where it is not by all."""
    if not rule.not_by or rule.made_as == EVERYBODY:
        return ""
    return f" (lent: {', '.join(role.value for role in Role if role in rule.made_as)})"


def permissions() -> str:
    """Write the table of rules as it stands in the code: stage by stage, model by model, reading first."""
    table = access.table()
    head = ("action", "model", "roles", "unit reached through", "reach", "only where", "barred", "fields")
    keys = sorted(
        table, key=lambda key: (STAGES.index(key[1].split(".")[0]), key[1], key[0] != "read", key[0])
    )
    lines = [head, ("---",) * len(head), *(cells(*key, rule) for key in keys for rule in table[key])]
    return "".join("|" + "".join(f" {cell} |" if cell else " |" for cell in line) + "\n" for line in lines)


def between_marks() -> tuple[str, str, str]:
    whole = text("docs/permissions.md")
    before, rest = whole.split(MARKS[0])
    block, after = rest.split(MARKS[1])
    return before, block, after


def test_the_table_of_permissions_is_the_one_of_the_code() -> None:
    assert between_marks()[1].strip() == permissions().strip(), "run: .venv/bin/python -m tests.test_docs"


# Settings, terms, the way


def test_every_setting_has_its_line() -> None:
    read = set(re.findall(r"LUOSHI_[A-Z_]+", text("src/luoshi/site/settings.py")))
    told = [row[0].strip("`") for row in rows("docs/settings.md") if row[0].startswith("`LUOSHI_")]
    assert sorted(told) == sorted(read)


def test_every_default_is_the_one_of_the_code() -> None:
    told = {row[0].strip("`"): row[1].strip("`") for row in rows("docs/settings.md")}
    source = text("src/luoshi/site/settings.py")
    calls = re.findall(
        r"""(flag|words|getenv)\(["'](LUOSHI_\w+)["'](?:, (?:default=)?["']?([^"')]*)["']?)?\)""", source
    )
    numbers = re.findall(r"""whole\(["'](LUOSHI_\w+)["'], ([\d* ]+)\)""", source)
    assert len(calls) >= 7
    assert len(numbers) >= 3
    for _, name, value in calls:
        if name != "LUOSHI_SECRET_KEY":
            assert told[name] == (value or "empty"), name
    for name, product in numbers:
        whole = 1
        for factor in product.split("*"):
            whole *= int(factor)
        assert told[name] == str(whole), name


def test_every_variable_of_the_makefile_has_its_line() -> None:
    set_ = dict(re.findall(r"^(\w+) \?= (.*)$", text("Makefile"), re.M))
    told = {row[0].strip("`"): row[1].strip("`") for row in rows("docs/settings.md")}
    assert set_
    assert {name: told.get(name) for name in set_} == set_


def terms() -> dict[str, str]:
    """Map each identifier of the terms to its Chinese."""
    return {row[2].strip("`"): row[0] for row in rows("docs/terms.md")}


def test_every_term_names_something_in_the_code() -> None:
    missing = []
    for identifier in terms():
        try:
            found(identifier)
        except LookupError:
            missing.append(identifier)
    assert missing == []


def test_no_term_stands_twice() -> None:
    told = [row[2] for row in rows("docs/terms.md")]
    assert sorted(set(told)) == sorted(told)


def test_every_model_has_its_term() -> None:
    told = terms()
    for module in modules("models"):
        for name, model in public(module, is_model).items():
            chinese = (model.__doc__ or "").split(":")[0]
            assert told.get(name) == chinese, name


def choices() -> Iterator[tuple[str, str]]:
    """Yield each value of each choice of roles and models, with its label."""
    owners = [*modules("roles"), *modules("models")]
    owners += [model for module in modules("models") for model in public(module, is_model).values()]
    for owner in owners:
        place = f"{address(owner.__module__)}.{owner.__qualname__}" if is_model(owner) else owner.__name__
        for name, kind in public(owner, is_choice).items():
            short = name.rpartition(".")[2]
            yield from (
                (f"{place}.{short}.{one.name}".removeprefix("luoshi."), str(one.label)) for one in kind
            )


def test_every_choice_has_its_term() -> None:
    told, seen = terms(), dict(choices())
    assert len(seen) >= 30
    for name, label in seen.items():
        assert label in told.get(name, ""), f"{name}: {label}"


def test_every_lamp_and_cover_has_its_term() -> None:
    coverage, told = found("plans.coverage"), terms()
    for lamp in rules.Lamp:
        assert told.get(f"arithmetic.lamps.Lamp.{lamp.name}") == rules.WORDS[lamp]
    # The templates' words stand below the stage that the lamps belong to, and so are written a second time.
    assert found("web.templatetags.luoshi.LAMPS") == rules.WORDS
    for name in ("ANSWERED", "OPEN", "ASIDE"):
        assert told.get(f"plans.coverage.{name}") == coverage.WORDS[getattr(coverage, name)]


def test_every_verb_has_its_term() -> None:
    assert len(verbs()) >= 20
    assert [verb for verb in verbs() if verb not in terms()] == []


def chapters() -> dict[str, str]:
    """Map each stage of the-way.md to its chapter."""
    parts = re.split(r"^### (\w+)\n", text("docs/the-way.md"), flags=re.M)[1:]
    return {
        name: re.split(r"^## ", body, flags=re.M)[0]
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_stage_has_its_chapter_in_order() -> None:
    assert list(chapters()) == STAGES


def test_the_layers_are_those_of_the_contract() -> None:
    contract = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]
    told = [row[0].strip("`") for row in rows("docs/the-way.md")]
    layers = [layer.removeprefix("luoshi.") for layer in contract["layers"]]
    assert told[: len(layers)] == layers


def test_every_chapter_names_its_models_verbs_and_pages() -> None:
    missing = []
    for stage, chapter in chapters().items():
        missing += [verb for verb in verbs() if verb.startswith(f"{stage}.") and f"`{verb}`" not in chapter]
        for module in modules("models"):
            if module.__name__ == f"luoshi.{stage}.models":
                held = public(module, is_model)
                names = [name.split(".")[-1] for name, model in held.items() if not model._meta.abstract]
                missing += [name for name in names if not re.search(rf"\b{name}\b", chapter)]
        for entry in get_resolver().url_patterns:
            if isinstance(entry, URLResolver) and entry.namespace == stage:
                pages = [f"{stage}:{route.name}" for route in entry.url_patterns]
                missing += [page for page in pages if f"`{page}`" not in chapter]
    assert missing == []


# Names of the code, of files, of commands, of addresses

CODE = r"(people|documents|records|plans|work|results|reports|desk|reading|intake|web|site)(\.\w+)+"
PATH = re.compile(
    r"(?:src|docs|tests|frontend|requirements|\.ci)/[\w./*-]*|[\w.-]+\.(?:md|toml|py)|Makefile|LICENSE"
)


@pytest.mark.parametrize(
    "path", [*GUIDES, *DECISIONS, ROOT / "docs/terms.md", ROOT / "docs/settings.md"], ids=name_of
)
def test_every_name_of_code_exists(path: Path) -> None:
    missing = []
    for name in quoted(path):
        identifier = name.removeprefix("luoshi.")
        if re.fullmatch(CODE, identifier) and not (identifier.endswith((".py", ".html"))):
            try:
                found(identifier)
            except LookupError:
                missing.append(name)
    assert missing == []


@pytest.mark.parametrize("path", [*GUIDES, *DECISIONS], ids=name_of)
def test_every_file_that_is_named_exists(path: Path) -> None:
    """A name in capitals (NAME, STAGE) stands for one that the reader chooses."""
    named = {name for name in quoted(path) if PATH.fullmatch(name) and "/" in name}
    missing = [name for name in named if not re.search(r"\b[A-Z]{4,}\b", name) and not list(ROOT.glob(name))]
    assert missing == []


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_every_link_and_picture_is_there(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", prose(path))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


@pytest.mark.parametrize("readme", TOP[:2], ids=name_of)
def test_every_document_is_reached_from_the_readme(readme: Path) -> None:
    told = readme.read_text("utf-8")
    assert [
        name_of(path)
        for path in DOCS
        if f"]({name_of(path)})" not in told and path not in DECISIONS and path not in HELP
    ] == []


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_every_make_target_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):(?!=)", text("Makefile"), re.M))
    code = "\n".join([*quoted(path), *blocks(path)])
    assert set(re.findall(r"\bmake ([a-z-]+)\b", code)) <= targets


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "docs/settings.md"], ids=name_of
)
def test_every_address_is_a_route(path: Path) -> None:
    for address in quoted(path):
        if address.startswith("/") and " " not in address:
            resolve(address.replace("<id>", "1"))


def test_every_dependency_has_its_decision() -> None:
    config = tomllib.loads(text("pyproject.toml"))
    named = list(config["build-system"]["requires"])
    named += config["project"]["dependencies"]
    named += [one for extra in config["project"]["optional-dependencies"].values() for one in extra]
    named += [one for group in config["dependency-groups"].values() for one in group]
    names = {re.split(r"[\[~>=<! ]", one)[0] for one in named} - {"luoshi"}
    front = re.findall(r'^    "([^"]+)": "\d', text("frontend/package.json"), re.M)
    assert len(names) >= 20
    assert front
    decided = {row[0].strip("`"): row for path in DECISIONS for row in rows(name_of(path)) if len(row) == 3}
    assert sorted({*names, *front} - set(decided)) == []
    assert [name for name, row in decided.items() if not (row[1] and row[2])] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_a_decision_has_its_parts(path: Path) -> None:
    parts = re.findall(r"^## (.+)$", path.read_text("utf-8"), re.M)
    assert parts[:4] == ["Context", "Choice", "Why not the others", "What would change it"]
    assert path.read_text("utf-8").startswith(f"# {path.name[:4]} ")


# The two READMEs


def test_both_readmes_have_the_same_shape() -> None:
    english, chinese = TOP[:2]
    heads = [re.findall(r"^(#+) ", prose(path), re.M) for path in (english, chinese)]
    assert heads[0] == heads[1]
    assert blocks(english) == blocks(chinese)
    assert len(rows(name_of(english))) == len(rows(name_of(chinese)))


# The recipes

RECIPE = """
import json
from luoshi.reading import read
from tests.reading.prose import cases, told
mine = [case for case in cases() if case.place == "rhythms"]
for case in mine:
    assert told(case.text)["频次"] == [line for line in case.wanted if line != "无 频次"], case
    assert len(json.loads(read(case.text).dumps())["rhythms"]) == len(told(case.text)["频次"])
print(len(mine))
"""


def recipe(heading: str) -> list[str]:
    """Return the code blocks of a recipe, without their indentation and fences."""
    part = text("CONTRIBUTING.md").split(f"## {heading}\n")[1].split("\n## ")[0]
    fenced = re.findall(r"^   ```\w+\n(.*?)^   ```$", part, flags=re.M | re.S)
    return [re.sub(r"^   ", "", block, flags=re.M) for block in fenced]


def after(path: Path, anchor: str, new: str) -> None:
    """Put lines behind the anchor."""
    whole = path.read_text("utf-8")
    assert anchor in whole, f"{path.name}: {anchor}"
    path.write_text(whole.replace(anchor, anchor + new, 1), "utf-8")


def test_the_recipe_of_a_rule_gives_a_rule(tmp_path: Path) -> None:
    """Follow CONTRIBUTING in a copy of the reader: the three golden cases are read as they are written."""
    golden, record, field, rule, line = recipe("To add a reading rule with its golden case")
    reading, tests = tmp_path / "luoshi/reading", tmp_path / "tests/reading"
    shutil.copytree(ROOT / "src/luoshi/reading", reading)
    shutil.copytree(ROOT / "tests/reading", tests)
    (tmp_path / "luoshi/__init__.py").touch()
    (tmp_path / "tests/__init__.py").touch()
    (tests / "golden/rhythms.md").write_text(golden, "utf-8")
    (reading / "rules/rhythms.py").write_text(rule, "utf-8")
    after(reading / "records.py", "from luoshi.reading.text.spans import Span\n", f"\n\n{record}")
    after(reading / "records.py", "basis: tuple[Basis, ...] = ()\n", field)
    after(
        reading / "rules/__init__.py",
        "from luoshi.reading.scene import Scene\n",
        "from luoshi.reading.rules import rhythms\n",
    )
    after(reading / "rules/__init__.py", '    ("basis", basis.find),\n', '    ("rhythms", rhythms.find),\n')
    after(tests / "prose.py", "    return {\n", line)
    done = subprocess.run(
        [sys.executable, "-c", RECIPE],
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.stdout.strip(), done.stderr) == ("3", "")


# What no document says

OURS = re.compile(r"(?:127\.0\.0\.1|localhost|(?:[\w-]+\.)*example)(?::\d+)?")
HOST = re.compile(r"(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:org|com|net|io|dev|cn|gov|edu)\b")
MACHINE = re.compile(r"(?<![\w.>])/(?:home|root|work|tmp|Users|mnt|opt)/")


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_no_document_names_a_host_of_others_or_a_path_of_a_machine(path: Path) -> None:
    told = path.read_text("utf-8")
    hosts = [re.sub(r"^.*@", "", host) for host in re.findall(r"\w+://([^\s/)`'\"|?]+)", told)]
    hosts = [
        host for host in hosts if not OURS.fullmatch(host) and host not in {"host:5432", "luoshi.sqlite3"}
    ]
    assert hosts == []
    assert set(HOST.findall(told)) <= {"htmx.org"}
    assert MACHINE.findall(told) == []


def write_permissions() -> None:
    """Write the block anew."""
    before, _, after = between_marks()
    (ROOT / "docs/permissions.md").write_text(
        f"{before}{MARKS[0]}\n{permissions()}\n{MARKS[1]}{after}", "utf-8"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.site.settings")
    django.setup()
    write_permissions()
