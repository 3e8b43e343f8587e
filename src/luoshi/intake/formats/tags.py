r"""HTML taken apart (网页标记): tags and characters in their order, in one run over the text whatever the text is.

What a page leaves open (a comment, a tag, a quotation, a script) goes on to its end, as browsers have it; so nothing is
looked for twice. Attributes are passed over, but for those of cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

# Between these only the end tag of the same name is a tag.
RAW = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"})
CELLS = frozenset({"td", "th"})

_NAME = re.compile(r"/?[A-Za-z][^\s/>]*+")
# Outside a value a quotation mark is a character like any other; within one, ">" is.
_REST = re.compile(r"""(?:[^>=]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?)*+>?""")
_END_OF_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}
# No name of a character is longer, and no number of one; a longer run of digits is none.
_NUMBER = re.compile(r"&#(?=[0-9]{8}|[xX][0-9A-Fa-f]{8})")


def tags(page: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each tag (`p`, `/p`), of a cell with its attributes, and characters with no name."""
    place = 0
    while (opens := page.find("<", place)) >= 0:
        if opens > place:
            yield "", _characters(page[place:opens])
        name = _NAME.match(page, opens + 1)
        if not name:
            place = _after_markup(page, opens)
            if place == opens + 1:
                yield "", "<"
            continue
        rest = _REST.match(page, name.end())
        assert rest
        place = rest.end()
        said = name[0].lower()
        yield said, rest[0] if said in CELLS else ""
        if said in RAW:
            found = _END_OF_RAW[said].search(page, place)
            place = found.start() if found else len(page)
    if place < len(page):
        yield "", _characters(page[place:])


def _after_markup(page: str, opens: int) -> int:
    """Return where a comment or a declaration ends; right after the sign where it is a sign of its own."""
    if page.startswith("<!--", opens):
        if page.startswith((">", "->"), opens + 4):
            return page.index(">", opens) + 1
        return _after(page, "-->", opens + 4)
    if page.startswith(("<!", "<?", "</"), opens):
        return _after(page, ">", opens + 2)
    return opens + 1


def _after(page: str, sign: str, place: int) -> int:
    found = page.find(sign, place)
    return len(page) if found < 0 else found + len(sign)


def _characters(words: str) -> str:
    return unescape(_NUMBER.sub("&amp;#", words)) if "&" in words else words
