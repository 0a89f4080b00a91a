"""Forms about what several people may change at the same time.

A page that such a form stands on carries what it showed, in a hidden field: a digest of
each value. Where somebody else saved meanwhile nothing is overwritten. The second of the
two is told, sees beside their own words what is stored now, finds the newest where they
had typed nothing, and saves again on top of it.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.crypto import salted_hmac

SEEN = "seen"
SALT = "mem0site.dashboard.seen"
TOLD = (
    "Somebody changed {} while you were at it. What you typed is still here, and what "
    "you left alone is the newest. Compare, then save again."
)
NEWEST = "Somebody else changed this; it is the newest."
AGAIN = "Type it again if it is still to be stored: pages do not keep secrets."


class SharedForm(forms.Form):
    """A form that is filled with what is stored. Its `initial` has to be read anew when
    it is sent, and a template has to show its hidden field."""

    about: ClassVar[str]
    """What was changed meanwhile, in the words of a sentence: `this memory`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields[SEEN] = forms.Field(
            required=False, widget=forms.HiddenInput, initial=self._stored
        )

    def clean(self) -> dict[str, Any]:
        """Refused where somebody else saved meanwhile, but never twice for one change."""
        seen = _read(str(self.cleaned_data.pop(SEEN) or ""))
        cleaned = super().clean() or {}
        if not self.errors:
            self._compare(seen)
        return cleaned

    def _shared(self) -> list[BoundField]:
        return [field for field in self if field.name != SEEN]

    def _stored(self) -> str:
        """What the page shows, as its hidden field has it."""
        return " ".join(
            f"{field.name}:{_digest(field, field.initial)}" for field in self._shared()
        )

    def _compare(self, seen: dict[str, str]) -> None:
        changed = [
            field
            for field in self._shared()
            if _digest(field, field.initial)
            not in {seen.get(field.name), _digest(field, field.data)}
        ]
        if not changed:
            return
        told = [(field.name, self._word(field, seen)) for field in changed]
        told += [(field.name, AGAIN) for field in self._shared() if _lost(field)]
        newest = QueryDict(mutable=True)
        newest.update(self.data)
        newest[self.add_prefix(SEEN)] = self._stored()
        for field in changed:
            if _untouched(field, seen):
                _fill(newest, field)
        self.data = newest
        self.add_error(None, TOLD.format(self.about))
        for name, word in told:
            self.add_error(name, word)

    def _word(self, field: BoundField, seen: dict[str, str]) -> str:
        if _secret(field):
            return "Somebody else stored another one."
        if _untouched(field, seen):
            return NEWEST
        return f"Stored now: {_shown(field)}"


def _read(text: str) -> dict[str, str]:
    """The digests by field, of a hidden field that may have been tampered with."""
    pairs = [each.partition(":") for each in text.split()]
    return {name: digest for name, _, digest in pairs}


def _untouched(field: BoundField, seen: dict[str, str]) -> bool:
    return _digest(field, field.data) == seen.get(field.name)


def _secret(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.PasswordInput)


def _lost(field: BoundField) -> bool:
    return _secret(field) and bool(field.data)


def _digest(field: BoundField, value: Any) -> str:
    """Of a value as the form understands it, whether it is stored or was typed."""
    text = json.dumps(_plain(field, value), sort_keys=True, default=str)
    return salted_hmac(SALT, text).hexdigest()[:16]


def _plain(field: BoundField, value: Any) -> Any:
    try:
        plain = field.field.to_python(value)
    except forms.ValidationError:
        plain = value
    if isinstance(plain, str):
        return "\n".join(plain.strip().splitlines())
    return "" if plain in (None, [], {}) else plain


def _shown(field: BoundField) -> str:
    """What is stored, as a person reads it."""
    value, kind = field.initial, field.field
    if isinstance(kind, forms.BooleanField):
        return "on" if value else "off"
    if isinstance(kind, forms.ChoiceField):
        labels = {
            str(each.data["value"]): each.choice_label for each in field.subwidgets
        }
        several = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(each), str(each)) for each in several)
    prepared = kind.prepare_value(value)
    return "nothing" if prepared in (None, "") else str(prepared)


def _fill(typed: QueryDict, field: BoundField) -> None:
    """What is stored, as a browser sends it."""
    name, value = field.html_name, field.field.prepare_value(field.initial)
    typed.pop(name, None)
    if isinstance(value, list):
        typed.setlist(name, value)
    elif value not in (None, False):
        typed[name] = "on" if value is True else str(value)
