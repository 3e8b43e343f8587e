"""预览: who verifies sees what was handed in; the stored bytes are never shown, and a stranger finds nothing."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from luoshi.results import actions
from luoshi.results.actions import Piece
from luoshi.results.models import Evidence
from luoshi.work import actions as work
from tests.intake.builders import docx, p
from tests.intake.test_pictures import drawn, png
from tests.queries import count
from tests.world import NOW, TODAY, World

Sign = Callable[[str], Client]
ALERT = b"<script>alert(1)</script>"


def handed_in(world: World, *files: tuple[str, bytes]) -> list[Evidence]:
    """Report on the college's item with some files, and have it signed."""
    place = world.places["own"]
    pieces = [Piece(name, content, f"佐证{number}") for number, (name, content) in enumerate(files)]
    claim = work.Claim(about=TODAY, percent=50, text="进展")
    update = actions.report(
        place.item, claim, unit=place.unit, evidence=pieces, by=world.members["maker"], at=NOW
    )
    work.sign(update, by=world.members["signer"], at=NOW)
    return list(update.evidence.order_by("pk"))


def look(client: Client, piece: Evidence, what: str = "picture", **headers: str) -> HttpResponse:
    found: HttpResponse = client.get(f"/evidence/{piece.pk}/{what}", headers=headers)
    return found


def test_a_picture_is_given_as_a_jpeg_of_our_own(world: World, as_: Sign) -> None:
    stored = drawn("PNG", (900, 600)) + ALERT
    (piece,) = handed_in(world, ("照片.png", stored))
    answer = look(as_("supervisor"), piece)
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.content)).size == (320, 213)
    assert ALERT not in answer.content
    assert {name: answer[name] for name in ("Content-Type", "Content-Security-Policy", "Cache-Control")} == {
        "Content-Type": "image/jpeg",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-cache",
    }
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == "inline"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    large = look(as_("supervisor"), piece, "picture?large")
    assert Image.open(io.BytesIO(large.content)).size == (900, 600)
    assert large["ETag"] != answer["ETag"]


def test_a_browser_that_has_it_is_not_given_it_again_and_the_door_is_asked_first(
    world: World, as_: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    (piece,) = handed_in(world, ("照片.jpg", drawn("JPEG")))
    tag = look(as_("supervisor"), piece)["ETag"]
    monkeypatch.setattr("luoshi.documents.previews.picture", None)
    answer = look(as_("supervisor"), piece, **{"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert look(as_("sibling_head"), piece, **{"if-none-match": tag}).status_code == 404


@pytest.mark.parametrize("what", ["picture", "picture?large", ""])
def test_a_stranger_finds_nothing(world: World, as_: Sign, what: str) -> None:
    (piece,) = handed_in(world, ("照片.jpg", drawn("JPEG")))
    for who in ("sibling_head", "foreign_supervisor", "nobody", "expired", "security"):
        assert look(as_(who), piece, what).status_code == 404, who
    assert look(Client(), piece, what).status_code == 302
    for who in ("reporter", "head", "supervisor", "leader", "auditor"):
        assert look(as_(who), piece, what).status_code == 200, who


@pytest.mark.parametrize(
    "name", ["图.svg", "页.html", "页.htm", "页.xhtml", "图.gif", "图.bmp", "包.zip", "件.doc", "无名"]
)
def test_what_may_run_or_is_not_known_is_named_and_never_shown(world: World, as_: Sign, name: str) -> None:
    (piece,) = handed_in(world, (name, b"<svg xmlns='http://www.w3.org/2000/svg'>" + ALERT + b"CANARY</svg>"))
    client = as_("supervisor")
    assert look(client, piece).status_code == 404
    page = look(client, piece, "").content.decode()
    assert "CANARY" not in page
    assert "alert(1)" not in page
    assert "这种文件不在这里显示" in page
    assert (
        f"/evidence/{piece.pk}/picture" not in client.get(piece.update_of.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize("name", ["图.png", "件.pdf", "件.docx", "文.txt", "表.csv", "表.xlsx"])
def test_another_name_does_not_bring_a_page_or_a_drawing_in(world: World, as_: Sign, name: str) -> None:
    for content in (b"<svg xmlns='http://www.w3.org/2000/svg'>", b"<!doctype html><body>"):
        (piece,) = handed_in(world, (name, content + ALERT))
        client = as_("supervisor")
        assert ALERT not in look(client, piece, "").content
        answer = look(client, piece)
        assert answer.status_code in {404, 422}
        assert ALERT not in answer.content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png(60_000, 60_000, b""), "图片的尺寸太大"),
        (drawn("PNG")[:300], "图片已损坏"),
        (b"GIF89a", "不是图片"),
    ],
)
def test_a_bomb_and_a_broken_picture_say_so(world: World, as_: Sign, content: bytes, said: str) -> None:
    (piece,) = handed_in(world, ("照片.png", content))
    answer = look(as_("supervisor"), piece)
    assert answer.status_code == 422
    assert answer["Cache-Control"] == "no-store"
    assert said in answer.content.decode()
    page = look(as_("supervisor"), piece, "")
    assert page.status_code == 200
    assert said in page.content.decode()


def test_texts_are_shown_as_text_and_tables_as_rows(world: World, as_: Sign) -> None:
    text, table = handed_in(
        world,
        ("说明.docx", docx(p("走访 &lt;b&gt;三十家&lt;/b&gt; 企业。"))),
        ("台账.csv", "单位,台数\n材料,<i>3</i>".encode()),
    )
    client = as_("supervisor")
    page = look(client, text, "").content.decode()
    assert "走访 &lt;b&gt;三十家&lt;/b&gt; 企业。" in page
    page = look(client, table, "").content.decode()
    assert "<td>材料</td><td>&lt;i&gt;3&lt;/i&gt;</td>" in page


def test_below_its_line_comes_the_part_alone(world: World, as_: Sign) -> None:
    (piece,) = handed_in(world, ("说明.txt", "走访三十家企业。".encode()))
    part = look(as_("supervisor"), piece, "", **{"hx-request": "true"}).content.decode()
    assert "走访三十家企业。" in part
    assert "<main" not in part


def test_pictures_are_lazy_and_have_their_room_on_every_page(world: World, as_: Sign) -> None:
    client, place = as_("supervisor"), world.places["own"]
    (piece,) = handed_in(world, ("照片.jpg", drawn("JPEG")))
    wanted = f'<img src="/evidence/{piece.pk}/picture" width="160" height="120" loading="lazy"'
    trail = f"/trail/item/{place.item.pk}?which=claimed"
    for url in (place.item.get_absolute_url(), piece.update_of.get_absolute_url(), trail):
        assert wanted in client.get(url).content.decode(), url


def test_a_page_asks_no_more_for_what_it_lets_see(world: World, as_: Sign) -> None:
    client, place = as_("supervisor"), world.places["own"]
    plain = handed_in(world, *((f"{n}.zip", b"x%d" % n) for n in range(4)))
    asked = [
        count(client, url) for url in (place.item.get_absolute_url(), plain[0].update_of.get_absolute_url())
    ]
    for piece in plain:
        piece.original.name = piece.original.name.replace("zip", "jpg")
        piece.original.save()
    urls = place.item.get_absolute_url(), plain[0].update_of.get_absolute_url()
    assert [count(client, url) for url in urls] == asked


def test_a_preview_costs_little(world: World, as_: Sign) -> None:
    client = as_("supervisor")
    (piece,) = handed_in(world, ("照片.jpg", drawn("JPEG", (123, 45))))
    url = f"/evidence/{piece.pk}/picture"
    first = count(client, url)
    assert first <= 8
    assert count(client, url) == first - 1  # what it stored is not fetched again
