"""The form of the palette."""

from __future__ import annotations

from django import forms


class FindForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(required=False, max_length=200)
