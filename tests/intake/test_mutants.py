"""Damaged files, several hundred of them from one seed, end in named outcomes and in nothing else."""

import io
import os
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable

import pypdfium2  # noqa: F401 - loaded once here, not in every fork
import pytest

from luoshi.intake import LIMITS, Extracted, Outcome, extract
from luoshi.intake.child import read
from tests.intake.builders import docx, p, packed, part, pdf, xlsx
from tests.intake.test_docx import BODIES, LISTS, STYLES, numbered
from tests.intake.test_xlsx import FORMATS, STRINGS, TASKS, VALUES

OUTCOMES = list(Outcome)
UNNAMED, SURPRISED = 254, 255
WORD = docx(
    "".join(body for body, _ in BODIES.values()) + numbered("题", 0) + p("文", '<w:pStyle w:val="Child"/>'),
    ("word/numbering.xml", LISTS),
    ("word/styles.xml", STYLES),
    ("docProps/app.xml", part("app", "")),
)
BOOK = xlsx(TASKS, VALUES, strings=STRINGS, styles=FORMATS)
PAPER = pdf(["关于印发方案的通知", "各单位："], ["一、总体要求", "抓好落实。"])
PAGE = (
    "<!DOCTYPE html><html><head><meta charset='gb2312'><title>题</title><style>p{}</style></head><body><nav><a href='/'>首页</a></nav>"
    "<h1>关于印发方案的通知</h1><div class=\"text\"><p>各单位：&nbsp;抓好落实。<table><tr><th rowspan='2'>甲</th><td>乙。</table>"
    "<!-- 注 --><pre>一\n二</pre><ul><li>三。<li>四</ul></div><form><select><option>5</select></form></body></html>"
).encode("gb18030")
PLAIN = "各有关部门要按照职责分工抓好落实。\r\n".encode("gb18030") * 5
NUMBERS = ["0", "-1", "65535", "2147483648", "99999999999999999999", "1e9", ""]
DAMAGE = [
    b"\0",
    b"\xff",
    b"PK\3\4",
    b"PK\1\2",
    b"<",
    b">>",
    b"endobj",
    b"\xff\xff\xff\xff",
    b"stream\n",
    b"&a;",
    b"<![CDATA[",
]


def on_bytes(chance: random.Random, content: bytes) -> bytes:
    """Flip, cut, repeat or put in a few bytes."""
    out = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(out) + 1) for _ in range(2))
        match chance.randrange(4):
            case 0 if at < len(out):
                out[at] ^= 1 << chance.randrange(8)
            case 1:
                del out[at : min(to, at + 30)]
            case 2:
                out[at:at] = out[at : min(to, at + 200)] * chance.randint(1, 5)
            case _:
                out[at:at] = chance.choice(DAMAGE)
    return bytes(out)


def on_tokens(chance: random.Random, content: bytes) -> bytes:
    """Swap, drop or repeat whole tokens, and put odd numbers in the place of numbers."""
    tokens = re.findall(rb"<[^<>]*>|\d+|[^<>\d]+|.", content, re.DOTALL)
    for _ in range(chance.randint(1, 5)):
        at, to = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(4):
            case 0:
                tokens[at], tokens[to] = tokens[to], tokens[at]
            case 1:
                tokens[at] = b""
            case 2:
                tokens[at] *= chance.choice([2, 50])
            case _:
                figures = [place for place, token in enumerate(tokens) if token.isdigit()]
                tokens[chance.choice(figures or [at])] = chance.choice(NUMBERS).encode()
    return b"".join(tokens)


def on_parts(chance: random.Random, content: bytes) -> bytes:
    """Damage one part of a container and pack it again, so that the damage reaches the parser."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = chance.choice([on_bytes, on_tokens, on_tokens])(chance, parts[name])
    return packed(*parts.items())


WAYS: list[tuple[str, bytes, Callable[[random.Random, bytes], bytes]]] = [
    ("a.docx", WORD, on_parts),
    ("a.docx", WORD, on_parts),
    ("a.docx", WORD, on_bytes),
    ("a.xlsx", BOOK, on_parts),
    ("a.xlsx", BOOK, on_parts),
    ("a.xlsx", BOOK, on_bytes),
    ("a.pdf", PAPER, on_tokens),
    ("a.pdf", PAPER, on_bytes),
    ("a.txt", PLAIN, on_bytes),
    ("a.html", PAGE, on_tokens),
    ("a.html", PAGE, on_bytes),
]


def mutants(number: int) -> list[tuple[str, bytes]]:
    chance = random.Random(20270101)
    return [
        (name, way(chance, content))
        for turn in range(number)
        for name, content, way in [WAYS[turn % len(WAYS)]]
    ]


def ending(content: bytes, reader: Callable[..., Extracted] = read) -> str:
    """Read in a fork, since a parser may take the whole process with it."""
    if not (pid := os.fork()):
        status = SURPRISED
        try:
            outcome = reader(content, LIMITS).outcome
            status = OUTCOMES.index(outcome) if outcome in OUTCOMES else UNNAMED
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return OUTCOMES[status] if 0 <= status < len(OUTCOMES) else f"status {status}"


def test_damaged_files_end_in_named_outcomes() -> None:
    seen = Counter(ending(content) for _, content in mutants(1_100))
    assert set(seen) <= set(OUTCOMES), seen
    assert len(seen) >= 5, seen


def test_the_true_child_ends_them_the_same_way() -> None:
    for name, content in mutants(1_100)[::15]:
        expected = ending(content)
        assert extract(content, name).outcome in {expected, Outcome.MISMATCH}


@pytest.mark.parametrize("fault", [ValueError, SystemExit, KeyboardInterrupt])
def test_the_loop_would_notice_what_has_no_name(fault: type[BaseException]) -> None:
    def surprised(*_: object) -> Extracted:
        raise fault

    assert ending(b"", surprised) == f"status {SURPRISED}"
