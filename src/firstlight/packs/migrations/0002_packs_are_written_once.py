from django.db import migrations

from firstlight.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_first")]
    operations = [AppendOnly("packs_packversion")]
