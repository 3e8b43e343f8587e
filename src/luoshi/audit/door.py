"""入口: through which door a deed comes, and under which number its request stands in the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

INSIDE = "inside"
DOORS = ("page", "api", "command", "job", INSIDE)


class Passage(NamedTuple):
    """The door, and the number of the request where there is one."""

    door: str = INSIDE
    request: str = ""


_NOWHERE = Passage()
_passage: ContextVar[Passage] = ContextVar("luoshi_audit_passage", default=_NOWHERE)


def passage() -> Passage:
    """Return the door that the running deed has come through."""
    return _passage.get()


@contextmanager
def through(door: str, request: str = "") -> Iterator[None]:
    """Let what is done within come through this door; a request that is already known stays known."""
    if door not in DOORS:
        raise ValueError(f"{door!r} is none of the doors {DOORS}")
    token = _passage.set(Passage(door, request or passage().request))
    try:
        yield
    finally:
        _passage.reset(token)
