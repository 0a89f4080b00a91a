"""Evidence recall on LoCoMo through the HTTP API of a running server, without an LLM.

    python -m bench.recall DATA --host http://127.0.0.1:8000 --api-key KEY [--turns]

A conversation becomes a user, its messages are added word for word (`infer: false`),
two an add with the session as `run_id`, or with `--turns` one an add and no run.
Every question is searched once. recall@k is the mean share of a question's evidence
among the first k hits; adversarial questions are left out. `--pids` reports the CPU
time of the server's processes (roots of process trees) an operation.
"""

from __future__ import annotations

import argparse
import itertools
import pathlib
import time
from collections.abc import Iterator, Sequence

import httpx
import numpy as np

from bench.offline.conversations import CATEGORIES, Conversation, Question, load
from mem0.memory.types import Message

KS = (1, 5, 10, 20, 50)


def main() -> None:
    """Add, search, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--host", default="http://127.0.0.1:8000")
    parser.add_argument("--api-key", required=True)
    parser.add_argument("--turns", action="store_true")
    parser.add_argument("--pids", default="", help="process ids, comma separated")
    given = parser.parse_args()
    pids = [int(pid) for pid in given.pids.split(",") if pid]
    headers = {"Authorization": f"Token {given.api_key}"}
    with httpx.Client(base_url=given.host, headers=headers, timeout=60) as api:
        conversations = load(given.data)
        meter = Meter(pids)
        adds = sum(ingest(api, each, turns=given.turns) for each in conversations)
        print("add   ", meter.report(adds))
        rows, meter = [], Meter(pids)
        for conversation in conversations:
            rows += [
                (question.category, recall(api, conversation, question))
                for question in conversation.questions
            ]
        print("search", meter.report(len(rows)))
    report(rows)


def ingest(api: httpx.Client, conversation: Conversation, *, turns: bool) -> int:
    """Store a conversation; how many adds that took."""
    user, count = f"locomo-{conversation.id}", 0
    api.delete("/v1/memories/", params={"user_id": user}).raise_for_status()
    for run, batch in batches(conversation.messages, 1 if turns else 2):
        body = {
            "messages": [{"role": "user", "content": m.content} for m in batch],
            "user_id": user,
            "timestamp": int(batch[0].said_at.timestamp()),
            "infer": False,
            **({} if turns else {"run_id": f"{user}-{run}"}),
        }
        api.post("/v3/memories/add/", json=body).raise_for_status()
        count += 1
    return count


def batches(
    messages: Sequence[Message], size: int
) -> Iterator[tuple[str, list[Message]]]:
    """Messages of one session at a time, `size` an add."""
    for run, group in itertools.groupby(messages, key=lambda m: m.episode_id):
        session = list(group)
        for start in range(0, len(session), size):
            yield run, session[start : start + size]


def recall(
    api: httpx.Client, conversation: Conversation, question: Question
) -> list[float]:
    """recall@k of one question, for each of `KS`."""
    body = {
        "query": question.text,
        "filters": {"user_id": f"locomo-{conversation.id}"},
        "top_k": max(KS),
        "threshold": 0,
    }
    answer = api.post("/v3/memories/search/", json=body)
    answer.raise_for_status()
    hits = [hit["memory"] for hit in answer.json()["results"]]
    wanted = {conversation.messages[i].content for i in question.evidence}
    return [len(wanted & set(hits[:k])) / len(wanted) for k in KS]


def report(rows: Sequence[tuple[int, list[float]]]) -> None:
    """The table, by category and overall."""
    print(f"{'':12}{'n':>6}" + "".join(f"{f'R@{k}':>8}" for k in KS))
    for category, name in [*CATEGORIES.items(), (0, "overall")]:
        own = np.array([values for kind, values in rows if category in (0, kind)])
        if len(own):
            cells = "".join(f"{value:8.3f}" for value in own.mean(axis=0))
            print(f"{name:12}{len(own):6}{cells}")


class Meter:
    """Wall-clock and CPU time of process trees since it was made."""

    def __init__(self, pids: Sequence[int]) -> None:
        self.pids = set(pids)
        self.started, self.cpu = time.perf_counter(), self._cpu()

    def report(self, operations: int) -> str:
        """Milliseconds an operation."""
        wall = (time.perf_counter() - self.started) * 1000 / operations
        text = f"{operations} operations, {wall:.1f} ms each"
        if self.pids:
            cpu = (self._cpu() - self.cpu) * 1000 / operations
            text += f", {cpu:.1f} ms CPU of the server each"
        return text

    def _cpu(self) -> float:
        """Seconds used by the processes and all below them (Linux: 100 ticks a second)."""
        parent: dict[int, int] = {}
        used: dict[int, int] = {}
        for folder in pathlib.Path("/proc").iterdir() if self.pids else ():
            if folder.name.isdigit() and (folder / "stat").exists():
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                parent[int(folder.name)] = int(fields[1])
                used[int(folder.name)] = sum(map(int, fields[11:15]))
        return sum(t for pid, t in used.items() if self._is_ours(pid, parent)) / 100

    def _is_ours(self, pid: int, parent: dict[int, int]) -> bool:
        while pid and pid not in self.pids:
            pid = parent.get(pid, 0)
        return pid != 0


if __name__ == "__main__":
    main()
