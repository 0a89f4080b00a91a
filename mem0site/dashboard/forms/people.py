"""Forms about people: invitations, roles, farewells."""

from __future__ import annotations

from typing import Any

from django import forms

from orgs.models import Role
from orgs.roles import rank

EXPLAINED = {
    Role.READER: "Reader – sees everything, changes nothing",
    Role.MEMBER: "Member – works with memories and keys",
    Role.ADMIN: "Admin – also members, deletion of projects, the audit log",
    Role.OWNER: "Owner – everything, the organization's end included",
}


def grantable(role: Role) -> list[tuple[str, str]]:
    """The roles somebody of this role may give."""
    return [
        (each.value, text)
        for each, text in EXPLAINED.items()
        if rank(each) <= rank(role)
    ]


class InviteForm(forms.Form):
    """Who is invited, and as what."""

    email = forms.EmailField(
        label="Email address",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField()

    def __init__(self, *args: Any, granted_by: Role, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = grantable(granted_by)
        field.initial = Role.MEMBER.value

    def clean_email(self) -> str:
        """Addresses are compared in lower case."""
        return str(self.cleaned_data["email"]).lower()


class ConfirmForm(forms.Form):
    """Something that cannot be undone: its name is typed first."""

    confirm = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.name = name
        self.fields["confirm"].label = f"Type {name} to confirm"

    def clean_confirm(self) -> str:
        """The name, letter by letter."""
        typed = str(self.cleaned_data["confirm"]).strip()
        if typed != self.name:
            msg = f"This is not {self.name}."
            raise forms.ValidationError(msg)
        return typed
