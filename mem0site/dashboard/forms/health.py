"""Forms about tidying up."""

from __future__ import annotations

from django import forms

from memories.consolidation_serializers import MOST_DAYS
from memories.health import SIGNS

TIDY = "tidy"
"""A run that folds duplicates and closes what no longer holds."""


class ScheduleForm(forms.Form):
    """Whether memories are tidied by themselves."""

    enabled = forms.BooleanField(required=False, label="Clean up automatically")
    every_days = forms.IntegerField(
        min_value=1, max_value=MOST_DAYS, label="Days between clean-ups"
    )
    patterns = forms.BooleanField(
        required=False,
        label="Write down patterns",
        help_text="What somebody comes back to again and again becomes a memory of its own.",
    )


class RunForm(forms.Form):
    """A run: to look first, or for real."""

    what = forms.ChoiceField(choices=[(each, each) for each in (TIDY, *SIGNS)])
    for_real = forms.BooleanField(required=False)

    @property
    def expire(self) -> str | None:
        """The sign of what is put out of sight; None for a tidying."""
        what = str(self.cleaned_data["what"])
        return None if what == TIDY else what
