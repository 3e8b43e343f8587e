"""The style and the script: small, ours to build, and nothing in a page that the policy would refuse."""

from __future__ import annotations

import doctest
import gzip
import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "src" / "luoshi" / "web" / "static" / "dist"
TEMPLATES = sorted((ROOT / "src" / "luoshi").rglob("templates/**/*.html"))
FRONTEND = ROOT / "frontend"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", FRONTEND / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def built(name: str) -> bytes:
    path = DIST / name
    assert path.is_file(), f"{name} is not built: run make assets"
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "budget"), [("main.css", 90_000), ("main.js", 30_000), ("explore.js", 190_000)]
)
def test_what_is_sent_keeps_its_budget(name: str, budget: int) -> None:
    size = len(gzip.compress(built(name), 9))
    print(f"{name}: {size:,} of {budget:,} bytes")
    assert 1000 < size <= budget


def test_what_is_built_is_built_from_what_is_here(build: ModuleType) -> None:
    assert build.up_to_date(build.inputs()), "run make assets"


def test_nothing_is_fetched_from_elsewhere() -> None:
    style, script = built("main.css").decode(), (built("main.js") + built("explore.js")).decode()
    assert {one[:5] for one in re.findall(r"url\([\"']?([^)\"']+)", style)} <= {"data:", "#lu-h"}
    assert "@import" not in style
    assert "@font-face" not in style
    assert "sourceMappingURL" not in style + script


def test_the_style_is_ours_in_light_and_dark() -> None:
    style = built("main.css").decode()
    assert "prefers-color-scheme:dark" in style.replace(" ", "")
    assert "data-bs-theme" not in style


def test_the_style_keeps_every_tabler_class_that_the_pages_use() -> None:
    style = built("main.css").decode()
    for name in ("btn", "btn-primary", "btn-sm", "form-control", "form-select", "visually-hidden", "w-100"):
        assert f".{name}" in style, name


def test_the_licences_go_along() -> None:
    said = built("vendor-licenses.txt").decode()
    assert "@tabler/core 1.6.1 (MIT)" in said
    assert "htmx.org 2.0.11 (0BSD)" in said
    assert "echarts 6.1.0 (Apache-2.0)" in said
    assert "The Apache Software Foundation (https://www.apache.org/)" in said  # its notice goes along
    assert "zrender 6.1.0 (BSD-3-Clause)" in said
    assert "Copyright (c) 2017, Baidu Inc." in said
    assert "tslib 2.3.0 (0BSD)" in said
    assert "Permission is hereby granted" in said
    assert "The Bootstrap Authors" in said


def test_the_lock_names_versions_and_hashes_and_no_place() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in one for one in packages.values())
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())


# The step that leaves out what no page uses ----------------------------------


def test_the_build_examples_hold(build: ModuleType) -> None:
    found = doctest.testmod(build)
    assert found.attempted >= 2
    assert not found.failed


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("a{b:c}", "a{b:c}"),
        (".btn{a:b}.modal{c:d}", ".btn{a:b}"),
        (".btn,.modal{a:b}", ".btn{a:b}"),
        (".btn .modal{a:b}", ""),
        (".btn:not(.modal){a:b}", ".btn:not(.modal){a:b}"),
        (".btn-check:checked+.btn{a:b}", ""),
        ("@media print{.modal{a:b}}", ""),
        ("@media print{.modal{a:b}.btn{c:d}}", "@media print{.btn{c:d}}"),
        ("@import 'x';.btn{a:b}", ".btn{a:b}"),
        ('.btn{a:url("data:;}{")}', '.btn{a:url("data:;}{")}'),
        (".btn{/* } */a:b}", ".btn{a:b}"),
        ('.btn{a:"/* kept */"}', '.btn{a:"/* kept */"}'),
        (r".d-md\:x{a:b}", ""),
        ("[data-bs-theme=dark] .btn{a:b}", ""),
        (
            "@keyframes turn{to{a:b}}.btn{animation:turn 1s}",
            "@keyframes turn{to{a:b}}\n.btn{animation:turn 1s}",
        ),
        ("@keyframes turn{to{a:b}}.btn{animation:turning 1s}", ".btn{animation:turning 1s}"),
    ],
)
def test_pruning_leaves_what_is_used_as_it_was(build: ModuleType, css: str, left: str) -> None:
    assert build.prune(css, ["btn"]) == left
    assert build.prune(left, ["btn"]) == left


@pytest.mark.parametrize("css", ["a{b:c", "a{b:c}}"])
def test_pruning_refuses_what_it_cannot_read(build: ModuleType, css: str) -> None:
    with pytest.raises(ValueError, match="brace"):
        build.prune(css, ["btn"])


# The templates ---------------------------------------------------------------

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an on… attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "hx-on": re.compile(r"\bhx-on\b"),
    "js: or javascript:": re.compile(r"[\"'](?:js|javascript):", re.I),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "something from elsewhere": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.I),
    "a trigger that needs eval": re.compile(r"hx-trigger=[\"'][^\"']*\["),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    found = [
        str(path.relative_to(ROOT)) for path in TEMPLATES if FORBIDDEN[what].search(path.read_text("utf-8"))
    ]
    assert TEMPLATES
    assert not found, f"{what}: {found}"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a style attribute", '<p class="a" style="x">'),
        ("a style element", "<style>"),
        ("an on… attribute", '<a onclick="x()">'),
        ("hx-on", '<a hx-on:click="x">'),
        ("js: or javascript:", """<a hx-vals='js:{a: b()}'>"""),
        ("a script in the page", "<script>x()</script>"),
        ("something from elsewhere", '<script src="//cdn.example/x.js">'),
        ("a trigger that needs eval", '<a hx-trigger="click[ctrlKey]">'),
    ],
)
def test_what_is_forbidden_is_found(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)


def test_the_frame_tells_htmx_what_it_may_not_do() -> None:
    base = (ROOT / "src/luoshi/web/templates/web/base.html").read_text("utf-8")
    said = re.search(r"name=\"htmx-config\" content='([^']+)'", base)
    assert said
    config = json.loads(said[1])
    assert config["historyCacheSize"] == 0
    assert config["selfRequestsOnly"] is True
    assert [config[key] for key in ("allowEval", "allowScriptTags", "includeIndicatorStyles")] == [False] * 3

    def swapped(status: int) -> bool:
        return next(one["swap"] for one in config["responseHandling"] if re.search(one["code"], str(status)))

    assert [status for status in (200, 204, 302, 403, 404, 409, 422, 429, 500, 503) if swapped(status)] == [
        *(200, 302, 403, 404, 409, 422, 429)
    ]


def test_no_page_takes_a_class_that_another_pages_style_sets_by_itself() -> None:
    """`.note {position: absolute}` of one page once covered what another called `.node .note`."""
    alone: dict[str, str] = {}
    used: dict[str, set[str]] = {}
    for name in ("home", "document", "plan", "item"):
        css = re.sub(r"/\*.*?\*/", "", (FRONTEND / f"src/css/{name}.css").read_text("utf-8"), flags=re.DOTALL)
        for head in re.findall(r"([^{}]+)\{", css):
            alone |= dict.fromkeys(re.findall(r"(?:^|,)\s*\.([\w-]+)\s*(?=,|$)", head), name)
            used |= {one: used.get(one, set()) | {name} for one in re.findall(r"\.([A-Za-z][\w-]*)", head)}
    assert len(alone) > 30
    assert {one: pages for one in alone if len(pages := used[one]) > 1} == {}
