"""The pages: `/dashboard/<organization>/<project>/…`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import View

from mem0site.dashboard.views import (
    account,
    audit,
    entities,
    entrance,
    events,
    find,
    health,
    holds,
    home,
    keys,
    members,
    memories,
    organizations,
    playground,
    projects,
    quarantine,
    receipts,
    requests,
    retention,
    settings,
    start,
    transfers,
    usage,
    webhooks,
)

app_name = "dashboard"


def _paths(*rows: tuple[str, type[View], str]) -> list[URLPattern]:
    """(address, view, name) of each page and of each button."""
    return [path(address, view.as_view(), name=name) for address, view, name in rows]


of_webhook = _paths(
    ("", webhooks.One, "webhooks-one"),
    ("test/", webhooks.Test, "webhooks-test"),
    ("reveal/", webhooks.Reveal, "webhooks-reveal"),
    ("rotate/", webhooks.Rotate, "webhooks-rotate"),
    ("replay/", webhooks.ReplayFailed, "webhooks-replay-failed"),
    ("delete/", webhooks.Delete, "webhooks-delete"),
    ("<uuid:delivery_id>/", webhooks.Sent, "webhooks-delivery"),
    ("<uuid:delivery_id>/replay/", webhooks.Replay, "webhooks-replay"),
)
of_project: list[URLPattern | URLResolver] = [
    path("", projects.home, name="project"),
    *_paths(
        ("start/", start.Start, "start"),
        ("start/arrived/", start.Arrived, "start-arrived"),
        ("start/key/", start.NewKey, "start-key"),
        ("start/hide/", start.HideKey, "start-hide"),
        ("start/sample/", start.LoadSample, "start-sample"),
        ("start/sample/remove/", start.RemoveSample, "start-clean"),
        ("memories/", memories.Memories, "memories"),
        ("memories/delete/", memories.DeleteSome, "memories-delete-some"),
        ("memories/export/", memories.ExportSome, "memories-export-some"),
        ("memories/categorize/", memories.CategorizeSome, "memories-categorize-some"),
        ("memories/<uuid:memory_id>/", memories.Memory, "memories-memory"),
        ("memories/<uuid:memory_id>/feedback/", memories.Feedback, "memories-feedback"),
        ("memories/<uuid:memory_id>/delete/", memories.Delete, "memories-delete"),
        ("entities/", entities.Entities, "entities"),
        ("entities/<str:kind>/<path:name>/erase/", entities.Erase, "entities-erase"),
        ("entities/<str:kind>/<path:name>/", entities.Entity, "entities-entity"),
        ("graph/", entities.Graph, "graph"),
        ("quarantine/", quarantine.Quarantine, "quarantine"),
        ("quarantine/decide/", quarantine.Decide, "quarantine-decide"),
        ("health/", health.Health, "health"),
        ("health/start/", health.Start, "health-start"),
        ("health/runs/<uuid:run_id>/", health.Run, "health-run"),
        ("health/runs/<uuid:run_id>/progress/", health.Progress, "health-progress"),
        ("health/runs/<uuid:run_id>/undo/", health.Undo, "health-undo"),
        ("health/<slug:sign>/", health.Suspects, "health-suspects"),
        ("find/", find.Find, "find"),
        ("playground/", playground.Playground, "playground"),
        ("keys/", keys.Keys, "keys"),
        ("keys/new/", keys.New, "keys-new"),
        ("keys/revoke/", keys.Revoke, "keys-revoke"),
        ("keys/rotate/", keys.Rotate, "keys-rotate"),
        ("webhooks/", webhooks.Webhooks, "webhooks"),
        ("webhooks/new/", webhooks.New, "webhooks-new"),
    ),
    path("webhooks/<uuid:webhook_id>/", include(of_webhook)),
    *_paths(
        ("overview/", usage.Overview, "overview"),
        ("usage/", usage.UsageDetail, "usage"),
        ("usage/users/", usage.ActiveUsers, "usage-users"),
        ("usage/file/", usage.UsageFile, "usage-file"),
        ("audit/", audit.Log, "audit"),
        ("audit/file/", audit.File, "audit-file"),
        ("requests/", requests.Requests, "requests"),
        ("requests/<uuid:log_id>/", requests.RequestDetail, "requests-detail"),
        ("events/", events.Events, "events"),
        ("events/<uuid:event_id>/", events.EventDetail, "events-detail"),
        ("events/<uuid:event_id>/retry/", events.Retry, "events-retry"),
        ("events/<uuid:event_id>/unlearn/", events.Unlearn, "events-unlearn"),
        ("transfers/", transfers.Transfers, "transfers"),
        ("transfers/archive/", transfers.NewArchive, "transfers-archive"),
        ("transfers/account/", transfers.NewAccount, "transfers-account"),
        ("transfers/import/", transfers.NewImport, "transfers-import"),
        (
            "transfers/<uuid:transfer_id>/",
            transfers.TransferDetail,
            "transfers-transfer",
        ),
        (
            "transfers/<uuid:transfer_id>/import/",
            transfers.CarryOut,
            "transfers-carry-out",
        ),
        ("transfers/<uuid:transfer_id>/file/", transfers.Download, "transfers-file"),
        ("transfers/<uuid:transfer_id>/delete/", transfers.Delete, "transfers-delete"),
        ("settings/", projects.Settings, "settings"),
        ("settings/memory/", settings.Memory, "settings-memory"),
        ("settings/models/", settings.Models, "settings-models"),
        ("settings/members/", settings.Members, "settings-members"),
        ("settings/members/remove/", settings.RemoveMember, "settings-members-remove"),
        ("settings/retention/", retention.Retention, "settings-retention"),
        ("settings/retention/remove/", retention.Remove, "settings-retention-remove"),
        ("settings/retention/switch/", retention.Switch, "settings-retention-switch"),
        (
            "settings/retention/<uuid:rule_id>/",
            retention.Rule,
            "settings-retention-rule",
        ),
        (
            "settings/retention/periods/",
            retention.Periods,
            "settings-retention-periods",
        ),
        ("settings/holds/", holds.Holds, "settings-holds"),
        ("settings/holds/lift/", holds.Lift, "settings-holds-lift"),
        ("settings/delete/", projects.Delete, "settings-delete"),
    ),
]
of_organization: list[URLPattern | URLResolver] = [
    path("", home.organization_home, name="organization-home"),
    *_paths(
        ("settings/", organizations.Settings, "organization"),
        ("settings/hand-over/", organizations.HandOver, "hand-over"),
        ("settings/leave/", organizations.Leave, "leave"),
        ("settings/delete/", organizations.Delete, "organization-delete"),
        ("members/", members.Members, "members"),
        ("members/role/", members.ChangeRole, "members-role"),
        ("members/remove/", members.Remove, "members-remove"),
        ("members/revoke/", members.Revoke, "members-revoke"),
        ("receipts/", receipts.Receipts, "receipts"),
        ("receipts/<uuid:receipt_id>/", receipts.Receipt, "receipts-receipt"),
        ("receipts/<uuid:receipt_id>/file/", receipts.ReceiptFile, "receipts-file"),
        ("projects/new/", projects.New, "project-new"),
    ),
    path("<uuid:project_id>/", include(of_project)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("theme/", home.theme, name="theme"),
    *_paths(
        ("account/", account.Account, "account"),
        ("account/delete/", account.Delete, "account-delete"),
        ("invitations/<str:token>/", entrance.Accept, "invitation"),
        ("welcome/<str:token>/", entrance.Welcome, "welcome"),
        ("organizations/new/", organizations.New, "organization-new"),
    ),
    path("<uuid:organization_id>/", include(of_organization)),
]
