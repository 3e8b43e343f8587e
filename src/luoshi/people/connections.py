"""What holds on every database connection, looked at when it is made."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created
from django.dispatch import receiver

EXPECTED = {"foreign_keys": 1, "synchronous": 2}  # 2 is FULL: what was acknowledged survives a power cut


@receiver(connection_created)
def sqlite_is_strict(connection: Any, **_: Any) -> None:
    """Refuse an SQLite connection that could lose what was acknowledged.

    The one receiver in the project: these switches belong to a connection, and no other place sees each of them.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pragma, value in EXPECTED.items():
            cursor.execute(f"PRAGMA {pragma}")
            if cursor.fetchone()[0] != value:
                raise ImproperlyConfigured(f"SQLite: PRAGMA {pragma} must be {value}")
