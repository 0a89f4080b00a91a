"""Every setting an operator can give, typed, with its default and its meaning.

Values come from the environment. `docs/settings.md` and `.env.example` are
checked against this class, so a setting cannot exist undocumented.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, SecretStr, field_validator, model_validator

from mem0site.configuration_site import Names, Site


class Configuration(Site):
    """The environment of the server. Secrets never show in a `repr`."""

    database_url: SecretStr = Field(
        default=SecretStr("postgresql://m0_app@localhost/mem0"),
        description="PostgreSQL as the application role, which row-level security binds.",
    )
    database_admin_url: SecretStr = Field(
        default=SecretStr(""),
        description="PostgreSQL as the role that may see all tenants "
        "(admin site, job scheduling). Default: DATABASE_URL.",
    )
    database_owner_url: SecretStr = Field(
        default=SecretStr(""),
        description="PostgreSQL as the role that owns the tables (migrate, backup). "
        "Default: DATABASE_URL.",
    )
    database_max_age: int = Field(
        default=60, description="Seconds a database connection is kept open."
    )
    database_replica_url: SecretStr = Field(
        default=SecretStr(""),
        description="A streaming replica, as the application role, that answers "
        "searches and lists as soon as it has what was written to their project. "
        "Default: none. Give CACHE_URL with it.",
    )
    database_pooled: bool = Field(
        default=False,
        description="PostgreSQL is reached through a pooler in transaction mode, such "
        "as PgBouncer: no cursor and no prepared statement outlives its transaction.",
    )
    backup_folder: str = Field(
        default="",
        description="Where `manage.py backup` puts a backup that is given no path. "
        "Default: it asks for one.",
    )
    memory_partitions: int = Field(
        default=32,
        ge=1,
        le=1024,
        description="Hash partitions of the memory table; read once, by the first migration.",
    )
    broker_url: SecretStr = Field(
        default=SecretStr("redis://localhost:6379/0"),
        description="Celery's broker: pgmq:// (PostgreSQL), redis:// or amqp://.",
    )
    cache_url: SecretStr = Field(
        default=SecretStr(""),
        description="Redis or Valkey that counts requests against the rate limits "
        "(redis://). Default: a table of the database, which is as exact.",
    )
    sign_up: bool = Field(
        default=True,
        description="Strangers may open accounts: by a mailed code, or as an agent. "
        "Switched off, only people who were invited get in.",
    )
    oidc_server_url: str = Field(
        default="",
        description="OpenID Connect provider people may sign in with: its issuer, where "
        "/.well-known/openid-configuration is found. Callback: "
        "PUBLIC_URL/accounts/oidc/sso/login/callback/.",
    )
    oidc_client_id: str = Field(default="", description="Its client id for us.")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Its client secret for us."
    )
    oidc_name: str = Field(
        default="single sign-on", description="What its button says after Sign in with."
    )
    email_url: SecretStr = Field(
        default=SecretStr(""),
        description="Mail server as smtp://user:password@host:port (STARTTLS) or "
        "smtps:// (TLS). Default: mails are written to the log.",
    )
    email_from: str = Field(
        default="mem0 <noreply@localhost>", description="Sender of mails."
    )
    failed_authentications_per_minute: int = Field(
        default=20,
        ge=0,
        description="Wrong API keys one address may send in a minute before its "
        "unknown keys are refused unseen; 0 for no limit.",
    )
    job_lease_seconds: int = Field(
        default=60,
        ge=1,
        le=3600,
        description="Seconds a worker holds a job without a sign of life; then another "
        "worker may take it.",
    )
    job_lost_after_seconds: int = Field(
        default=30,
        ge=1,
        le=3600,
        description="Seconds after which the broker is told again of a job that no "
        "worker has taken.",
    )

    job_late_after_seconds: int = Field(
        default=300,
        ge=1,
        description="Seconds the oldest job may be overdue before /readyz says that the "
        "service is not ready.",
    )
    disk_free_megabytes: int = Field(
        default=1024,
        ge=0,
        description="Megabytes that have to be free where this program writes, or /readyz "
        "says that the service is not ready.",
    )
    web_workers: int = Field(
        default=2,
        ge=1,
        description="Processes of the web server. While the counters of rate limits "
        "cannot be reached, each lets in its share of a limit.",
    )
    failpoints: str = Field(
        default="",
        description="For tests of what survives: places where a process kills itself or "
        "fails, as NAME=kill or NAME=raise, comma separated (orgs/failpoints.py). "
        "Refused without DEBUG or FAILPOINTS_ALLOWED.",
    )
    failpoints_allowed: bool = Field(
        default=False, description="Obey FAILPOINTS although DEBUG is off."
    )
    quarantine_days: int = Field(
        default=30,
        ge=1,
        le=365,
        description="Days a doubtful statement waits in quarantine before it is "
        "forgotten.",
    )
    archive_days: int = Field(
        default=7,
        ge=1,
        le=90,
        description="Days an archive can be downloaded, and is told of after that.",
    )
    archive_bytes: int = Field(
        default=1024**3,
        ge=1024,
        description="Bytes an archive may have that is sent in by the API or the "
        "dashboard; the command import_archive takes any.",
    )
    usage_flush_seconds: float = Field(
        default=1.0,
        ge=0.05,
        le=60,
        description="Seconds between two writes of the request log and the usage "
        "counts; what a killed web process loses at most.",
    )

    read_events_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="Days that the events of searches, lists and single reads are kept; "
        "their numbers are kept for good.",
    )

    backup_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="Days that backups of the database are kept; receipts of erasures "
        "say when the last copy is gone.",
    )
    erasure_settle_seconds: float = Field(
        default=10.0,
        ge=0,
        le=3600,
        description="Seconds between an erasure and the look whether anything is left: "
        "longer than a process holds back what it has yet to write.",
    )
    erasure_ledger_file: str = Field(
        default="",
        description="A file that every erasure is appended to, without names, for "
        "replay_erasures after an older backup was restored. Keep it apart from the "
        "database. Default: none; export_erasures writes it on demand.",
    )

    llm_provider: str = Field(
        default="",
        description="Language model provider of the deployment. Default: openai where "
        "its key or base URL is set, else none: rules extract.",
    )
    llm_model: str = Field(default="gpt-5-mini", description="Its model.")
    llm_config: dict[str, Any] = Field(
        default={}, description="Further options of the provider, as JSON."
    )
    openai_api_key: SecretStr = Field(
        default=SecretStr(""),
        description="Turns on extraction by a language model; without it rules extract.",
    )
    openai_base_url: str = Field(
        default="", description="An OpenAI-compatible endpoint other than OpenAI's."
    )
    project_tokens_per_month: int = Field(
        default=0,
        ge=0,
        description="Tokens of language models, prompts and answers together, that a "
        "project may use in a calendar month (UTC); 0 for no limit. `tokens` of an "
        "organization's plan_overrides goes before it; projects with a key of their own "
        "have none.",
    )
    embedder_provider: str = Field(
        default="",
        description="Embedding provider of new projects. Default: openai where its key "
        "is set, else local, which needs no network.",
    )
    embedder_config: dict[str, Any] = Field(
        default={}, description="Options of the embedding provider, as JSON."
    )

    project_llms: Names = Field(
        default=[],
        description="Language models a project may choose for itself, as provider or "
        "provider/model, with * for anything: openai/gpt-5*,anthropic. Comma separated. "
        "Default: none.",
    )
    project_embedders: Names = Field(
        default=[],
        description="Embedding models a project may choose, in the same form.",
    )
    project_model_hosts: Names = Field(
        default=[],
        description="Hosts and .domains a project may name as the base URL of its "
        "models; * for any public one. Others need OUTBOUND_ALLOWED_HOSTS as well. "
        "Default: none, so a provider's own address only.",
    )

    vector_store_provider: str = Field(
        default="",
        description="Vector store beside PostgreSQL, fed from it and asked for the "
        "nearest in big scopes. Default: none; PostgreSQL's own tables answer alone.",
    )
    vector_store_config: dict[str, Any] = Field(
        default={}, description="Options of the vector store, as JSON."
    )
    vector_store_min_rows: int = Field(
        default=20_000,
        ge=0,
        description="Memories a search must cover before the vector store is asked; "
        "fewer are scored exactly in PostgreSQL.",
    )
    vector_store_timeout: float = Field(
        default=2.0,
        gt=0,
        description="Seconds a search waits for the vector store before it goes on "
        "without.",
    )
    search_exact_rows: int = Field(
        default=20_000,
        ge=0,
        description="Memories that a search compares one by one, whatever index there is; "
        "a wider one uses the index of a big project.",
    )
    search_index_rows: int = Field(
        default=50_000,
        ge=0,
        description="Memories at which a project gets an approximate index, built in the "
        "background where DATABASE_OWNER_URL is at hand, and dropped at half as many; 0 "
        "for never. With a vector store there is none.",
    )
    search_index_memory: int = Field(
        default=0,
        ge=0,
        description="Megabytes that building one may take, if it needs so many: about "
        "1.5 kB a memory of 384 dimensions. Default: maintenance_work_mem of PostgreSQL.",
    )
    graph_store_provider: str = Field(
        default="",
        description="Graph store that mirrors the projects' graphs for people's own "
        "graph tools; the server writes to it and never reads it to answer. Default: "
        "none.",
    )
    graph_store_config: dict[str, Any] = Field(
        default={}, description="Options of the graph store, as JSON."
    )

    outbound_allowed_hosts: Names = Field(
        default=[],
        description="Hosts, .domains, addresses and networks (CIDR) that webhooks and "
        "other requests to customers' addresses may reach although they are not public, "
        "also by http://. Comma separated. For local development.",
    )

    @model_validator(mode="after")
    def refuse_failpoints(self) -> Configuration:
        """A server that serves people does not kill itself by a forgotten variable."""
        if self.failpoints and not (self.debug or self.failpoints_allowed):
            msg = (
                "FAILPOINTS is for tests: unset it, or set FAILPOINTS_ALLOWED as well."
            )
            raise ValueError(msg)
        return self

    @field_validator(
        "allowed_hosts",
        "api_key_peppers",
        "cors_allowed_origins",
        "outbound_allowed_hosts",
        "project_llms",
        "project_embedders",
        "project_model_hosts",
        mode="before",
    )
    @classmethod
    def split(cls, value: object) -> object:
        """Commas separate values; blanks are dropped."""
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value
