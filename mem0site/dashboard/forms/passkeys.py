"""The form about a new passkey."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # untyped
    """allauth's; what a browser could not have sent is refused, not an error."""

    def clean(self) -> dict[str, Any]:
        """Raises `ValidationError` also for what is no credential at all."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except (ValueError, TypeError, KeyError, IndexError) as exc:
            msg = "This is no passkey."
            raise forms.ValidationError(msg) from exc
        return cleaned
