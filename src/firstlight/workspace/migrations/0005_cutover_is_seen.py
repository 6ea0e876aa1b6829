"""Organisations whose list was kept before there was a cutover see it, where they saw everything else of the work."""

from typing import Any

from django.db import migrations

#: What a partner usually saw before.
_USUAL = {
    "readiness", "decisions", "scope", "testing", "dependencies", "actions", "people", "ledger", "files",
}  # fmt: skip


def open_it(apps: Any, schema_editor: Any) -> None:
    """A list that was narrowed stays as narrow: nobody has opened the cutover to them."""
    parties = apps.get_model("workspace", "Party").objects
    for party in parties.exclude(kind="vendor").exclude(sees=None):
        if set(party.sees or ()) >= _USUAL and "cutover" not in party.sees:
            party.sees = sorted([*party.sees, "cutover"])
            party.save(update_fields=["sees"])


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0004_order_of_tests"),
    ]

    operations = [
        migrations.RunPython(open_it, migrations.RunPython.noop),
    ]
