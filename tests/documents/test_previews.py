"""预览: what a stored file looks like, told by the form of its name and made without trusting it."""

from __future__ import annotations

import pytest

from luoshi.documents import previews
from luoshi.documents.actions import keep
from luoshi.documents.errors import Unreadable
from luoshi.documents.models import Original
from luoshi.documents.rules import Form
from luoshi.intake import Outcome, Picture, Refused
from tests.intake.builders import docx, p
from tests.intake.test_pictures import drawn, png

pytestmark = pytest.mark.django_db


def kept(name: str, content: bytes) -> Original:
    made = keep(content, name, name.rpartition(".")[2])
    return Original.everything.defer("content").get(pk=made.pk)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.JPG", Form.PICTURE),
        ("a.webp", Form.PICTURE),
        ("a.pdf", Form.TEXT),
        ("a.csv", Form.TABLE),
        *(
            (name, Form.NONE)
            for name in ("a.svg", "a.html", "a.htm", "a.xhtml", "a.gif", "a.zip", "a.heic", "a")
        ),
    ],
)
def test_the_name_says_as_what_it_is_looked_at(name: str, form: Form) -> None:
    assert kept(name, b"x").form is form


def test_a_text_is_shown_from_its_beginning() -> None:
    found = previews.text(kept("a.docx", docx(p("走访企业三十家。") * 600)))
    assert found.beginning.startswith("走访企业三十家。")
    assert (len(found.beginning), found.cut) == (previews.CHARACTERS, True)


def test_a_table_is_shown_by_its_first_rows() -> None:
    lines = "\n".join(f'材料,"{n},台"' for n in range(50))
    found = previews.table(kept("a.csv", lines.encode()))
    assert found.rows[3] == ["材料", "3,台"]
    assert (len(found.rows), found.number, found.cut, found.hidden) == (previews.ROWS, 50, True, 0)


def test_columns_that_find_no_room_are_counted() -> None:
    found = previews.table(kept("a.csv", ",".join(map(str, range(20))).encode()))
    assert (len(found.rows[0]), found.hidden) == (previews.CELLS, 8)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a.docx", drawn("PNG")),
        ("a.txt", b"<!doctype html><script>alert(1)</script>"),
        ("a.csv", b"<html><body>x"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes) -> None:
    made = kept(name, content)
    look = previews.table if made.form is Form.TABLE else previews.text
    with pytest.raises(Unreadable):
        look(made)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png(60_000, 60_000, b""), "尺寸太大"),
        (b"<svg/>", "不是图片"),
        (drawn("JPEG")[:400], "已损坏"),
    ],
)
def test_a_picture_that_is_none_says_why(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        previews.picture(kept("a.jpg", content), previews.SMALL)


def test_the_same_picture_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(_content: bytes, edge: int) -> Picture:
        made.append(edge)
        return Picture(b"", 1, 1)

    monkeypatch.setattr(previews, "redraw", counted)
    original = kept("a.jpg", b"once")
    for edge in (320, 320, 1600):
        previews.picture(original, edge)
    assert made == [320, 1600]


def test_what_was_no_fault_of_the_file_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def ill(_content: bytes, edge: int) -> Picture:
        raise Refused(Outcome.UNAVAILABLE)

    original = kept("a.jpg", drawn("JPEG", (77, 33)))
    with monkeypatch.context() as patch:
        patch.setattr(previews, "redraw", ill)
        with pytest.raises(Unreadable, match="稍后再试"):
            previews.picture(original, previews.SMALL)
    assert previews.picture(original, previews.SMALL).width
