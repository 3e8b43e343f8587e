"""The goal at the top of a path has a column of its own, so that an index alone can count the wall chart."""

from django.db import migrations, models
from django.db.models.functions import Cast, Substr


def fill(apps, schema_editor):
    """Write the goal of each standing from its path."""
    top = Cast(Substr("path", 1, 8), models.BigIntegerField())
    apps.get_model("plans", "Standing")._base_manager.update(goal=top)


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_two_in_one_position")]

    operations = [
        migrations.RemoveIndex("standing", "standing_on_the_wall"),
        migrations.AddField("standing", "goal", models.BigIntegerField(default=0), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "standing",
            models.Index("plan", "leaf", "lead", "goal", "result", "time", "item", name="standing_on_the_wall"),
        ),
    ]
