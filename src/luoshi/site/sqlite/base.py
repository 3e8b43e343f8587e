"""Django's SQLite, with one addition: who wants to write stands in a queue that the operating system keeps.

SQLite itself lets a waiting writer sleep and try again; under many writers one of them is unlucky long enough to be told
"database is locked". A lock on a file beside the database is handed on to those who wait, at once and to each in turn,
in all processes and threads of one machine. It falls with the process that holds it, whatever ends it.
"""

from __future__ import annotations

import os
from typing import Any

from django.db.backends.sqlite3 import base

try:
    import fcntl
except ImportError:  # where there is no such lock, SQLite's own waiting has to do
    fcntl = None  # type: ignore[assignment]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that queues before it begins to write."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._wait()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._hand_on()
            raise

    def _wait(self) -> None:
        if fcntl is None or self._queue is not None or self.is_in_memory_db():
            return
        self._queue = os.open(f"{self.settings_dict['NAME']}-queue", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._queue, fcntl.LOCK_EX)

    def _hand_on(self) -> None:
        if self._queue is not None:
            os.close(self._queue)
            self._queue = None

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # where it fails Django rolls back, which hands on
        self._hand_on()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._hand_on()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._hand_on()
