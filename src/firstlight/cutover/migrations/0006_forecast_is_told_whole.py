from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cutover", "0005_runs")]

    operations = [
        migrations.AddField(model_name="forecast", name="told", field=models.JSONField(null=True)),
    ]
