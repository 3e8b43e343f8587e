"""The words of the pages in other languages: gathered from the code, kept in catalogues, compiled for the program.

`messages.py bare [PART…]` lists the Chinese of the pages that no message holds, in files whose path has one of these parts.
`messages.py update` gathers all words and brings the catalogues up to date: what is new stands there without a translation
(Traditional Chinese is converted by rules and a list of terms), what is gone is gone; the Traditional Chinese of the help is
converted as well. `messages.py compile` makes of them what the program loads, as `make assets` does. `messages.py merge FILE…` takes translations over from other catalogues.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "src" / "luoshi"
LOCALE = CODE / "locale"
LANGUAGES = ("en", "zh_Hant")
TERMS = LOCALE / "terms.txt"
HELP = ROOT / "docs" / "help"
# Which call gives a message, and how many of its arguments do: a word, or a word for one and for many.
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "say": 1, "noted": 1, "ngettext": 2, "ngettext_lazy": 2}
TOLD_APART = {
    "pgettext": 1,
    "pgettext_lazy": 1,
}  # the same, behind a context that tells one meaning from another
# What is Chinese whoever reads it: what reads Chinese, what is printed as an official paper, invented data, the tools of the shell.
CHINESE_ONLY = re.compile(
    r"/(?:reading|corpus|locale|intake/formats|desk/example|desk/demo|management|migrations|site)/"
    r"|/(?:cli|terminal|__main__)\.py|/reports/(?:paper|telling|wording)\.py"
)
HEADER = """# The words of the pages; made by frontend/messages.py, translated by hand.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
KEPT = "# zh:"  # a line says so, and why, where words in it are none of the pages'
PLACES = {"python-format": re.compile(r"%\(\w+\)[sd]"), "python-brace-format": re.compile(r"\{\w")}
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")


class Found(NamedTuple):
    """A message: the words in Chinese, what they are for many, where they stand, and which of their meanings is meant."""

    words: str
    many: str
    file: str
    line: int
    context: str = ""


def gathered() -> Iterator[Found]:
    """Yield every message of the code and of the templates."""
    for path in sorted(CODE.rglob("*.py")):
        yield from in_code(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
    for path in sorted(CODE.rglob("templates/**/*.html")):
        yield from in_template(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())


def in_code(source: str, file: str) -> Iterator[Found]:
    """Yield the messages of a module: the first words of each call that translates.

    >>> [one.words for one in in_code('title = _("首页")', "x.py")]
    ['首页']
    """
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        said, apart = _said(node)
        words = [one.value for one in said if isinstance(one, ast.Constant)]
        if words and all(isinstance(one, str) and CHINESE.search(one) for one in words):
            yield Found(words[0], words[1] if len(said) == 2 else "", file, node.lineno, apart)


def _said(node: ast.Call) -> tuple[list[ast.expr], str]:
    """Return the arguments of a call that are a message, and its context."""
    called = _called(node.func)
    if number := CALLS.get(called):
        return node.args[:number], ""
    if called in TOLD_APART and len(node.args) > 1:
        return node.args[1:2], ast.literal_eval(node.args[0])
    return [], ""


def _called(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def in_template(source: str, file: str) -> Iterator[Found]:
    """Yield the messages of a template."""
    for kind, words, many, line in _parts(source):
        if kind.startswith("said"):
            yield Found(words, many, file, line, kind[5:])


def bare(source: str) -> Iterator[tuple[str, int]]:
    """Yield the Chinese that stands in a template outside its messages, with its line."""
    lines = source.splitlines()
    for kind, words, _many, line in _parts(source):
        if kind == "bare" and CHINESE.search(words) and "{# zh:" not in lines[line - 1]:
            yield words.strip(), line


_SAID = re.compile(r"_\((\"[^\"]*\"|'[^']*')\)")
_TRANSLATE = re.compile(r"(?:translate|trans|term)\s+(\"[^\"]*\"|'[^']*')(.*)", re.DOTALL)


def _parts(source: str) -> Iterator[tuple[str, str, str, int]]:
    """Divide a template into what is said by a message and what stands bare: (kind, words, words for many, line).

    The kind is "bare", "said", or "said:" and the context.
    """
    from django.template.base import Lexer, TokenType  # noqa: PLC0415  # nobody who only compiles needs it

    block: list[list[str]] | None = None
    begun = 0
    for token in Lexer(source).tokenize():
        words, kind = token.contents, token.token_type
        if kind == TokenType.COMMENT:
            continue
        if kind == TokenType.BLOCK and words.startswith(("blocktranslate", "blocktrans")):
            block, begun, trimmed, said_as = [[]], token.lineno, "trimmed" in words.split(), _as_said(words)
            yield from _inner(words, token.lineno)
        elif kind == TokenType.BLOCK and words.startswith("endblocktrans"):
            assert block is not None
            said = ["".join(one) for one in block]
            said = [
                " ".join(line.strip() for line in one.strip().split("\n")) if trimmed else one for one in said
            ]
            yield said_as, said[0], said[1] if len(said) > 1 else "", begun
            block = None
        elif block is not None:
            if kind == TokenType.BLOCK:
                block.append([])  # plural
            else:
                name = words.partition("|")[0].strip()
                block[-1].append(f"%({name})s" if kind == TokenType.VAR else words.replace("%", "%%"))
        elif kind == TokenType.TEXT:
            yield "bare", words, "", token.lineno
        else:
            yield from _inner(words, token.lineno)


def _inner(words: str, line: int) -> Iterator[tuple[str, str, str, int]]:
    """Divide what stands inside a tag."""
    rest = words
    if found := _TRANSLATE.match(words):
        yield _as_said(found[2]), found[1][1:-1].replace("%", "%%"), "", line
        rest = found[2]
    for found in _SAID.finditer(rest):
        yield "said", found[1][1:-1].replace("%", "%%"), "", line
    yield "bare", _SAID.sub("", rest), "", line


def _as_said(rest: str) -> str:
    """Return the kind of a message by the rest of its tag."""
    found = re.search(r"\bcontext\s+[\"']([^\"']*)", rest)
    return f"said:{found[1]}" if found else "said"


def bare_code(source: str) -> Iterator[tuple[str, int]]:
    """Yield the Chinese words of a module that no message holds, with their lines; docstrings and names of columns aside.

    >>> list(bare_code('a = _("首页") + "尾页"'))
    [('尾页', 1)]
    """
    tree, lines = ast.parse(source), source.splitlines()
    held: set[int] = set()
    for node in ast.walk(tree):
        held |= {id(one) for one in _held(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
            # A formatter may put what stood behind a word behind the bracket that it closes it with.
            end = node.end_lineno or node.lineno
            end += lines[end : end + 1] != [] and lines[end].strip()[0:1] == ")"
            if id(node) not in held and KEPT not in "\n".join(lines[node.lineno - 1 : end]):
                yield node.value, node.lineno


def _held(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the words below a node that are messages, docstrings or names of columns."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
        first = node.body[0]
        if isinstance(first, ast.Expr):
            yield first.value
    elif isinstance(node, ast.Call):
        column = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
        if column and node.func.value.id == "models":  # type: ignore[attr-defined]
            yield from node.args[:1]
        yield from _said(node)[0]
        yield from (one.value for one in node.keywords if one.arg == "verbose_name")
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("verbose_name"):
        yield node.value


def all_bare(parts: Sequence[str] = ()) -> Iterator[str]:
    """Yield each place of the pages' code where Chinese stands outside the messages."""
    for path in [*sorted(CODE.rglob("*.py")), *sorted(CODE.rglob("templates/**/*.html"))]:
        file = path.relative_to(ROOT).as_posix()
        if CHINESE_ONLY.search(file) or (parts and not any(part in file for part in parts)):
            continue
        find = bare_code if path.suffix == ".py" else bare
        for words, line in find(path.read_text("utf-8")):
            yield f"{file}:{line}: {' '.join(words.split())[:100]}"


def place(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def kept(path: Path) -> dict[tuple[str, str], Any]:
    """Return what a catalogue says of each message, by its words and its context."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {_key(one): one.string for one in read_po(file) if one.id and not one.fuzzy}


def _key(message: Message) -> tuple[str, str]:
    words = message.id if isinstance(message.id, str) else message.id[0]
    return words, message.context or ""


def update(others: Sequence[Path] = ()) -> None:
    """Bring the catalogues up to date with the code; `others` are catalogues whose translations are taken over."""
    found = list(gathered())
    for language in LANGUAGES:
        said = kept(place(language))
        for path in others:
            if path.parts[-3] == language:
                said |= {words: string for words, string in kept(path).items() if _whole(string)}
        catalogue = Catalog(locale=language, charset="utf-8")
        for one in found:
            words = (one.words, one.many) if one.many else one.words
            string = _fitted(said.get((one.words, one.context)), bool(one.many), 2 if language == "en" else 1)
            if language == "zh_Hant" and not _whole(string):
                string = (traditional(one.many),) if one.many else traditional(one.words)
            flags = [kind for kind, mark in PLACES.items() if mark.search(one.words)]
            where = [(one.file, None)]
            catalogue.add(words, string, where, flags=flags, context=one.context or None)  # type: ignore[arg-type]
        place(language).parent.mkdir(parents=True, exist_ok=True)
        with place(language).open("wb") as file:
            file.write(HEADER.format(language=language, plural=catalogue.plural_forms).encode())
            write_po(file, catalogue, width=0, sort_output=True, omit_header=True)
        missing = sum(not _whole(one.string) for one in catalogue if one.id)
        sys.stdout.write(f"{language}: {len(catalogue)} messages, {missing} without a translation\n")


def _whole(string: Any) -> bool:
    return bool(string) and (isinstance(string, str) or all(string))


def _fitted(string: Any, plural: bool, forms: int) -> Any:  # noqa: FBT001
    if not plural:
        return string if isinstance(string, str) else ""
    return string if isinstance(string, tuple) and len(string) == forms else ("",) * forms


def traditional(words: str) -> str:
    """Convert words as the pages of Taiwan and Hong Kong write them; terms go first, placeholders stay."""
    from opencc import OpenCC  # noqa: PLC0415  # a tool of those who change words, not of those who run the program

    pairs = [line.split() for line in TERMS.read_text("utf-8").splitlines() if line and line[0] != "#"]
    marks = {chr(0xE000 + i): new for i, (_old, new) in enumerate(pairs)}
    for mark, (old, _new) in zip(marks, pairs, strict=True):
        words = words.replace(old, mark)
    pieces = re.split(r"(%\(\w+\)[sd]|\{\w*[^}]*\})", words)
    convert = OpenCC("s2tw").convert
    said = "".join(one if i % 2 else convert(one) for i, one in enumerate(pieces))
    for mark, new in marks.items():
        said = said.replace(mark, new)
    return said.replace("“", "「").replace("”", "」")


def convert_help() -> None:
    """Convert the pages of the help, which are not mended by hand: what reads badly is mended in the source or in the terms."""
    there = HELP / "zh_Hant"
    there.mkdir(exist_ok=True)
    for path in [*there.glob("*.md")]:
        path.unlink()
    for path in sorted(HELP.glob("*.md")):
        (there / path.name).write_text(traditional(path.read_text("utf-8")), "utf-8")


def compile_all() -> None:
    """Make of each catalogue what the program loads, unless it is newer."""
    for language in LANGUAGES:
        source = place(language)
        made = source.with_suffix(".mo")
        if source.exists() and not (made.exists() and made.stat().st_mtime >= source.stat().st_mtime):
            with source.open("rb") as file:
                catalogue = read_po(file, locale=language)
            with made.open("wb") as file:
                write_mo(file, catalogue)


def main(arguments: Sequence[str]) -> None:
    """Do as told."""
    match arguments:
        case ["bare", *parts]:
            sys.stdout.write("".join(f"{one}\n" for one in all_bare(parts)))
        case ["update"]:
            update()
            convert_help()
        case ["merge", *files]:
            update([Path(one).resolve() for one in files])
        case ["compile"]:
            compile_all()
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
