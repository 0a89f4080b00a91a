"""Forms about archives."""

from __future__ import annotations

from django import forms

from memories.archive.accounts import HOST
from memories.archive.sources import SOURCES


class ArchiveForm(forms.Form):
    """What is to be in an archive."""

    vectors = forms.BooleanField(
        required=False,
        label="With vectors",
        help_text="Larger, and nothing has to be embedded anew where it is imported.",
    )


class ImportForm(forms.Form):
    """A file and what to do with it."""

    file = forms.FileField(
        help_text="What is in it is checked whole before anything is written."
    )
    source = forms.ChoiceField(
        choices=[(name, source.label) for name, source in SOURCES.items()],
        label="Where it comes from",
        initial="archive",
    )
    user_id = forms.CharField(
        required=False,
        max_length=255,
        label="User it is about",
        help_text="Where the file names nobody: a ChatGPT export, facts of Zep.",
    )
    dry_run = forms.BooleanField(
        required=False,
        initial=True,
        label="Only show what would happen",
    )
    overwrite = forms.BooleanField(
        required=False,
        label="Replace what is here with other content",
        help_text="Otherwise it is reported and stays as it is.",
    )


class AccountForm(forms.Form):
    """A mem0 account to be read. Its key is never shown again."""

    api_key = forms.CharField(
        max_length=500,
        label="API key of the account",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="It is kept encrypted while the account is read, and then forgotten.",
    )
    host = forms.CharField(
        max_length=2_000,
        initial=HOST,
        label="Address",
        widget=forms.URLInput(attrs={"spellcheck": "false"}),
        help_text="Mem0's own, or of whatever speaks its API.",
    )
    history = forms.BooleanField(
        required=False,
        label="With histories",
        help_text="Every change of each memory too. It takes one more request for each memory.",
    )


class CarryOutForm(forms.Form):
    """What was read is imported."""

    overwrite = forms.BooleanField(
        required=False,
        label="Replace what is here with other content",
        help_text="Otherwise it is reported and stays as it is.",
    )
