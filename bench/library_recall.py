"""Evidence recall on LoCoMo through `Memory` in this process, without a server.

    python -m bench.library_recall DATA [--turns]

The same work as `bench.recall` does over HTTP: messages are added word for word, two
an add with the session as `run_id`, or with `--turns` one an add and no run. A new
database is made in a temporary folder and removed.
"""

from __future__ import annotations

import argparse
import os
import tempfile

from bench.offline.conversations import Conversation, Question, load
from bench.recall import KS, Meter, batches, report
from mem0.configs.base import MemoryConfig
from mem0.memory.main import Memory


def main() -> None:
    """Add, search, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--turns", action="store_true")
    given = parser.parse_args()
    conversations = load(given.data)
    with tempfile.TemporaryDirectory() as folder:
        config = MemoryConfig(history_db_path=f"{folder}/history.db")
        with Memory(config) as memory:
            meter = Meter([os.getpid()])
            adds = sum(
                ingest(memory, each, turns=given.turns) for each in conversations
            )
            print("add   ", meter.report(adds))
            rows, meter = [], Meter([os.getpid()])
            for conversation in conversations:
                rows += [
                    (question.category, recall(memory, conversation, question))
                    for question in conversation.questions
                ]
            print("search", meter.report(len(rows)))
    report(rows)


def ingest(memory: Memory, conversation: Conversation, *, turns: bool) -> int:
    """Store a conversation; how many adds that took."""
    user, count = f"locomo-{conversation.id}", 0
    for run, batch in batches(conversation.messages, 1 if turns else 2):
        memory.add(
            [{"role": "user", "content": message.content} for message in batch],
            user_id=user,
            run_id=None if turns else f"{user}-{run}",
            timestamp=batch[0].said_at,
            infer=False,
        )
        count += 1
    return count


def recall(
    memory: Memory, conversation: Conversation, question: Question
) -> list[float]:
    """recall@k of one question, for each of `KS`."""
    answer = memory.search(
        question.text,
        user_id=f"locomo-{conversation.id}",
        top_k=max(KS),
        threshold=0,
    )
    hits = [hit["memory"] for hit in answer["results"]]
    wanted = {conversation.messages[i].content for i in question.evidence}
    return [len(wanted & set(hits[:k])) / len(wanted) for k in KS]


if __name__ == "__main__":
    main()
