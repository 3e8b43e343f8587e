"""What had only to be arranged, or to be replied to, is an ordinary matter: each has those clocks. A day that was told stays."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def make_ordinary(apps: Any, schema_editor: Any) -> None:
    """Keep the two kinds that are left."""
    notices = apps.get_model("work", "Notice")._default_manager
    notices.filter(clock__in=("arranged", "first")).update(clock="ordinary")


class Migration(migrations.Migration):
    """Carry the notices that there are."""

    dependencies = [("work", "0003_one_arithmetic_of_clocks")]  # noqa: RUF012

    operations = [migrations.RunPython(make_ordinary, migrations.RunPython.noop)]  # noqa: RUF012
