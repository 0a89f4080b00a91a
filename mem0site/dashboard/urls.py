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


def _pages(below: str, *rows: tuple[str, type[View], str]) -> list[URLPattern]:
    """What stands below an address: (the rest of it, view, name), pages and buttons."""
    return [path(below + rest, view.as_view(), name=name) for rest, view, name in rows]


of_project: list[URLPattern] = [
    path("", projects.home, name="project"),
    *_pages(
        "",
        ("find/", find.Find, "find"),
        ("graph/", entities.Graph, "graph"),
        ("overview/", usage.Overview, "overview"),
        ("playground/", playground.Playground, "playground"),
    ),
    *_pages(
        "start/",
        ("", start.Start, "start"),
        ("arrived/", start.Arrived, "start-arrived"),
        ("key/", start.NewKey, "start-key"),
        ("hide/", start.HideKey, "start-hide"),
        ("sample/", start.LoadSample, "start-sample"),
        ("sample/remove/", start.RemoveSample, "start-clean"),
    ),
    *_pages(
        "memories/",
        ("", memories.Memories, "memories"),
        ("delete/", memories.DeleteSome, "memories-delete-some"),
        ("export/", memories.ExportSome, "memories-export-some"),
        ("categorize/", memories.CategorizeSome, "memories-categorize-some"),
        ("<uuid:memory_id>/", memories.Memory, "memories-memory"),
        ("<uuid:memory_id>/feedback/", memories.Feedback, "memories-feedback"),
        ("<uuid:memory_id>/delete/", memories.Delete, "memories-delete"),
    ),
    *_pages(
        "entities/",
        ("", entities.Entities, "entities"),
        ("<str:kind>/<path:name>/erase/", entities.Erase, "entities-erase"),
        ("<str:kind>/<path:name>/", entities.Entity, "entities-entity"),
    ),
    *_pages(
        "quarantine/",
        ("", quarantine.Quarantine, "quarantine"),
        ("decide/", quarantine.Decide, "quarantine-decide"),
    ),
    *_pages(
        "health/",
        ("", health.Health, "health"),
        ("start/", health.Start, "health-start"),
        ("runs/<uuid:run_id>/", health.Run, "health-run"),
        ("runs/<uuid:run_id>/progress/", health.Progress, "health-progress"),
        ("runs/<uuid:run_id>/undo/", health.Undo, "health-undo"),
        ("<slug:sign>/", health.Suspects, "health-suspects"),
    ),
    *_pages(
        "keys/",
        ("", keys.Keys, "keys"),
        ("new/", keys.New, "keys-new"),
        ("revoke/", keys.Revoke, "keys-revoke"),
        ("rotate/", keys.Rotate, "keys-rotate"),
    ),
    *_pages(
        "webhooks/",
        ("", webhooks.Webhooks, "webhooks"),
        ("new/", webhooks.New, "webhooks-new"),
    ),
    *_pages(
        "webhooks/<uuid:webhook_id>/",
        ("", webhooks.One, "webhooks-one"),
        ("test/", webhooks.Test, "webhooks-test"),
        ("reveal/", webhooks.Reveal, "webhooks-reveal"),
        ("rotate/", webhooks.Rotate, "webhooks-rotate"),
        ("replay/", webhooks.ReplayFailed, "webhooks-replay-failed"),
        ("delete/", webhooks.Delete, "webhooks-delete"),
        ("<uuid:delivery_id>/", webhooks.Sent, "webhooks-delivery"),
        ("<uuid:delivery_id>/replay/", webhooks.Replay, "webhooks-replay"),
    ),
    *_pages(
        "usage/",
        ("", usage.UsageDetail, "usage"),
        ("users/", usage.ActiveUsers, "usage-users"),
        ("file/", usage.UsageFile, "usage-file"),
    ),
    *_pages(
        "audit/",
        ("", audit.Log, "audit"),
        ("file/", audit.File, "audit-file"),
    ),
    *_pages(
        "requests/",
        ("", requests.Requests, "requests"),
        ("<uuid:log_id>/", requests.RequestDetail, "requests-detail"),
    ),
    *_pages(
        "events/",
        ("", events.Events, "events"),
        ("<uuid:event_id>/", events.EventDetail, "events-detail"),
        ("<uuid:event_id>/retry/", events.Retry, "events-retry"),
        ("<uuid:event_id>/unlearn/", events.Unlearn, "events-unlearn"),
    ),
    *_pages(
        "transfers/",
        ("", transfers.Transfers, "transfers"),
        ("archive/", transfers.NewArchive, "transfers-archive"),
        ("account/", transfers.NewAccount, "transfers-account"),
        ("import/", transfers.NewImport, "transfers-import"),
        ("<uuid:transfer_id>/", transfers.TransferDetail, "transfers-transfer"),
        ("<uuid:transfer_id>/import/", transfers.CarryOut, "transfers-carry-out"),
        ("<uuid:transfer_id>/file/", transfers.Download, "transfers-file"),
        ("<uuid:transfer_id>/delete/", transfers.Delete, "transfers-delete"),
    ),
    *_pages(
        "settings/",
        ("", projects.Settings, "settings"),
        ("memory/", settings.Memory, "settings-memory"),
        ("models/", settings.Models, "settings-models"),
        ("members/", settings.Members, "settings-members"),
        ("members/remove/", settings.RemoveMember, "settings-members-remove"),
        ("retention/", retention.Retention, "settings-retention"),
        ("retention/remove/", retention.Remove, "settings-retention-remove"),
        ("retention/switch/", retention.Switch, "settings-retention-switch"),
        ("retention/<uuid:rule_id>/", retention.Rule, "settings-retention-rule"),
        ("retention/periods/", retention.Periods, "settings-retention-periods"),
        ("holds/", holds.Holds, "settings-holds"),
        ("holds/lift/", holds.Lift, "settings-holds-lift"),
        ("delete/", projects.Delete, "settings-delete"),
    ),
]
of_organization: list[URLPattern | URLResolver] = [
    path("", home.organization_home, name="organization-home"),
    *_pages(
        "settings/",
        ("", organizations.Settings, "organization"),
        ("hand-over/", organizations.HandOver, "hand-over"),
        ("leave/", organizations.Leave, "leave"),
        ("delete/", organizations.Delete, "organization-delete"),
    ),
    *_pages(
        "members/",
        ("", members.Members, "members"),
        ("role/", members.ChangeRole, "members-role"),
        ("remove/", members.Remove, "members-remove"),
        ("revoke/", members.Revoke, "members-revoke"),
    ),
    *_pages(
        "receipts/",
        ("", receipts.Receipts, "receipts"),
        ("<uuid:receipt_id>/", receipts.Receipt, "receipts-receipt"),
        ("<uuid:receipt_id>/file/", receipts.ReceiptFile, "receipts-file"),
    ),
    path("projects/new/", projects.New.as_view(), name="project-new"),
    path("<uuid:project_id>/", include(of_project)),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("theme/", home.theme, name="theme"),
    *_pages(
        "",
        ("account/", account.Account, "account"),
        ("account/delete/", account.Delete, "account-delete"),
        ("invitations/<str:token>/", entrance.Accept, "invitation"),
        ("welcome/<str:token>/", entrance.Welcome, "welcome"),
        ("organizations/new/", organizations.New, "organization-new"),
    ),
    path("<uuid:organization_id>/", include(of_organization)),
]
