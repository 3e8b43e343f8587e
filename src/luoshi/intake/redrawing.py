"""The child's side for pictures: bind oneself, read the bytes on stdin, answer a line of JSON and a JPEG on stdout.

`python -m luoshi.intake.redrawing LIMITS EDGE`, started by the parent and by nobody else.
"""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

from luoshi.intake.child import confine
from luoshi.intake.limits import Limits
from luoshi.intake.outcomes import Outcome, Refused

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
PAPER = (255, 255, 255)  # what is transparent stands on white


def main() -> None:
    """Answer for the one picture on stdin."""
    limits = Limits(**json.loads(sys.argv[1]))
    confine(limits)
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read(), limits, int(sys.argv[2])))


def _answer(data: bytes, limits: Limits, edge: int) -> bytes:
    try:
        drawn, width, height = redrawn(data, limits, edge)
    except Refused as refused:
        return _spoken(refused.outcome)
    except MemoryError:
        return _spoken(Outcome.MEMORY)
    except ImportError:
        return _spoken(Outcome.UNAVAILABLE)
    except Exception:  # noqa: BLE001 - a decoder fails in more ways than one can list; here all become one
        return _spoken(Outcome.BROKEN)
    return _spoken(None, width, height) + drawn


def _spoken(outcome: Outcome | None, width: int = 0, height: int = 0) -> bytes:
    return json.dumps({"refused": outcome, "width": width, "height": height}).encode() + b"\n"


def redrawn(data: bytes, limits: Limits, edge: int) -> tuple[bytes, int, int]:
    """Draw a picture anew on a sheet of its own, no wider and no higher than the edge, with nothing of its file but the look."""
    # Loaded only now, under the limits; the other decoders not at all.
    from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401, PLC0415

    if (size := webp_size(data)) is not None:
        _bound(*size, limits)  # its decoder takes the memory when it opens
    Image.MAX_IMAGE_PIXELS = None  # the bound is ours, and it refuses
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        _bound(image.width, image.height, limits)
        if image.mode in {"P", "PA", "1"}:
            smaller: Image.Image = image.convert("RGBA")  # colours of a palette cannot be mixed
        else:
            smaller = image
        smaller.thumbnail((edge, edge))
        # What it says of itself (camera, place, comments) stays behind with the old sheet; only how it was held counts.
        upright = ImageOps.exif_transpose(smaller)
        sheet = Image.new("RGB", upright.size, PAPER)
        _lay(upright, sheet)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), sheet.width, sheet.height


def _bound(width: int, height: int, limits: Limits) -> None:
    if width * height > limits.pixels:
        raise Refused(Outcome.BOMB)


def _lay(picture: Image.Image, sheet: Image.Image) -> None:
    """Lay a picture on a sheet, through its own transparency."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        sheet.paste(seen, mask=seen.getchannel("A"))
    else:
        sheet.paste(picture.convert("RGB"))


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height that the first chunk of a WebP names, None where it is none.

    >>> webp_size(b"RIFF....WEBPVP8X" + bytes(8) + bytes([15, 39, 0, 1, 0, 0]))
    (10000, 2)
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    chunk, head = data[12:16], data[20:30]
    if chunk == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF


if __name__ == "__main__":
    main()
