"""allauth's forms about passwords, with labels like those of every other form."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as theirs

LABELS = {
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password again",
}


class _Labelled:
    """A label says what a field is; a placeholder that repeats it says nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]  # of the form
        for name, label in LABELS.items():
            if name in fields:
                fields[name].label = label
                fields[name].widget.attrs.pop("placeholder", None)


class ChangePasswordForm(_Labelled, theirs.ChangePasswordForm):  # type: ignore[misc]  # untyped
    """A new password for who knows the old one."""


class SetPasswordForm(_Labelled, theirs.SetPasswordForm):  # type: ignore[misc]  # untyped
    """A first password."""


class ResetPasswordKeyForm(_Labelled, theirs.ResetPasswordKeyForm):  # type: ignore[misc]  # untyped
    """A new password for who followed the link of a mail."""
