"""The digest of each piece of evidence stands beside it, so that the same file on another report is found by an index."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def write_digests(apps, schema_editor):
    """Copy each original's digest to its piece of evidence."""
    originals = apps.get_model("documents", "Original")._base_manager.filter(pk=OuterRef("original"))
    evidence = apps.get_model("results", "Evidence")._base_manager
    evidence.update(sha256=Subquery(originals.values("sha256")[:1]))


class Migration(migrations.Migration):

    dependencies = [("results", "0003_indicators")]

    operations = [migrations.RunPython(write_digests, migrations.RunPython.noop)]
