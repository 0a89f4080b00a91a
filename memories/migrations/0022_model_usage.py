from __future__ import annotations

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from orgs.rls import enable


class Migration(migrations.Migration):

    dependencies = [
        ('memories', '0021_listed_index'),
        ('orgs', '0010_indexed_model'),
    ]

    operations = [
        migrations.CreateModel(
            name='ModelUsage',
            fields=[
                ('pk', models.CompositePrimaryKey('project', 'day', 'model', 'slot', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('model', models.CharField(max_length=200)),
                ('slot', models.SmallIntegerField()),
                ('calls', models.BigIntegerField()),
                ('failures', models.BigIntegerField()),
                ('prompt_tokens', models.BigIntegerField()),
                ('completion_tokens', models.BigIntegerField()),
                ('milliseconds', models.BigIntegerField()),
                ('project', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, to='orgs.project')),
            ],
            options={
                'verbose_name_plural': 'model usage',
                'default_related_name': 'model_usage',
                'indexes': [models.Index(fields=['day'], name='modelusage_day')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        enable("memories_modelusage"),
    ]
