from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("machine", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("apart", models.DateTimeField()),
                ("seen", models.DateTimeField()),
            ],
        ),
    ]
