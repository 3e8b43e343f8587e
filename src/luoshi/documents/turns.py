"""How many children read files at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from luoshi.documents.errors import Unreadable

# Each file is read in a child of up to half a gigabyte: more than two at once would starve the pages.
_at_once = threading.BoundedSemaphore(2)


@contextmanager
def in_turn(patience: float) -> Iterator[None]:
    """Wait for one's turn to start a child on a file, no longer than this many seconds."""
    if not _at_once.acquire(timeout=patience):
        raise Unreadable(_("同时读取的文件太多，请稍后再试。"))
    try:
        yield
    finally:
        _at_once.release()
