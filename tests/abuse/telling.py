"""What customers say and send, each piece marked, so that it is known again wherever it
is written down: in requests that succeed, that are refused and that fail."""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg

from tests.openai_server import Reply, Request, failure, parrot

TROUBLE = "stumbles"
"""Texts with this word make the database fail."""
ECHO, NONSENSE = "echoes", "babbles"
"""What the model does with messages that have these words."""
BREAK = f"""
CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.text LIKE '%{TROUBLE} cast%' THEN PERFORM NEW.text::int; END IF;
  IF NEW.text LIKE '%{TROUBLE} raise%' THEN RAISE EXCEPTION 'no: %', NEW.text; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER stumble BEFORE INSERT ON memories_memory
  FOR EACH ROW EXECUTE FUNCTION stumble();
ALTER TABLE memories_memory
  ADD CONSTRAINT stumble CHECK (text NOT LIKE '%{TROUBLE} check%') NOT VALID
"""
"""Three ways in which PostgreSQL's own words repeat a value."""
MEND = """
DROP TRIGGER stumble ON memories_memory;
DROP FUNCTION stumble;
ALTER TABLE memories_memory DROP CONSTRAINT stumble
"""
RENAME = "ALTER TABLE memories_memory RENAME COLUMN {} TO {}"


def provider(request: Request) -> Reply:
    """A provider of models that is polite, repeats what it was told in its errors, or
    answers nonsense made of it."""
    said = request.prompt
    if ECHO in said:
        return failure(400, f"Your message was not accepted: {said}")
    return Reply(text=f"So: {said}") if NONSENSE in said else parrot(request)


@dataclass
class Customer:
    """Whoever uses a platform; `canaries` are what must be in no log, by what it is."""

    url: str
    key: str
    canaries: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)

    def mark(self, what: str, before: str = "") -> str:
        """A new canary."""
        return self.canaries.setdefault(what, f"{before}canary{uuid.uuid4().hex}")

    def ask(
        self,
        what: str,
        method: str,
        path: str,
        body: Any = None,
        key: str | None = None,
        **options: Any,
    ) -> Any:
        """The body of the answer, whose status is noted."""
        headers = {"authorization": f"Token {key or self.key}"}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = httpx.request(
            method,
            f"{self.url}{path}",
            content=None if body is None else content,
            headers={"content-type": "application/json", **headers},
            timeout=120,
            **options,
        )
        self.statuses[what] = answer.status_code
        try:
            told = answer.json()
        except ValueError:
            return {}
        if isinstance(told, dict) and told.get("status") == "PENDING":
            self.events.append(told["event_id"])
        return told

    def add(self, what: str, *words: str, **options: Any) -> Any:
        """An add of one message that carries a canary."""
        text = " ".join(["I say", self.mark(what), *words])
        body = {"messages": [{"role": "user", "content": text}], "user_id": "ana"}
        return self.ask(what, "POST", "/v3/memories/add/", {**body, **options})

    def uses(self) -> None:
        """Everything as it should be."""
        self.add("stored text", infer=False, metadata={"m": self.mark("metadata")})
        self.add("learned text", custom_instructions=self.mark("instructions"))
        query = {"query": f"who {self.mark('query')}", "filters": {"user_id": "ana"}}
        self.ask("query", "POST", "/v3/memories/search/", query)
        value = {"AND": [{"user_id": "ana"}, {"metadata": {"m": self.mark("value")}}]}
        self.ask("value", "POST", "/v3/memories/", {"filters": value})
        self.ask("parameter", "GET", f"/v1/memories/?user_id={self.mark('parameter')}")
        project = self.ask("ping", "GET", "/v1/ping/")
        place = f"/api/v1/webhooks/projects/{project['project_id']}/"
        address = f"https://hooks.example.com/{self.mark('webhook address')}"
        hook = {"name": "CRM", "url": address, "event_types": ["memory_add"]}
        made = self.ask("webhook", "POST", place, hook)
        self.canaries["webhook secret"] = made["secret"]
        self.add("told text", infer=False)

    def errs(self) -> None:
        """What is refused."""
        self.canaries["key"] = self.key
        for what, before in (("strange key", "m0-"), ("strange token", "")):
            self.ask(what, "GET", "/v1/ping/", key=self.mark(what, before))
        torn = f'{{"messages": "{self.mark("torn body")}'.encode()
        self.ask("torn body", "POST", "/v3/memories/add/", torn)
        for what, filters in (
            ("operator", {"user_id": {self.mark("operator"): 1}}),
            ("field", {self.mark("field"): 1}),
            ("date", {"created_at": {"gte": self.mark("date")}}),
        ):
            body = {"query": "x", "filters": filters}
            self.ask(what, "POST", "/v3/memories/search/", body)
        self.add("bad date", expiration_date=self.mark("expiry"))
        self.add("bad zone", timezone=self.mark("zone"))
        self.ask("bad limit", "GET", f"/v1/memories/?user_id=a&limit={self.mark('n')}")
        hook = {"url": f"https://u:{self.mark('userinfo')}@example.com/"}
        self.ask("bad hook", "POST", "/api/v1/webhooks/projects/none/", hook)

    def signs_in(self) -> None:
        """With passwords that are wrong, too common, new; and a code that is none."""
        with httpx.Client(base_url=self.url, timeout=120) as browser:
            for what, path, secret in (
                ("login", "/accounts/login/", "password"),
                ("signup", "/accounts/signup/", "password1"),
                ("admin", "/admin/login/", "password"),
            ):
                browser.get(path, follow_redirects=True)
                form = {
                    "login": f"{self.mark('address')}@example.com",
                    "email": f"{self.mark('address')}@example.com",
                    "username": "root",
                    secret: self.mark(f"{what} password", "Zq9!"),
                    "password2": self.canaries[f"{what} password"],
                    "csrfmiddlewaretoken": browser.cookies.get("csrftoken", ""),
                }
                answer = browser.post(path, data=form, headers={"referer": self.url})
                self.statuses[what] = answer.status_code
            reset = f"/accounts/password/reset/key/1-{self.mark('reset code')}/"
            self.statuses["reset"] = browser.get(reset).status_code

    def fails(self) -> None:
        """The database and the provider, in the request and behind it."""
        for way in ("cast", "raise", "check"):
            self.add(f"stored, {way}", TROUBLE, way, infer=False)
            self.add(f"learned, {way}", TROUBLE, way)
        self.add("echoed text", ECHO)
        self.add("nonsense", NONSENSE)

    def fails_to_read(self) -> None:
        """Statements that PostgreSQL cannot read, and repeats."""
        self.add("without a column", infer=False)
        body = {"query": self.mark("lost query"), "filters": {"user_id": "ana"}}
        self.ask("lost query", "POST", "/v3/memories/search/", body)
        self.ask("lost list", "GET", f"/v1/memories/?user_id={self.mark('lost list')}")


@contextlib.contextmanager
def broken(owner: str) -> Iterator[None]:
    """The database refuses texts with `TROUBLE` in its own words."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(BREAK)
        try:
            yield
        finally:
            connection.execute(MEND)


@contextlib.contextmanager
def without_a_column(owner: str) -> Iterator[None]:
    """Memories have no text."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(RENAME.format("text", "text_"))
        try:
            yield
        finally:
            connection.execute(RENAME.format("text_", "text"))
