"""Owner rows say who takes part today; since when, and who said so, their facts say."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("plans", "0003_facts_of_what_there_was")]

    operations = [
        migrations.RemoveField(
            model_name='owner',
            name='about',
        ),
        migrations.RemoveField(
            model_name='owner',
            name='by',
        ),
        migrations.RemoveField(
            model_name='owner',
            name='known_at',
        ),
    ]
