"""Every post has a unit and a moment at which it was known, now that those of before have been given theirs."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0003_tell_what_there_was")]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="people.unit"
            ),
        ),
        migrations.AlterField(
            model_name="post", name="known_at", field=models.DateTimeField(verbose_name="登记时间")
        ),
    ]
