"""图片: drawn anew by a child within bounds; nothing of the file goes along, and whatever is wrong has a name."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from luoshi.intake import Outcome, Picture, Refused, redraw
from luoshi.intake.pictures import understood
from luoshi.intake.running import Ended

RED, BLUE = (200, 30, 30), (20, 40, 180)


def drawn(kind: str, size: tuple[int, int] = (400, 200), **more: object) -> bytes:
    """Draw a picture, red on the left and blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def refused(data: bytes, edge: int = 320) -> Outcome:
    with pytest.raises(Refused) as found:
        redraw(data, edge)
    return found.value.outcome


def near(image: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    found = image.convert("RGB").getpixel(at)
    return isinstance(found, tuple) and all(
        abs(one - two) < 30 for one, two in zip(found, colour, strict=True)
    )


def png(width: int, height: int, rows: bytes) -> bytes:
    """Make a PNG by hand that may promise more than it holds."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_as_a_small_jpeg(kind: str) -> None:
    found = redraw(drawn(kind, (1000, 500)), 320)
    image = opened(found)
    assert (image.format, image.size, found.width, found.height) == ("JPEG", (320, 160), 320, 160)
    assert near(image, (40, 80), RED)
    assert near(image, (280, 80), BLUE)


def test_a_small_one_is_not_blown_up() -> None:
    assert redraw(drawn("PNG", (30, 20)), 320).width == 30


def test_place_camera_and_comment_stay_behind() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (30.0, 31.0, 32.0)
    data = drawn("JPEG", exif=exif, comment=b"SECRETWORD")
    assert b"SECRETCAMERA" in data
    assert b"SECRETWORD" in data
    found = redraw(data, 320)
    for word in (b"SECRET", b"Exif", b"ICC_PROFILE", b"xpacket"):
        assert word not in found.content
    assert not dict(opened(found).getexif())


def test_how_the_camera_was_held_counts() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    image = opened(redraw(drawn("JPEG", exif=exif), 320))
    assert image.size == (160, 320)
    assert near(image, (80, 40), RED)
    assert near(image, (80, 280), BLUE)


def test_what_is_transparent_stands_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert near(opened(redraw(out.getvalue(), 320)), (10, 10), (255, 255, 255))


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_shown(kind: str) -> None:
    out = io.BytesIO()
    first, second = Image.new("RGB", (40, 40), RED), Image.new("RGB", (40, 40), BLUE)
    first.save(out, kind, save_all=True, append_images=[second] * 20, lossless=True)
    assert near(opened(redraw(out.getvalue(), 320)), (20, 20), RED)


@pytest.mark.parametrize(
    "tail", [b"<script>alert(1)</script>", b"PK\x03\x04word/document.xml", b"%PDF-1.7 /JavaScript"]
)
def test_nothing_of_a_file_that_is_two_things_goes_along(tail: bytes) -> None:
    for kind in ("JPEG", "PNG"):
        assert tail not in redraw(drawn(kind) + tail, 320).content


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a/*" + b"\0" * 40 + b"*/=alert(1)",
        b"%PDF-1.4",
        b"BM" + b"\0" * 60,
        b"II*\0" + b"\0" * 60,
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"",
    ],
)
def test_what_begins_like_no_picture_is_not_looked_at(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoshi.intake.pictures.run", None)
    assert refused(data) is Outcome.MISMATCH


def test_a_picture_that_is_too_large_is_refused_before_it_is_decoded() -> None:
    assert refused(png(60_000, 60_000, b"\0" * 1000)) is Outcome.BOMB
    webp = bytearray(drawn("WEBP"))
    place = webp.index(b"VP8 ") + 14
    webp[place : place + 4] = struct.pack("<HH", 16383, 16383)
    assert refused(bytes(webp)) is Outcome.BOMB
    jpeg = bytearray(drawn("JPEG"))
    place = jpeg.index(b"\xff\xc0") + 5
    jpeg[place : place + 4] = struct.pack(">HH", 65_500, 65_500)
    assert refused(bytes(jpeg)) is Outcome.BOMB


def test_many_rows_behind_little_bytes_stay_within_memory() -> None:
    """As large as may be, and well packed: it is drawn, or refused for a reason that has a name."""
    side = 7_900
    data = png(side, side, (b"\0" + bytes(3 * side)) * side)
    assert len(data) < 1_000_000
    try:
        assert redraw(data, 320).width == 320
    except Refused as found:
        assert found.outcome in {Outcome.MEMORY, Outcome.TIME}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("left", [0.9, 0.5, 0.05])
def test_a_broken_picture_says_so(kind: str, left: float) -> None:
    data = drawn(kind, (600, 600), **({"quality": 95} if kind == "JPEG" else {}))
    assert refused(data[: max(16, int(len(data) * left))]) is Outcome.BROKEN


@pytest.mark.parametrize(
    ("said", "status", "outcome"),
    [
        (b"", -24, Outcome.TIME),
        (b"", -9, Outcome.MEMORY),
        (b"", -11, Outcome.BROKEN),
        (b"", 3, Outcome.UNAVAILABLE),
        (b"hello", 0, Outcome.BROKEN),
        (b'{"refused": null, "width": 9, "height": 9}\n<svg/>', 0, Outcome.BROKEN),
        (b'{"refused": null, "width": 9000, "height": 9}\n\xff\xd8\xff\xff\xd9', 0, Outcome.BROKEN),
        (b'{"refused": null, "width": "9", "height": 9}\n\xff\xd8\xff\xff\xd9', 0, Outcome.BROKEN),
        (b'{"refused": "nonsense", "width": 9, "height": 9}\n', 0, Outcome.BROKEN),
        (b"[" * 100_000, 0, Outcome.BROKEN),
    ],
)
def test_a_child_gone_bad_is_not_believed(said: bytes, status: int, outcome: Outcome) -> None:
    with pytest.raises(Refused) as found:
        understood(Ended(said, status), 320)
    assert found.value.outcome is outcome
