from django.db import migrations

from firstlight.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("dependencies", "0002_what_providers_say")]
    operations = [AppendOnly("dependencies_providerword")]
