"""收文: a file comes in and is read; what cannot be read is told in words, and what was typed stays."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override
from docx import Document as Paper

from luoshi.documents.forms import ReceiveForm
from luoshi.documents.models import Document
from luoshi.people.models import Unit
from tests.intake.builders import c, sheet, xlsx
from tests.world import TODAY, World, day

Sign = Callable[[str], Client]
SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "reading" / "dev" / "dev00.txt"


def send(client: Client, world: World, name: str, content: bytes, **more: str) -> HttpResponse:
    form = {"kind": "meeting", "about": day(TODAY), "unit": world.units["office"].pk, **more}
    return client.post("/documents/new", {**form, "file": SimpleUploadedFile(name, content)})


def word(*lines: str) -> bytes:
    paper, buffer = Paper(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.txt", "各学院要在年底前报送总结。".encode()),
        ("通知.txt", "各学院要在年底前报送总结。".encode("gb18030")),
        ("通知.docx", word("各学院要在年底前报送总结。")),
        ("任务.xlsx", xlsx(sheet(c("A1", "各学院要在年底前报送总结。")))),
        ("会议.html", "<html><nav>首页</nav><p>各学院要在年底前报送总结。</p>".encode()),
    ],
)
def test_a_file_is_received_and_read(as_: Sign, world: World, name: str, content: bytes) -> None:
    answer = send(as_("supervisor"), world, name, content)
    assert answer.status_code == 302
    document = Document.everything.latest("pk")
    assert document.text.strip() == "各学院要在年底前报送总结。"
    assert bytes(document.original.content) == content
    sentence = document.readings.get().sentences.get()
    assert sentence.verdict == "order"
    assert document.text[sentence.start : sentence.end] == sentence.words
    page = as_("supervisor").get(answer["Location"]).content.decode()
    assert "无人接" in page


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.txt", b"", "file"),
        ("假.docx", b"PK\x03\x04 nonsense", ""),
        ("像.pdf", b"%PDF-1.7 nonsense", ""),
        ("程序.txt", b"\x7fELF\x00\x01\x02", ""),
        ("表.csv", b"a,b", ""),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_kept(
    as_: Sign, world: World, name: str, content: bytes, told: str
) -> None:
    before = Document.everything.count()
    answer = send(as_("supervisor"), world, name, content, title="我起的标题", number="校办〔2026〕1号")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "我起的标题" in page
    assert "校办〔2026〕1号" in page
    assert "wrong" in page
    assert Document.everything.count() == before


def test_the_same_text_is_received_once(as_: Sign, world: World) -> None:
    content = "一要抓紧推进。".encode()
    assert send(as_("supervisor"), world, "a.txt", content).status_code == 302
    again = send(as_("supervisor"), world, "b.docx", word("一要抓紧推进。"), title="换个名字")
    assert again.status_code == 422
    assert "已收过同样的正文" in again.content.decode()


def test_a_title_that_is_kept_is_chinese_whoever_sends_the_file(world: World) -> None:
    units = Unit.everything.filter(pk=world.units["office"].pk)
    given = {"kind": "meeting", "about": day(TODAY), "unit": units.get().pk}
    with override("en"):
        form = ReceiveForm(given, {"file": SimpleUploadedFile(".txt", b"x")}, units=units)
        assert form.is_valid()
        assert form.fields["title"].label == "Title"
    assert form.cleaned_data["title"] == "未命名文件"


def test_the_same_text_elsewhere_is_no_concern_of_ours(as_: Sign, world: World) -> None:
    """Nobody learns from a refusal what another organisation has received."""
    content = world.places["foreign"].document.text.encode()
    assert send(as_("supervisor"), world, "a.txt", content).status_code == 302


def test_a_text_too_long_to_read_at_once_is_told(as_: Sign, world: World) -> None:
    answer = send(as_("supervisor"), world, "长.txt", ("各学院要抓紧推进。" * 60_000).encode())
    assert answer.status_code == 422
    assert "万字" in answer.content.decode()


def test_a_real_report_of_a_meeting_is_read_from_the_page(as_: Sign, world: World) -> None:
    if not SAMPLE.exists():
        pytest.skip("the shared reading sample lies beside the project and is not here")
    answer = send(as_("supervisor"), world, "会议报道.txt", SAMPLE.read_bytes())
    assert answer.status_code == 302
    document = Document.everything.latest("pk")
    assert len(document.text) == 2092
    page = as_("supervisor").get(answer["Location"]).content.decode()
    sentences = document.readings.get().sentences
    assert sentences.filter(verdict="order").count() >= 15
    assert page.count('class="s s-') >= sentences.count()
