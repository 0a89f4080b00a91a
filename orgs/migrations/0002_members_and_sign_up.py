import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
import mem0.ids
from django.conf import settings
from django.db import migrations, models

from orgs.rls import enable

ROLES = [('OWNER', 'Owner'), ('ADMIN', 'Admin'), ('MEMBER', 'Member'), ('READER', 'Reader')]


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgentAccount',
            fields=[
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='agent_account', serialize=False, to='orgs.organization')),
                ('source', models.CharField(blank=True, default='', max_length=100)),
                ('caller', models.CharField(blank=True, default='', max_length=100)),
                ('default_user_id', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='EmailCode',
            fields=[
                ('email', models.EmailField(max_length=254, primary_key=True, serialize=False)),
                ('digest', models.BinaryField(max_length=32)),
                ('expires_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='user',
            name='invited_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name='ProjectMembership',
            fields=[
                ('id', models.UUIDField(default=mem0.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('role', models.CharField(choices=ROLES, default='READER', max_length=10)),
                ('project', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, to='orgs.project')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_related_name': 'memberships',
                'constraints': [models.UniqueConstraint(fields=('project', 'user'), name='one_project_membership_each')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        enable('orgs_projectmembership'),
    ]
