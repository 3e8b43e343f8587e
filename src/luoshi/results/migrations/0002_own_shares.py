"""What was claimed and shown of each item before standings were kept."""

from django.db import migrations

PERCENT = 1_000_000


def write_shares(apps, schema_editor):
    """Write each item's last claim and last observation into its standing."""
    standings = apps.get_model("plans", "Standing")._base_manager
    updates = apps.get_model("work", "Update")._base_manager.filter(signed_at__isnull=False).exclude(state="returned")
    for item, percent in updates.order_by("about", "signed_at", "-percent").values_list("item", "percent"):
        standings.filter(pk=item).update(own_claimed=percent * PERCENT)
    seen = apps.get_model("results", "Observation")._base_manager.order_by("about", "known_at", "-percent")
    for item, percent in seen.values_list("item", "percent"):
        standings.filter(pk=item).update(own_shown=percent * PERCENT)


class Migration(migrations.Migration):

    dependencies = [("results", "0001_initial"), ("work", "0001_initial"), ("plans", "0004_owners_are_kept")]

    operations = [migrations.RunPython(write_shares, migrations.RunPython.noop)]
