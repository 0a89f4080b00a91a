"""Who there is: people, organizations, projects, API keys.

Organizations, people and projects are the control plane: they exist before a
tenant is known. API keys belong to a project and are protected like its data;
the one look-up that must come before the tenant is a database function.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from mem0.ids import uuid7
from orgs.tenancy import ProjectOwned


class Stamped(models.Model):
    """A row with a UUIDv7 key and its two times."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the address is the name."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """An account. Without a password nobody can log in to it."""
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **more: Any) -> User:
        """An account of the staff, with every permission."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **more
        )


class User(Stamped, AbstractBaseUser, PermissionsMixin):
    """A person who can log in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("email",)

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """The name, or the address of somebody who gave none."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.get_full_name().split("@")[0].split()[0]


class Organization(Stamped):
    """A customer: people, projects and a plan."""

    name = models.CharField(max_length=200)
    plan = models.CharField(max_length=40, default="free")
    plan_overrides = models.JSONField(default=dict, blank=True)
    is_default = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True, blank=True)
    users = models.ManyToManyField(
        User, through="Membership", related_name="organizations"
    )

    class Meta:
        ordering = ("created_at",)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member of an organization may do; each includes the next."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    MEMBER = "MEMBER"
    READER = "READER"


class Membership(Stamped):
    """A person's place in an organization."""

    organization = models.ForeignKey(Organization, models.CASCADE)
    user = models.ForeignKey(User, models.CASCADE)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)

    class Meta:
        default_related_name = "memberships"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"], name="one_membership_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Gate(models.TextChoices):
    """What a project lets become a memory."""

    STRICT = "strict"
    NORMAL = "normal"
    KEEP_EVERYTHING = "keep-everything"


class Privacy(models.TextChoices):
    """What a project does with secrets, or with personal data, in what is said."""

    OFF = "off"
    TAG = "tag"
    MASK = "mask"
    BLOCK = "block"


class Invitation(Stamped):
    """A place in an organization that waits for whoever reads mail at an address."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    invited_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ("email",)
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"], name="one_invitation_each"
            )
        ]

    def __str__(self) -> str:
        return self.email


class Project(Stamped):
    """The tenant: a set of memories with its settings, keys and webhooks."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="projects"
    )
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    is_default = models.BooleanField(default=False)

    custom_instructions = models.TextField(null=True, blank=True)  # noqa: DJ001  null: never set
    agent_custom_instructions = models.TextField(null=True, blank=True)  # noqa: DJ001
    custom_categories = models.JSONField(null=True, blank=True)
    retrieval_criteria = models.JSONField(null=True, blank=True)
    inclusion_prompt = models.TextField(null=True, blank=True)  # noqa: DJ001
    exclusion_prompt = models.TextField(null=True, blank=True)  # noqa: DJ001
    enable_graph = models.BooleanField(default=False)
    decay = models.BooleanField(default=False)
    multilingual = models.BooleanField(default=True)
    memory_depth = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001
    usecase = models.TextField(null=True, blank=True)  # noqa: DJ001
    version = models.CharField(max_length=10, default="v1")
    timezone = models.CharField(max_length=64, default="UTC")
    gate = models.CharField(max_length=16, choices=Gate.choices, default=Gate.NORMAL)
    log_bodies = models.BooleanField(default=False, db_default=False)
    secrets_mode = models.CharField(
        max_length=5, choices=Privacy.choices, default=Privacy.OFF, db_default="off"
    )
    pii_mode = models.CharField(
        max_length=5, choices=Privacy.choices, default=Privacy.OFF, db_default="off"
    )

    llm = models.JSONField(default=dict, blank=True)
    embedder = models.JSONField(default=dict, blank=True)
    embedding_model = models.CharField(max_length=200, blank=True, default="")
    embedding_dimensions = models.PositiveIntegerField(null=True, blank=True)
    next_embedder = models.JSONField(default=dict, blank=True)
    next_embedding_model = models.CharField(max_length=200, blank=True, default="")
    indexed_model = models.CharField(
        max_length=200, blank=True, default="", db_default="", editable=False
    )
    """The vector space whose approximate index wide searches may use."""

    class Meta:
        ordering = ("created_at",)

    def __str__(self) -> str:
        return self.name


class ProjectMembership(Stamped, ProjectOwned):
    """A person's place in one project, beside the one in its organization."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.READER)

    class Meta:
        default_related_name = "memberships"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user"], name="one_project_membership_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class EmailCode(models.Model):
    """A code that was mailed and not yet used. Only its digest is kept."""

    email = models.EmailField(primary_key=True)
    digest = models.BinaryField(max_length=32, editable=False)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.email


class AgentAccount(models.Model):
    """An organization that an agent signed up for, until a person claims it."""

    organization = models.OneToOneField(
        Organization, models.CASCADE, primary_key=True, related_name="agent_account"
    )
    source = models.CharField(max_length=100, blank=True, default="")
    caller = models.CharField(max_length=100, blank=True, default="")
    default_user_id = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.default_user_id


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Words for API keys."""

    def live(self, now: dt.datetime | None = None) -> ApiKeyQuerySet:
        """Keys that open the door: neither revoked nor expired."""
        now = now or timezone.now()
        return self.filter(revoked_at=None).exclude(expires_at__lte=now)


class ApiKey(Stamped, ProjectOwned):
    """A key of a project. Of the key itself only a keyed digest is kept."""

    name = models.CharField(max_length=200, default="default")
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    prefix = models.CharField(max_length=12, editable=False)
    suffix = models.CharField(max_length=4, editable=False)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    scopes = ArrayField(models.CharField(max_length=20), null=True, blank=True)
    """What it is restricted to (`orgs.scopes`); null: whatever its maker may."""
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    unscoped = ApiKeyQuerySet.as_manager()

    class Meta:
        default_related_name = "api_keys"
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["project"], name="apikey_project")]

    def __str__(self) -> str:
        return f"{self.prefix}…{self.suffix}"

    @property
    def is_live(self) -> bool:
        """Whether the key opens the door."""
        expired = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.revoked_at is None and not expired
