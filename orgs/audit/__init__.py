"""The audit log: who did what, from where. Append-only, chained by hashes.

Whatever is worth an entry calls `audit.record(audit.Act.…)` inside the transaction
that does it. See docs/audit.md.
"""

from __future__ import annotations

from orgs.audit.actors import Actor, acting
from orgs.audit.acts import Act
from orgs.audit.recording import digest, entity, fingerprint, record

__all__ = ["Act", "Actor", "acting", "digest", "entity", "fingerprint", "record"]
