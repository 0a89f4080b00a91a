"""Rows of a list that were ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms


class TickedField(forms.Field):
    """The ids of the rows, each once, in their order."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Sequence[Any] | None) -> list[UUID]:
        """UUIDs. Raises `ValidationError` for anything else."""
        try:
            return list(dict.fromkeys(UUID(str(each)) for each in value or ()))
        except ValueError:
            msg = "That is nothing of this project."
            raise forms.ValidationError(msg) from None
