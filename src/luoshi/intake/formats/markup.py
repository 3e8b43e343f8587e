"""XML of parts nobody vouches for: no DOCTYPE, hence no entities, and nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NoReturn
from xml.etree import ElementTree
from xml.parsers import expat

from luoshi.intake.outcomes import Outcome, Refused

# Office writes the first of each pair, its strict variant the second.
PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/package/2006/content-types": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
}


def walk(
    pieces: Iterable[bytes],
    *,
    opened: Callable[[str, dict[str, str]], None],
    closed: Callable[[], None],
    said: Callable[[str], None],
) -> None:
    """Call back for every element, with the short names of it and of its attributes, and for every run of characters."""

    def open_element(name: str, attributes: dict[str, str]) -> None:
        opened(short(name), {short(key): value for key, value in attributes.items()})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = open_element
    parser.EndElementHandler = lambda _name: closed()
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = _refuse
    for piece in pieces:
        parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by place
    parser.Parse(b"", True)  # noqa: FBT003


def elements(pieces: Iterable[bytes]) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small part in their order, with their attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    walk(
        pieces,
        opened=lambda name, told: found.append((name, told)),
        closed=lambda: None,
        said=lambda _words: None,
    )
    return found


@lru_cache(maxsize=1000)
def short(name: str) -> str:
    """Return a name with the prefix of its space, where the space is known."""
    space, _, local = name.rpartition(" ")
    return f"{PREFIXES[space]}{local}" if space in PREFIXES else name


def tree(pieces: Iterable[bytes]) -> ElementTree.Element:
    """Return a small part as a tree."""
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 - the builder refuses what makes it unsafe
    for piece in pieces:
        parser.feed(piece)
    root: ElementTree.Element = parser.close()
    return root


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, *told: object) -> NoReturn:
        """Refuse a document type."""
        _refuse(*told)


def _refuse(*_told: object) -> NoReturn:
    raise Refused(Outcome.BOMB)
