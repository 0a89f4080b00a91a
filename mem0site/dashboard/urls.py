"""The pages: `/dashboard/<organization>/<project>/…`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

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

of_webhook: list[URLPattern | URLResolver] = [
    path("", webhooks.One.as_view(), name="webhooks-one"),
    path("test/", webhooks.Test.as_view(), name="webhooks-test"),
    path("reveal/", webhooks.Reveal.as_view(), name="webhooks-reveal"),
    path("rotate/", webhooks.Rotate.as_view(), name="webhooks-rotate"),
    path("replay/", webhooks.ReplayFailed.as_view(), name="webhooks-replay-failed"),
    path("delete/", webhooks.Delete.as_view(), name="webhooks-delete"),
    path("<uuid:delivery_id>/", webhooks.Sent.as_view(), name="webhooks-delivery"),
    path(
        "<uuid:delivery_id>/replay/", webhooks.Replay.as_view(), name="webhooks-replay"
    ),
]
of_project: list[URLPattern | URLResolver] = [
    path("", projects.home, name="project"),
    path("start/", start.Start.as_view(), name="start"),
    path("start/arrived/", start.Arrived.as_view(), name="start-arrived"),
    path("start/key/", start.NewKey.as_view(), name="start-key"),
    path("start/hide/", start.HideKey.as_view(), name="start-hide"),
    path("start/sample/", start.LoadSample.as_view(), name="start-sample"),
    path("start/sample/remove/", start.RemoveSample.as_view(), name="start-clean"),
    path("memories/", memories.Memories.as_view(), name="memories"),
    path(
        "memories/delete/", memories.DeleteSome.as_view(), name="memories-delete-some"
    ),
    path(
        "memories/export/", memories.ExportSome.as_view(), name="memories-export-some"
    ),
    path(
        "memories/categorize/",
        memories.CategorizeSome.as_view(),
        name="memories-categorize-some",
    ),
    path(
        "memories/<uuid:memory_id>/", memories.Memory.as_view(), name="memories-memory"
    ),
    path(
        "memories/<uuid:memory_id>/feedback/",
        memories.Feedback.as_view(),
        name="memories-feedback",
    ),
    path(
        "memories/<uuid:memory_id>/delete/",
        memories.Delete.as_view(),
        name="memories-delete",
    ),
    path("entities/", entities.Entities.as_view(), name="entities"),
    path(
        "entities/<str:kind>/<path:name>/erase/",
        entities.Erase.as_view(),
        name="entities-erase",
    ),
    path(
        "entities/<str:kind>/<path:name>/",
        entities.Entity.as_view(),
        name="entities-entity",
    ),
    path("graph/", entities.Graph.as_view(), name="graph"),
    path("quarantine/", quarantine.Quarantine.as_view(), name="quarantine"),
    path("quarantine/decide/", quarantine.Decide.as_view(), name="quarantine-decide"),
    path("health/", health.Health.as_view(), name="health"),
    path("health/start/", health.Start.as_view(), name="health-start"),
    path("health/runs/<uuid:run_id>/", health.Run.as_view(), name="health-run"),
    path(
        "health/runs/<uuid:run_id>/progress/",
        health.Progress.as_view(),
        name="health-progress",
    ),
    path("health/runs/<uuid:run_id>/undo/", health.Undo.as_view(), name="health-undo"),
    path("health/<slug:sign>/", health.Suspects.as_view(), name="health-suspects"),
    path("find/", find.Find.as_view(), name="find"),
    path("playground/", playground.Playground.as_view(), name="playground"),
    path("keys/", keys.Keys.as_view(), name="keys"),
    path("keys/new/", keys.New.as_view(), name="keys-new"),
    path("keys/revoke/", keys.Revoke.as_view(), name="keys-revoke"),
    path("keys/rotate/", keys.Rotate.as_view(), name="keys-rotate"),
    path("webhooks/", webhooks.Webhooks.as_view(), name="webhooks"),
    path("webhooks/new/", webhooks.New.as_view(), name="webhooks-new"),
    path("webhooks/<uuid:webhook_id>/", include(of_webhook)),
    path("overview/", usage.Overview.as_view(), name="overview"),
    path("usage/", usage.UsageDetail.as_view(), name="usage"),
    path("usage/users/", usage.ActiveUsers.as_view(), name="usage-users"),
    path("usage/file/", usage.UsageFile.as_view(), name="usage-file"),
    path("audit/", audit.Log.as_view(), name="audit"),
    path("audit/file/", audit.File.as_view(), name="audit-file"),
    path("requests/", requests.Requests.as_view(), name="requests"),
    path(
        "requests/<uuid:log_id>/",
        requests.RequestDetail.as_view(),
        name="requests-detail",
    ),
    path("events/", events.Events.as_view(), name="events"),
    path("events/<uuid:event_id>/", events.EventDetail.as_view(), name="events-detail"),
    path("events/<uuid:event_id>/retry/", events.Retry.as_view(), name="events-retry"),
    path("transfers/", transfers.Transfers.as_view(), name="transfers"),
    path(
        "transfers/archive/", transfers.NewArchive.as_view(), name="transfers-archive"
    ),
    path(
        "transfers/account/", transfers.NewAccount.as_view(), name="transfers-account"
    ),
    path("transfers/import/", transfers.NewImport.as_view(), name="transfers-import"),
    path(
        "transfers/<uuid:transfer_id>/",
        transfers.TransferDetail.as_view(),
        name="transfers-transfer",
    ),
    path(
        "transfers/<uuid:transfer_id>/import/",
        transfers.CarryOut.as_view(),
        name="transfers-carry-out",
    ),
    path(
        "transfers/<uuid:transfer_id>/file/",
        transfers.Download.as_view(),
        name="transfers-file",
    ),
    path(
        "transfers/<uuid:transfer_id>/delete/",
        transfers.Delete.as_view(),
        name="transfers-delete",
    ),
    path("settings/", projects.Settings.as_view(), name="settings"),
    path("settings/memory/", settings.Memory.as_view(), name="settings-memory"),
    path("settings/models/", settings.Models.as_view(), name="settings-models"),
    path("settings/members/", settings.Members.as_view(), name="settings-members"),
    path(
        "settings/members/remove/",
        settings.RemoveMember.as_view(),
        name="settings-members-remove",
    ),
    path(
        "settings/retention/", retention.Retention.as_view(), name="settings-retention"
    ),
    path(
        "settings/retention/remove/",
        retention.Remove.as_view(),
        name="settings-retention-remove",
    ),
    path(
        "settings/retention/switch/",
        retention.Switch.as_view(),
        name="settings-retention-switch",
    ),
    path(
        "settings/retention/<uuid:rule_id>/",
        retention.Rule.as_view(),
        name="settings-retention-rule",
    ),
    path(
        "settings/retention/periods/",
        retention.Periods.as_view(),
        name="settings-retention-periods",
    ),
    path("settings/holds/", holds.Holds.as_view(), name="settings-holds"),
    path("settings/holds/lift/", holds.Lift.as_view(), name="settings-holds-lift"),
    path("settings/delete/", projects.Delete.as_view(), name="settings-delete"),
]
of_organization: list[URLPattern | URLResolver] = [
    path("", home.organization_home, name="organization-home"),
    path("settings/", organizations.Settings.as_view(), name="organization"),
    path("settings/hand-over/", organizations.HandOver.as_view(), name="hand-over"),
    path("settings/leave/", organizations.Leave.as_view(), name="leave"),
    path(
        "settings/delete/", organizations.Delete.as_view(), name="organization-delete"
    ),
    path("members/", members.Members.as_view(), name="members"),
    path("members/role/", members.ChangeRole.as_view(), name="members-role"),
    path("members/remove/", members.Remove.as_view(), name="members-remove"),
    path("members/revoke/", members.Revoke.as_view(), name="members-revoke"),
    path("receipts/", receipts.Receipts.as_view(), name="receipts"),
    path(
        "receipts/<uuid:receipt_id>/",
        receipts.Receipt.as_view(),
        name="receipts-receipt",
    ),
    path(
        "receipts/<uuid:receipt_id>/file/",
        receipts.ReceiptFile.as_view(),
        name="receipts-file",
    ),
    path("projects/new/", projects.New.as_view(), name="project-new"),
    path("<uuid:project_id>/", include(of_project)),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("theme/", home.theme, name="theme"),
    path("account/", account.Account.as_view(), name="account"),
    path("account/delete/", account.Delete.as_view(), name="account-delete"),
    path("invitations/<str:token>/", entrance.Accept.as_view(), name="invitation"),
    path("welcome/<str:token>/", entrance.Welcome.as_view(), name="welcome"),
    path(
        "organizations/new/",
        organizations.New.as_view(),
        name="organization-new",
    ),
    path("<uuid:organization_id>/", include(of_organization)),
]
