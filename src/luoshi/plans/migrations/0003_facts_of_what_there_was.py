"""What plans held before facts had tables of their own becomes facts; what is kept is reckoned at the next turn of the day."""

from django.db import migrations

WIDTH = 8


def write_facts(apps, schema_editor):
    """Write the facts of items that had none, and the rows that the turn of the day fills."""
    rows_of = {name: apps.get_model("plans", name)._base_manager for name in ("Item", "Place", "Wording", "Assignment", "Owner", "Schedule", "Standing")}
    ways = {}
    for item in rows_of["Item"].select_related("plan").order_by("pk").iterator():
        about = min(item.plan.starts, item.about)
        given = {"item": item, "about": about, "known_at": item.known_at, "by_id": item.by_id}
        rows_of["Place"].create(parent_id=item.parent_id, position=item.position, weight=item.weight, **given)
        rows_of["Wording"].create(title=item.title, **given)
        rows = rows_of["Schedule"].filter(item=item).order_by("known_at", "pk")
        first, last = rows.first(), rows.last()
        if first:
            rows_of["Item"].filter(pk=item.pk).update(starts=last.starts, due=last.due, first_due=first.due)
            rows.filter(pk=first.pk).update(about=about)
        lead = None
        for owner in rows_of["Owner"].filter(item=item):
            rows_of["Assignment"].create(
                item=item, unit_id=owner.unit_id, role=owner.role, about=about, known_at=owner.known_at, by_id=owner.by_id
            )
            lead = owner.unit_id if owner.role == "lead" else lead
        path, order = ways.get(item.parent_id, ("", ""))
        ways[item.pk] = f"{path}{item.pk:0{WIDTH}d}", f"{order}{item.position:0{WIDTH}d}"
        rows_of["Standing"].create(
            item=item, plan_id=item.plan_id, lead_id=lead, path=ways[item.pk][0], order=ways[item.pk][1],
            weight=item.weight, result="none", time="none",
        )


class Migration(migrations.Migration):

    dependencies = [("plans", "0002_facts_with_two_clocks")]

    operations = [migrations.RunPython(write_facts, migrations.RunPython.noop)]
