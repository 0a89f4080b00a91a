"""`manage.py seed_demo`: what the first start of an embedded server sets up."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from rest_framework.exceptions import AuthenticationFailed

from orgs import services
from orgs.auth import credential
from orgs.models import Organization, User

EMAIL = "demo@example.org"


class Command(BaseCommand):
    help = "Create the demo organization, its owner and an API key, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--env-file", type=Path, required=True)
        parser.add_argument("--host", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(is_default=True).first()
        made: dict[str, Any] = {"created": False, "email": EMAIL}
        if organization is None:
            password = secrets.token_urlsafe(9)
            with transaction.atomic():
                owner = User.objects.create_superuser(EMAIL, password, name="Demo")
                organization = services.create_organization(
                    name="Demo", owner=owner, plan="enterprise", is_default=True
                )
            made |= {"created": True, "password": password}
        key = _opens(_key_of(options["env_file"]))
        if key is None:
            project = organization.projects.filter(is_default=True).get()
            _, key = services.create_key(project, name="demo")
            made["api_key"] = key
        _write(options["env_file"], MEM0_HOST=options["host"], MEM0_API_KEY=key)
        self.stdout.write(json.dumps(made))


def _key_of(path: Path) -> str | None:
    """The key an earlier start wrote, if the file is still there."""
    if not path.exists():
        return None
    for line in path.read_text().splitlines():
        name, _, value = line.partition("=")
        if name.removeprefix("export ") == "MEM0_API_KEY" and value:
            return value
    return None


def _opens(key: str | None) -> str | None:
    """The key, unless it is of another database or was revoked."""
    try:
        if key:
            credential(key)
    except AuthenticationFailed:
        return None
    return key


def _write(path: Path, **values: str) -> None:
    text = "".join(f"export {name}={value}\n" for name, value in values.items())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
