"""先发后收: what a deed writes is sent without waiting for each answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def sending() -> Iterator[None]:
    """Send what is written without waiting, where the database can take it: the answers come with that of the next question.

    On the way to PostgreSQL and back both sides sleep and are woken; a deed that writes six rows would do that six times. What
    goes wrong is told at the next question or at the end, so nothing within may count on an error or on a row count at once.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
