"""Events of single reads and changes: found by their type, folded when they are old."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from orgs.rls import enable


class Migration(migrations.Migration):
    dependencies = [("memories", "0006_vector_index")]

    operations = [
        migrations.CreateModel(
            name="EventTally",
            fields=[
                ("pk", models.CompositePrimaryKey("project", "event_type", blank=True, editable=False, primary_key=True, serialize=False)),
                ("event_type", models.CharField(max_length=20)),
                ("events", models.BigIntegerField()),
                ("project", models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, to="orgs.project")),
            ],
            options={
                "verbose_name_plural": "event tallies",
                "default_related_name": "event_tallies",
            },
            managers=[("unscoped", django.db.models.manager.Manager())],
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["project", "event_type", "-id"], name="event_type_newest"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("event_type__in", ["SEARCH", "GET_ALL", "GET"])),
                fields=["created_at"],
                name="event_read_age",
            ),
        ),
        enable("memories_eventtally"),
    ]
