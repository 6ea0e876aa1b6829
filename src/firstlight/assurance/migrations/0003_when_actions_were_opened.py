"""Actions know when they were opened: until now it was looked up in the ledger, a row at a time."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """From the ledger: when it first names the action. One that it never names stays without."""
    items = apps.get_model("assurance", "ActionItem").objects
    entries = apps.get_model("ledger", "Entry").objects
    for number, uid in items.order_by().values_list("project_id", "project__uid").distinct():
        named = entries.filter(stream=uid, subject_kind="action", subject_id=OuterRef("ref"))
        items.filter(project_id=number).update(opened=Subquery(named.order_by("sequence").values("at")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("assurance", "0002_asking_for_signatures"),
        ("ledger", "0001_first"),
        ("workspace", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionitem",
            name="opened",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
