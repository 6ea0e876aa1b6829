from django.db import migrations

from firstlight.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_first")]
    operations = [AppendOnly("ledger_entry")]
