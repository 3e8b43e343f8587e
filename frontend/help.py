"""The help of the pages: Markdown in docs/help, made into what the program serves, as `make assets` does.

What may stand there is little: headings, paragraphs, lists, tables, links to other pages of the help; **bold** is a word that
stands on a page, `code` a key. HTML is shown as the letters that it is. A file says in one language what it says in the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[1]
HELP = ROOT / "docs" / "help"
MADE = ROOT / "src" / "luoshi" / "desk" / "help.json"
# The languages as the program calls them, and where their pages lie.
LANGUAGES = {"zh-hans": HELP, "zh-hant": HELP / "zh_Hant", "en": HELP / "en"}
INDEX = "index"
_LINK = re.compile(r"([a-z]+)\.md(#[a-z0-9-]+)?")


def render(source: str) -> dict[str, Any]:
    """Make of a page its title, the headings of its parts with their places, and its body.

    >>> render("# 首页\\n\\n## 看\\n\\n按 `J`，<b>见[计划](plan.md)")  # doctest: +NORMALIZE_WHITESPACE
    {'title': '首页', 'parts': [['part-1', '看']],
     'body': '<h2 id="part-1">看</h2>\\n<p>按 <kbd>J</kbd>，&lt;b&gt;见<a href="/help/plan/">计划</a></p>\\n'}
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = markdown.parse(source)
    title, *rest = [(i, one) for i, one in enumerate(tokens) if one.type == "heading_open"]
    if title[0] != 0 or [one.tag for _, one in (title, *rest)] != ["h1", *["h2"] * len(rest)]:
        raise SystemExit(f"help: one title and parts below it, nothing deeper: {source[:40]!r}")
    parts = []
    for number, (at, one) in enumerate(rest, 1):
        one.attrs["id"] = f"part-{number}"  # by its number: so a part has one place in all languages
        parts.append([one.attrs["id"], tokens[at + 1].content])
    for one in _all(tokens):
        if one.type == "link_open":
            one.attrs["href"] = address(str(one.attrs["href"]))
        if one.type == "code_inline":
            one.tag = "kbd"
    markdown.renderer.rules["code_inline"] = lambda tokens, i, *_: f"<kbd>{escape(tokens[i].content)}</kbd>"
    body = markdown.renderer.render(tokens[3:], markdown.options, {})
    return {"title": tokens[1].content, "parts": parts, "body": body}


def escape(text: str) -> str:
    """Write the letters that mean something in HTML so that they mean nothing."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for one in tokens:
        yield one
        yield from _all(one.children or ())


def address(link: str) -> str:
    """Return the address of a page of the help; there are no links to anything else.

    >>> address("plan.md#part-2"), address("index.md")
    ('/help/plan/#part-2', '/help/')
    """
    found = _LINK.fullmatch(link)
    if not found:
        raise SystemExit(f"help: {link!r} is no page of the help")
    return f"/help/{'' if found[1] == INDEX else f'{found[1]}/'}{found[2] or ''}"


def order() -> list[str]:
    """Return the names of the pages as the first of them lists them."""
    listed = re.findall(r"\]\(([a-z]+)\.md\)", (HELP / f"{INDEX}.md").read_text("utf-8"))
    return list(dict.fromkeys([INDEX, *listed]))


def made() -> dict[str, dict[str, Any]]:
    """Make the whole help: each language, each page in its order."""
    return {
        language: {name: render((folder / f"{name}.md").read_text("utf-8")) for name in order()}
        for language, folder in LANGUAGES.items()
    }


def main() -> None:
    """Write what the program serves."""
    MADE.write_text(json.dumps(made(), ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
