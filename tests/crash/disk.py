"""A disk as a power cut leaves it: what was synced is there, and of the rest some pages, in any order, some of them torn.

A name is synced with its folder, not with its file: a new file whose folder was not synced may be gone, and a removed one may
be back. What changed in the folder comes in order (file systems journal it); what changed in files does not.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PAGE, SECTOR = 4096, 512
FOLDER = ""  # the name by which the folder itself is synced


@dataclass(frozen=True, slots=True)
class Event:
    """One call of the writer, or an acknowledgement that left it."""

    kind: str  # create, remove, write, truncate, sync, ack
    name: str = FOLDER
    data: bytes = b""
    at: int = 0  # offset of a write, size of a truncation


@dataclass
class File:
    """What of a file is on the platter, and what was asked for since its last sync."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)

    def sync(self) -> None:
        """Put everything onto the platter."""
        for event in self.pending:
            apply(self.synced, event)
        self.pending.clear()

    def after_cut(self, chance: random.Random) -> bytes:
        """Return what a cut leaves: of each page the old, or one that it has been since, whole or torn."""
        if not self.pending:
            return bytes(self.synced)
        running, left = bytearray(self.synced), bytearray(self.synced)
        sizes, since = [len(running)], {}
        for event in self.pending:
            apply(running, event)
            sizes.append(len(running))
            for page in pages(event):
                since.setdefault(page, []).append(bytes(running[page * PAGE : (page + 1) * PAGE]))
        for page, versions in since.items():
            if chance.random() < 0.5:
                apply(left, Event("write", data=torn(chance.choice(versions), chance), at=page * PAGE))
        # The size of a file is kept elsewhere than its pages: it may be ahead of them, and then there are zeros.
        apply(left, Event("truncate", at=chance.choice(sizes)))
        return bytes(left)


def apply(content: bytearray, event: Event) -> None:
    """Do to a content what was asked for."""
    size = event.at if event.kind == "truncate" else max(len(content), event.at + len(event.data))
    content.extend(bytes(max(0, size - len(content))))
    if event.kind == "truncate":
        del content[size:]
    else:
        content[event.at : event.at + len(event.data)] = event.data


def pages(event: Event) -> range:
    """Return the pages that a write touches."""
    if event.kind != "write" or not event.data:
        return range(0)
    return range(event.at // PAGE, (event.at + len(event.data) - 1) // PAGE + 1)


def torn(page: bytes, chance: random.Random) -> bytes:
    """Return a page, or one time in four only its first sectors."""
    if chance.random() < 0.75:
        return page
    return page[: SECTOR * chance.randrange(PAGE // SECTOR)]


class Disk:
    """A folder of files, on which events happen until the power is cut."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.now = {name: File(bytearray(content)) for name, content in files.items()}
        self.synced: dict[str, File] = dict(self.now)
        self.pending: list[tuple[str, File | None]] = []

    def happen(self, events: Iterable[Event]) -> None:
        """Let events happen."""
        for event in events:
            if event.kind in {"create", "remove"}:
                self._name(event)
            elif event.kind == "sync":
                self._sync(event)
            elif event.kind in {"write", "truncate"}:
                self.now[event.name].pending.append(event)

    def _name(self, event: Event) -> None:
        if event.kind == "create" and event.name not in self.now:
            self.now[event.name] = File()
            self.pending.append((event.name, self.now[event.name]))
        elif event.kind == "remove" and self.now.pop(event.name, None):
            self.pending.append((event.name, None))

    def _sync(self, event: Event) -> None:
        if event.name != FOLDER:
            self.now[event.name].sync()
            return
        self.synced = renamed(self.synced, self.pending)
        self.pending.clear()

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return what stands in the folder if the power is cut now."""
        came_through = self.pending[: chance.randint(0, len(self.pending))]
        return {name: file.after_cut(chance) for name, file in renamed(self.synced, came_through).items()}


def renamed(names: dict[str, File], changes: Iterable[tuple[str, File | None]]) -> dict[str, File]:
    """Return the names after changes."""
    after = dict(names)
    for name, file in changes:
        if file is None:
            after.pop(name, None)
        else:
            after[name] = file
    return after
