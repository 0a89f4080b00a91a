"""Forms about a project's settings. What they mean is checked where the API checks it:
here typed text becomes the body of a change, and a refusal goes back to its field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from rest_framework.exceptions import ValidationError as FieldsError
from rest_framework.serializers import Serializer

from mem0.exceptions import Mem0Error
from mem0.providers.options import option_names
from mem0site.dashboard.forms.shared import SharedForm
from memories.choices import EMBEDDER, LLM, Kind
from orgs.models import Gate, Privacy
from orgs.representations import REDACTED
from orgs.serializers import ProjectUpdate

GATES = (
    (Gate.NORMAL.value, "Normal – facts are kept, small talk is not"),
    (Gate.STRICT.value, "Strict – only what is certain and lasting"),
    (Gate.KEEP_EVERYTHING.value, "Keep everything"),
)


PRIVACY = (
    (Privacy.OFF.value, "Off – kept as they are"),
    (Privacy.TAG.value, "Tag – kept, and their kind noted in the metadata"),
    (Privacy.MASK.value, "Mask – [email] in the place of an address"),
    (Privacy.BLOCK.value, "Block – the request is refused"),
)


class ChangeForm(forms.Form):
    """A form whose cleaned data are a change of settings."""

    checked_by: ClassVar[type[Serializer[Any]]] = ProjectUpdate
    """The API's own serializer of such a change."""

    def body(self) -> dict[str, Any]:
        """The change as the API takes it."""
        return dict(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        """Checked by the API's own serializer."""
        cleaned = super().clean() or {}
        self.changes: dict[str, Any] = {}
        if not self.errors:
            try:
                self.changes = self.checked_by().run_validation(self.body())
            except FieldsError as exc:
                for name, text in _sentences(exc.detail):
                    self.add_error(name if name in self.fields else None, text)
            except Mem0Error as exc:
                self.add_error(None, str(exc))
        return cleaned


def _sentences(detail: Any) -> list[tuple[str, str]]:
    if not isinstance(detail, Mapping):
        return [("", str(detail))]
    return [(str(name), str(texts[0])) for name, texts in detail.items()]


def _text(rows: int, help_text: str, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(required=False, widget=widget, help_text=help_text, **more)


GROUPS = (
    (
        "What is remembered",
        "remembering",
        (
            "custom_instructions", "agent_custom_instructions", "inclusion_prompt",
            "exclusion_prompt", "custom_categories", "usecase", "gate", "multilingual",
            "enable_graph",
        ),
    ),
    ("How it is found", "finding", ("retrieval_criteria", "decay")),
    ("Privacy", "privacy", ("secrets_mode", "pii_mode", "log_bodies")),
)  # fmt: skip
"""(heading, anchor, fields) of the memory settings."""


class MemoryForm(SharedForm, ChangeForm):
    """What is remembered, and how it is found again."""

    about = "these settings"

    custom_instructions = _text(
        4, "What to remember and what not, in your own words. Read at each add."
    )
    agent_custom_instructions = _text(
        3, "The same for what an agent says and does.", label="Instructions for agents"
    )
    inclusion_prompt = _text(2, "Only this is remembered.", label="Include")
    exclusion_prompt = _text(2, "This is never remembered.", label="Leave out")
    custom_categories = _text(
        5, "One per line, as name: description. Empty for the usual ones."
    )
    retrieval_criteria = _text(
        4,
        "One per line, as name (weight): description. What fits them moves up when a "
        "search asks for it.",
    )
    usecase = _text(2, "What the project is for.", label="Use case")
    gate = forms.ChoiceField(choices=GATES, label="What gets in")
    secrets_mode = forms.ChoiceField(
        choices=PRIVACY,
        label="Secrets",
        help_text="Keys, tokens and passwords in what is said.",
    )
    pii_mode = forms.ChoiceField(
        choices=PRIVACY,
        label="Personal data",
        help_text="Email addresses, telephone, card and bank account numbers in what is said.",
    )
    enable_graph = forms.BooleanField(
        required=False, label="Graph", help_text="Relations between entities are kept."
    )
    decay = forms.BooleanField(
        required=False,
        label="Decay",
        help_text="Memories that nothing confirms lose weight with time.",
    )
    multilingual = forms.BooleanField(
        required=False,
        label="Multilingual",
        help_text="Memories are kept in the language they were said in.",
    )
    log_bodies = forms.BooleanField(
        required=False,
        label="Log request bodies",
        help_text="The request log keeps what was sent and answered, for seven days.",
    )

    def groups(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """(heading, anchor, fields) in the order of the page."""
        for heading, anchor, names in GROUPS:
            yield heading, anchor, [self[name] for name in names]

    def clean_custom_categories(self) -> list[dict[str, str] | str]:
        """`[{name: description}, name, …]`."""
        pairs = [line.partition(":") for line in _lines(self, "custom_categories")]
        return [
            {name.strip(): text.strip()} if text.strip() else name.strip()
            for name, _, text in pairs
        ]

    def clean_retrieval_criteria(self) -> list[dict[str, Any]]:
        """`[{name, weight, description}, …]`."""
        found = []
        for line in _lines(self, "retrieval_criteria"):
            parts = re.fullmatch(r"([^:(]+?)\s*(?:\(([\d.]+)\))?\s*:\s*(.*)", line)
            if parts is None:
                msg = f"“{line}” is not name (weight): description."
                raise forms.ValidationError(msg)
            name, weight, text = parts.groups()
            found.append(
                {"name": name, "description": text, "weight": _number(weight or "1")}
            )
        return found


def _lines(form: forms.Form, name: str) -> list[str]:
    text = str(form.cleaned_data[name])
    return [line.strip() for line in text.splitlines() if line.strip()]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as exc:
        msg = f"“{text}” is not a number."
        raise forms.ValidationError(msg) from exc


def spoken_categories(stored: Any) -> str:
    """Categories as lines."""
    lines = []
    for each in stored or []:
        pairs = each.items() if isinstance(each, Mapping) else [(each, "")]
        lines += [f"{name}: {text}" if text else str(name) for name, text in pairs]
    return "\n".join(lines)


def spoken_criteria(stored: Any) -> str:
    """Criteria as lines."""
    return "\n".join(
        f"{each.get('name', '')} ({each.get('weight', 1)}): {each.get('description', '')}"
        for each in stored or []
    )


class ModelForm(SharedForm, ChangeForm):
    """A model of the project's own, or the deployment's."""

    about = "this model"

    provider = forms.ChoiceField(required=False)
    model = forms.CharField(required=False, max_length=200)
    api_key = forms.CharField(
        required=False,
        max_length=2000,
        label="API key",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=False),
        help_text="Stored encrypted. Left empty, the stored one stays.",
    )
    base_url = forms.CharField(
        required=False,
        max_length=2000,
        label="Base URL",
        help_text="For a provider's own address, leave it empty.",
    )

    def __init__(
        self, *args: Any, kind: Kind, stored: Mapping[str, Any] | None, **options: Any
    ) -> None:
        self.kind, self.stored = kind, stored
        super().__init__(*args, **{**options, "prefix": kind.setting})
        field = self.fields["provider"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "The deployment's"), *_providers(kind, stored)]

    def body(self) -> dict[str, Any]:
        """The choice in the API's words."""
        asked = self.cleaned_data
        if not asked["provider"]:
            return {self.kind.setting: None}
        config = {
            "model": asked["model"],
            self._url_name(): asked["base_url"],
            "api_key": asked["api_key"] or self._kept(),
        }
        given = {name: value for name, value in config.items() if value}
        return {self.kind.setting: {"provider": asked["provider"], "config": given}}

    def _kept(self) -> str:
        """The placeholder of the stored key, where the provider is still the same."""
        stored = self.stored or {}
        same = stored.get("provider") == self.cleaned_data["provider"]
        return REDACTED if same and "api_key" in stored.get("config", {}) else ""

    def _url_name(self) -> str:
        names = option_names(
            self.kind.factory.option_class(self.cleaned_data["provider"])
        )
        return next((name for name in names if name.endswith("base_url")), "base_url")


def _providers(kind: Kind, stored: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """The providers that the operator allows, and the one that is stored."""
    allowed = {pattern.partition("/")[0] for pattern in kind.patterns}
    names = kind.factory.get_supported_providers()
    shown = [name for name in names if "*" in allowed or name in allowed]
    current = (stored or {}).get("provider")
    if current and current not in shown:
        shown.append(current)
    return [(name, name) for name in shown]


KINDS = {kind.setting: kind for kind in (LLM, EMBEDDER)}
