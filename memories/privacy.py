"""What a project does with secrets and personal data before anything is kept.

Texts are looked at where they come in, so that what is masked or refused reaches neither
the event, nor a language model, nor a memory; and again once documents and images have
been read. Four modes: off; tag names the kinds in the metadata (`sensitive`); mask puts
`[email]` in the place of an address; block refuses the request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from mem0.exceptions import ValidationError
from orgs import sensitive
from orgs.models import Privacy, Project
from orgs.privacy import modes

if TYPE_CHECKING:
    from memories.adding import AddCommand

TAG = "sensitive"
"""The metadata key that names what kinds of data an add held."""


@dataclass(slots=True)
class Guard:
    """Looks at texts as the project's settings want it, and notes what it saw."""

    project: Project
    seen: set[str] = field(default_factory=set)
    """Kinds to be named in the metadata."""

    @property
    def modes(self) -> dict[str, str]:
        """Kind → mode, where it is not off."""
        return modes(self.project)

    def text(self, text: str, where: str) -> str:
        """The text as it may be kept. Raises `ValidationError` where it may not."""
        wanted = self.modes
        found = sensitive.find(text, wanted) if wanted else []
        for each in found:
            if wanted[each.kind] == Privacy.BLOCK:
                raise _refusal(each.kind, where)
        self.seen |= {each.kind for each in found}
        hidden = [each for each in found if wanted[each.kind] == Privacy.MASK]
        return sensitive.masked(text, hidden) if hidden else text

    def data(self, value: Any, where: str) -> Any:
        """JSON with each of its texts looked at."""
        if isinstance(value, str):
            return self.text(value, where)
        if isinstance(value, Mapping):
            return {k: self.data(v, f"{where}.{k}") for k, v in value.items()}
        if isinstance(value, list):
            return [self.data(each, f"{where}[{n}]") for n, each in enumerate(value)]
        return value

    def tagged(self, metadata: Mapping[str, Any] | None) -> dict[str, Any]:
        """The metadata with the kinds that were seen."""
        given = dict(metadata or {})
        before = given.get(TAG)
        known = before if isinstance(before, list) else []
        return {**given, TAG: sorted({*map(str, known), *self.seen})}


def messages(
    guard: Guard, said: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The messages with their texts looked at."""
    return [
        {**each, "content": guard.text(each["content"], f"messages[{number}].content")}
        if isinstance(each.get("content"), str)
        else each
        for number, each in enumerate(said)
    ]


def of_add(project: Project, command: AddCommand) -> AddCommand:
    """An add as the project wants it. Raises `ValidationError`."""
    guard = Guard(project)
    if not guard.modes:
        return command
    said = messages(guard, command.messages)
    metadata = guard.data(dict(command.metadata), "metadata")
    if guard.seen:
        metadata = guard.tagged(metadata)
    return replace(command, messages=said, metadata=metadata)


def of_update(project: Project, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A change of one memory as the project wants it. Raises `ValidationError`."""
    guard = Guard(project)
    if not guard.modes:
        return dict(changes)
    looked = {
        name: guard.data(value, name) if name in ("text", "metadata") else value
        for name, value in changes.items()
    }
    if guard.seen and isinstance(looked.get("metadata"), Mapping):
        looked["metadata"] = guard.tagged(looked["metadata"])
    return looked


def _refusal(kind: str, where: str) -> ValidationError:
    setting = "secrets_mode" if kind in sensitive.SECRETS else "pii_mode"
    article = "an" if kind[0] in "aei" else "a"
    return ValidationError(
        f"{where} holds {article} {kind}, which this project does not keep "
        f"({setting}: block).",
        error_code="sensitive_content",
    )
