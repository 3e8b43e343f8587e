"""Give the units and posts of before what the new columns and tables ask for."""

from datetime import UTC, date, datetime, time

from django.db import migrations
from django.utils import timezone

BEGINNING = date(1900, 1, 1)  # as luoshi.people.units has it


def tell_what_there_was(apps, schema):
    """Units that there were have always been; posts stood in the member's unit, not acting, known when they began."""
    told = {"kind": "founded", "about": BEGINNING, "known_at": datetime(1900, 1, 1, tzinfo=UTC)}
    change, unit, post = (apps.get_model("people", name) for name in ("UnitChange", "Unit", "Post"))
    rows = unit._default_manager.values_list("pk", "name", "short", "parent")
    change._default_manager.bulk_create(
        change(unit_id=pk, name=name, short=short, parent_id=parent, **told)
        for pk, name, short, parent in rows.iterator()
    )
    posts = list(post._default_manager.select_related("member"))
    for one in posts:
        one.unit_id = one.member.unit_id
        one.known_at = timezone.make_aware(datetime.combine(one.since, time()))
    post._default_manager.bulk_update(posts, ["unit", "known_at"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [("people", "0002_units_in_time_lines_and_delegations")]

    operations = [migrations.RunPython(tell_what_there_was, migrations.RunPython.noop)]
