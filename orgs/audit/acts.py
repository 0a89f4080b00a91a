"""What is recorded, by name. A word that is gone stays in the logs, so none is reused."""

from __future__ import annotations

import enum


class Act(enum.StrEnum):
    """`<noun>.<what was done to it>`."""

    SIGNED_IN = "account.signed_in"
    SIGN_IN_FAILED = "account.sign_in_failed"
    SIGNED_OUT = "account.signed_out"
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_DELETED = "account.deleted"
    MFA_CHANGED = "account.mfa_changed"
    SESSION_ENDED = "account.session_ended"

    ORGANIZATION_CREATED = "organization.created"
    ORGANIZATION_CHANGED = "organization.changed"
    ORGANIZATION_DELETED = "organization.deleted"
    ORGANIZATION_SUSPENDED = "organization.suspended"
    ORGANIZATION_REINSTATED = "organization.reinstated"
    ORGANIZATION_HANDED_OVER = "organization.handed_over"
    ORGANIZATION_CLAIMED = "organization.claimed"
    PLAN_CHANGED = "organization.plan_changed"

    MEMBER_INVITED = "member.invited"
    INVITATION_ACCEPTED = "member.invitation_accepted"
    INVITATION_REVOKED = "member.invitation_revoked"
    MEMBER_ADDED = "member.added"
    MEMBER_ROLE_CHANGED = "member.role_changed"
    MEMBER_REMOVED = "member.removed"

    PROJECT_CREATED = "project.created"
    PROJECT_CHANGED = "project.changed"
    PROJECT_DELETED = "project.deleted"
    PROJECT_RESET = "project.reset"

    KEY_CREATED = "key.created"
    KEY_ROTATED = "key.rotated"
    KEY_REVOKED = "key.revoked"

    WEBHOOK_CREATED = "webhook.created"
    WEBHOOK_CHANGED = "webhook.changed"
    WEBHOOK_DELETED = "webhook.deleted"
    WEBHOOK_SECRET_ROTATED = "webhook.secret_rotated"  # noqa: S105  a name
    WEBHOOK_SECRET_SEEN = "webhook.secret_seen"  # noqa: S105  a name
    WEBHOOK_REPLAYED = "webhook.replayed"

    EXPORT_CREATED = "export.created"
    EXPORT_READ = "export.read"
    IMPORT_STARTED = "import.started"

    MEMORY_DELETED = "memory.deleted"
    MEMORIES_DELETED = "memories.deleted"
    EVENT_UNLEARNED = "event.unlearned"
    MEMORIES_CATEGORIZED = "memories.categorized"
    ENTITY_ERASED = "entity.erased"
    ENTITY_ERASURE_DONE = "entity.erasure_done"
    RETENTION_CHANGED = "retention.changed"
    RETENTION_APPLIED = "retention.applied"
    LEGAL_HOLD_SET = "legal_hold.set"
    LEGAL_HOLD_LIFTED = "legal_hold.lifted"

    STAFF_VIEWED = "staff.viewed"
    STAFF_ADDED = "staff.added"
    STAFF_CHANGED = "staff.changed"
    STAFF_DELETED = "staff.deleted"
    STAFF_RAN = "staff.ran"

    AUDIT_EXPORTED = "audit.exported"
    AUDIT_CUT = "audit.cut"

    SEARCHED = "memories.searched"
    LISTED = "memories.listed"
    READ = "memory.read"
    HISTORY_READ = "memory.history_read"
    PROFILE_READ = "profile.read"
    EVENTS_READ = "events.read"
    ENTITIES_READ = "entities.read"
    GRAPH_READ = "graph.read"
    QUARANTINE_READ = "quarantine.read"
    CONSOLIDATIONS_READ = "consolidations.read"
    READS_LOST = "audit.reads_lost"


READS = frozenset(
    {
        Act.SEARCHED,
        Act.LISTED,
        Act.READ,
        Act.HISTORY_READ,
        Act.PROFILE_READ,
        Act.EVENTS_READ,
        Act.ENTITIES_READ,
        Act.GRAPH_READ,
        Act.QUARANTINE_READ,
        Act.CONSOLIDATIONS_READ,
        Act.EXPORT_READ,
        Act.READS_LOST,
    }
)
"""What the stream of reads holds; everything else is administration."""
