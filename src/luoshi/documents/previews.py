"""预览: what a stored file looks like, without giving its bytes to a browser.

Made each time it is asked for: a small picture takes a sixth of a second (docs/decisions/0033-evidence-preview.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.utils.translation import gettext as _

from luoshi.documents.actions import read_file
from luoshi.documents.errors import Unreadable
from luoshi.documents.models import Original
from luoshi.documents.rules import rows_of
from luoshi.documents.turns import in_turn
from luoshi.intake import Outcome, Picture, Refused, redraw
from luoshi.intake.kinds import suffix_of
from luoshi.wording import noted

SMALL, LARGE = 320, 1600  # the longer edge of a picture, in pixels
PATIENCE = 10  # seconds that a picture waits for its turn
CHARACTERS, ROWS, CELLS = 3_000, 20, 12  # of a text and of a table that are shown

_REASONS = {
    Outcome.BOMB: noted("图片的尺寸太大，不在这里显示，请下载查看。"),
    Outcome.TOO_LARGE: noted("图片的尺寸太大，不在这里显示，请下载查看。"),
    Outcome.TIME: noted("打开图片用时过长，已停止，请下载查看。"),
    Outcome.MEMORY: noted("打开图片占用内存过多，已停止，请下载查看。"),
    Outcome.MISMATCH: noted("文件内容与扩展名不符，不是图片，请下载查看。"),
}
_BROKEN = noted("图片已损坏或不完整，请下载查看。")
_BUSY = noted("系统暂时打不开图片（不是文件的问题），请稍后再试。")


@dataclass(frozen=True, slots=True)
class Text:
    """The beginning of a text, and how many characters it has in all."""

    beginning: str
    length: int

    @property
    def cut(self) -> bool:
        """Tell whether there is more than is shown."""
        return self.length > len(self.beginning)


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a table, how many there are in all, and how many columns are left out."""

    rows: list[list[str]]
    number: int
    hidden: int

    @property
    def cut(self) -> bool:
        """Tell whether there are more rows than are shown."""
        return self.number > len(self.rows)


def picture(original: Original, edge: int) -> Picture:
    """Draw a stored picture anew within an edge, or raise Unreadable with the reason."""
    found = _drawn(original.pk, original.sha256, edge)
    if isinstance(found, Picture):
        return found
    raise Unreadable(_(_REASONS.get(found, _BROKEN)))


# The page that shows a picture asks for it once more, and colleagues look at the same; some megabytes at most.
@lru_cache(maxsize=32)
def _drawn(key: int, _sha256: str, edge: int) -> Picture | Outcome:
    content = Original.everything.values_list("content", flat=True).get(pk=key)
    with in_turn(PATIENCE):
        try:
            return redraw(bytes(content), edge)
        except Refused as refused:
            if refused.outcome is Outcome.UNAVAILABLE:  # is not remembered
                raise Unreadable(_(_BUSY)) from None
            return refused.outcome


def text(original: Original) -> Text:
    """Read the beginning of a stored text, or raise Unreadable with the reason."""
    found = _read(original, original.name)
    return Text(found[:CHARACTERS], len(found))


def table(original: Original) -> Table:
    """Read the first rows of a stored table, or raise Unreadable with the reason."""
    commas = suffix_of(original.name) == "csv"
    found = _read(original, "csv.txt" if commas else original.name)
    rows = list(islice(rows_of(found, commas=commas), ROWS))
    wide = max((len(row) for row in rows), default=0)
    cells = [[*row[:CELLS], *[""] * (min(wide, CELLS) - len(row))] for row in rows]
    return Table(cells, found.count("\n") + 1, max(0, wide - CELLS))


def _read(original: Original, name: str) -> str:
    content = Original.everything.values_list("content", flat=True).get(pk=original.pk)
    return read_file(bytes(content), name).text
