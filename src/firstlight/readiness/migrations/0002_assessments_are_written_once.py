from django.db import migrations

from firstlight.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("readiness", "0001_first")]
    operations = [AppendOnly("readiness_assessment"), AppendOnly("readiness_areastanding")]
