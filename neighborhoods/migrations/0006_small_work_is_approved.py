from django.db import migrations
from django.db.models import Count, F, OuterRef, Subquery

MOST_BY_ONE = 5


def approve(apps, schema_editor):
    """Whoever granted work in few neighborhoods approved it; work in many waits for a second officer."""
    work = apps.get_model("neighborhoods", "WorkAssignment")
    counted = work.objects.filter(pk=OuterRef("pk")).annotate(number=Count("neighborhoods"))
    work.objects.annotate(number=Subquery(counted.values("number"))).filter(
        approved_at=None, number__lte=MOST_BY_ONE
    ).update(approved_at=F("valid_from"), approved_by=F("granted_by"))


class Migration(migrations.Migration):
    dependencies = [
        ("neighborhoods", "0005_workers"),
    ]

    operations = [
        migrations.RunPython(approve, migrations.RunPython.noop),
    ]
