"""What the calls of the client take, for type checkers and for typing less.

Each is a plain dictionary at run time: `client.search("…", top_k=5)` and
`client.search("…", SearchMemoryOptions(top_k=5))` are the same call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypedDict

Message: TypeAlias = Mapping[str, Any]
Messages: TypeAlias = str | Message | Sequence[Message]
Moment: TypeAlias = int | float | str | dt.date
ApiVersion: TypeAlias = Literal["v1", "v2", "v3"]
Memory: TypeAlias = dict[str, Any]
Object: TypeAlias = dict[str, Any]


class EntityIds(TypedDict, total=False):
    """Whose memories; `*` stands for anybody that has one."""

    user_id: str | None
    agent_id: str | None
    app_id: str | None
    run_id: str | None


class AddMemoryOptions(EntityIds, total=False):
    """How to remember."""

    metadata: Mapping[str, Any] | None
    filters: Mapping[str, Any] | None
    infer: bool | None
    async_mode: bool | None
    timestamp: Moment | None
    timezone: str | None
    expiration_date: str | dt.date | None
    immutable: bool | None
    custom_instructions: str | None
    agent_custom_instructions: str | None
    custom_categories: Sequence[Mapping[str, str]] | None
    includes: str | None
    excludes: str | None
    structured_data_schema: Mapping[str, Any] | None
    enable_graph: bool | None
    output_format: str | None
    version: ApiVersion | None


class GetAllMemoryOptions(EntityIds, total=False):
    """Which memories; `top_k` is how many at most, over all pages."""

    filters: Mapping[str, Any] | None
    metadata: Mapping[str, Any] | None
    categories: Sequence[str] | None
    keywords: str | None
    start_date: Moment | None
    end_date: Moment | None
    show_expired: bool | None
    latest_only: bool | None
    include_merged: bool | None
    as_of: Moment | None
    known_at: Moment | None
    fields: Sequence[str] | None
    page: int | None
    page_size: int | None
    cursor: str | None
    top_k: int | None
    limit: int | None
    enable_graph: bool | None
    output_format: str | None
    version: ApiVersion | None


class SearchMemoryOptions(EntityIds, total=False):
    """Which memories, how many and how good."""

    filters: Mapping[str, Any] | None
    metadata: Mapping[str, Any] | None
    categories: Sequence[str] | None
    top_k: int | None
    limit: int | None
    threshold: float | None
    rerank: bool | None
    reference_date: Moment | None
    show_expired: bool | None
    latest_only: bool | None
    include_merged: bool | None
    as_of: Moment | None
    known_at: Moment | None
    explain: bool | None
    explain_ids: Sequence[str] | None
    max_tokens: int | None
    context_template: str | None
    answerability: bool | None
    keyword_search: bool | None
    fields: Sequence[str] | None
    enable_graph: bool | None
    output_format: str | None
    version: ApiVersion | None


class DeleteAllMemoryOptions(EntityIds, total=False):
    """Which memories to delete."""

    metadata: Mapping[str, Any] | None
    filters: Mapping[str, Any] | None


class EventsOptions(TypedDict, total=False):
    """Which events, and which page of them."""

    event_type: str | None
    status: str | None
    page: int | None
    page_size: int | None
    cursor: str | None


class UpdateMemoryOptions(TypedDict, total=False):
    """What to change beside text and metadata; a null `expiration_date` clears it."""

    timestamp: Moment | None
    expiration_date: str | dt.date | None


class ExportOptions(EntityIds, total=False):
    """Which memories an export is made of."""

    filters: Mapping[str, Any] | None
    export_instructions: str | None


class ExportQuery(EntityIds, total=False):
    """Which export: one by its id, or the latest of a filter."""

    memory_export_id: str | None
    filters: Mapping[str, Any] | None


class ProjectUpdateOptions(TypedDict, total=False):
    """Settings of a project. What is not given stays; null clears."""

    name: str
    description: str
    custom_instructions: str | None
    agent_custom_instructions: str | None
    custom_categories: Sequence[Mapping[str, str] | str] | None
    retrieval_criteria: Sequence[Mapping[str, Any]] | None
    inclusion_prompt: str | None
    exclusion_prompt: str | None
    memory_depth: str | None
    usecase_setting: str | None
    enable_graph: bool
    multilingual: bool
    decay: bool
    version: str
    llm: Mapping[str, Any] | None
    embedder: Mapping[str, Any] | None
    gate: str
    log_bodies: bool
    secrets_mode: str
    pii_mode: str


class ProfileSettings(TypedDict, total=False):
    """Settings of profiles. What is not given stays; null clears."""

    enabled: bool
    schema: Mapping[str, Any] | None
    custom_instructions: str | None
