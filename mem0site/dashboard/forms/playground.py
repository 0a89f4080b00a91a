"""The form of the playground."""

from __future__ import annotations

from django import forms


class PlaygroundForm(forms.Form):
    """What is said, as whom, and two settings to compare."""

    user = forms.CharField(max_length=255, label="As user", initial="playground")
    message = forms.CharField(
        max_length=8_000,
        label="Message",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remember = forms.BooleanField(
        required=False, initial=True, label="Remember what is said"
    )
    threshold = forms.FloatField(
        required=False,
        min_value=0,
        max_value=1,
        initial=0.1,
        label="Threshold A",
        help_text="Results with a lower score are left out, from 0 to 1.",
    )
    other = forms.FloatField(
        required=False,
        min_value=0,
        max_value=1,
        initial=0.4,
        label="Threshold B",
        help_text="A second search beside the first, to compare.",
    )
