"""An order holds the key beside each position: two items in one position keep what is below them together."""

from django.db import migrations, models
from django.db.models.functions import Length

WIDTH = 8
BATCH = 2_000


def reorder(apps, schema_editor):
    """Write the order of every standing anew, plan by plan, from the top down."""
    rows = apps.get_model("plans", "Standing")._base_manager
    for plan in rows.order_by().values_list("plan", flat=True).distinct():
        positions = dict(apps.get_model("plans", "Item")._base_manager.filter(plan=plan).values_list("pk", "position"))
        orders, changed = {"": ""}, []
        for row in rows.filter(plan=plan).order_by(Length("path")).only("path", "order").iterator(BATCH):
            above = orders[row.path[:-WIDTH]]
            row.order = f"{above}{positions[row.pk]:0{WIDTH}d}{row.pk:0{WIDTH}d}"
            orders[row.path] = row.order
            changed.append(row)
        rows.bulk_update(changed, ["order"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_the_wall_is_counted_in_an_index")]

    operations = [
        migrations.AlterField("standing", "order", models.CharField(max_length=192)),
        migrations.RunPython(reorder, migrations.RunPython.noop),
    ]
