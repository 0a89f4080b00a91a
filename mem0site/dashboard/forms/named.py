"""Forms about names."""

from __future__ import annotations

from django import forms

from mem0site.dashboard.forms.shared import SharedForm

MOST = 200


class NameForm(forms.Form):
    """The name of an organization."""

    name = forms.CharField(max_length=MOST, label="Name")


class ProjectForm(NameForm):
    """A new project."""

    description = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For your team; it does not change what is remembered.",
    )


class EditProjectForm(SharedForm, ProjectForm):
    """A project that is there."""

    about = "the name or the description"


class ProfileForm(forms.Form):
    """How a person is called."""

    name = forms.CharField(max_length=150, required=False, label="Name")
