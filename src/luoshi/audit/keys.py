"""密钥: a key that is made once, in a file that its owner alone may read."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

SHORTEST = 40  # characters


def kept(place: Path) -> str:
    """Return the key that a file keeps; make one where there is none."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f"{place.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        # A link is made whole or not at all: of two first starts one wins, and nobody reads half a key.
        with contextlib.suppress(FileExistsError):
            place.hardlink_to(draft)
        draft.unlink()
    return place.read_text("ascii")
