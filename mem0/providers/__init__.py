"""What the adapters of one vendor share, whether they chat, embed or store.

How a provider's options are read, what its failures mean, and how its client is
made. The adapters themselves live in `mem0.llms` and `mem0.embeddings`, which may
import this package but not each other.
"""

from __future__ import annotations
