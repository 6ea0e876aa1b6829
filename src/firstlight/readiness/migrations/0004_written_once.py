from django.db import migrations

from firstlight.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("readiness", "0003_reviews_and_decisions")]
    operations = [AppendOnly("readiness_questionsetversion"), AppendOnly("readiness_dissent")]
