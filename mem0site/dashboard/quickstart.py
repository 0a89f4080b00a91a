"""The first lines of code, with the host and the key of whoever reads them."""

from __future__ import annotations

from dataclasses import dataclass

PLACEHOLDER = "m0-your-api-key"

PYTHON = """\
# pip install mem0ai
from mem0 import MemoryClient

client = MemoryClient(api_key="{key}", host="{host}")

client.add(
    [{{"role": "user", "content": "I am vegetarian and I live in Lisbon."}}],
    user_id="alice",
    async_mode=False,  # wait until it is remembered
)
for hit in client.search("Where could Alice eat?", filters={{"user_id": "alice"}})["results"]:
    print(f"{{hit['score']:.2f}}", hit["memory"])
"""
TYPESCRIPT = """\
// npm install mem0ai
import {{ MemoryClient }} from "mem0ai";

const client = new MemoryClient({{ apiKey: "{key}", host: "{host}" }});

await client.add(
  [{{ role: "user", content: "I am vegetarian and I live in Lisbon." }}],
  {{ userId: "alice", asyncMode: false }}, // wait until it is remembered
);
const found = await client.search("Where could Alice eat?", {{
  filters: {{ user_id: "alice" }},
}});
console.log(found.results.map((hit) => hit.memory));
"""
CURL = """\
curl {host}/v3/memories/add/ \\
  -H "Authorization: Token {key}" \\
  -H "Content-Type: application/json" \\
  -d '{{"messages": [{{"role": "user", "content": "I am vegetarian and I live in Lisbon."}}],
       "user_id": "alice", "async_mode": false}}'

curl {host}/v3/memories/search/ \\
  -H "Authorization: Token {key}" \\
  -H "Content-Type: application/json" \\
  -d '{{"query": "Where could Alice eat?", "filters": {{"user_id": "alice"}}}}'
"""


@dataclass(frozen=True, slots=True)
class Snippet:
    """One language's version of the quickstart."""

    name: str
    label: str
    code: str


def snippets(host: str, key: str | None = None) -> list[Snippet]:
    """Python, TypeScript and curl; without a key, with something in its place."""
    filled = {"host": host, "key": key or PLACEHOLDER}
    return [
        Snippet("python", "Python", PYTHON.format(**filled)),
        Snippet("typescript", "TypeScript", TYPESCRIPT.format(**filled)),
        Snippet("curl", "curl", CURL.format(**filled)),
    ]
