from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("neighborhoods", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="workassignment",
            name="invited_as",
            field=models.CharField(blank=True, default="", max_length=140, verbose_name="name"),
            preserve_default=False,
        ),
    ]
