"""Usage and the request log."""

from __future__ import annotations

from mem0.entities import ENTITY_IDS
from mem0site.openapi.shapes import (
    Schema,
    array,
    integer,
    maybe,
    moment,
    number,
    one,
    ref,
    text,
    thing,
    uuid,
)

LATENCY: Schema = thing(
    {
        name: maybe(number(about))
        for name, about in (
            ("mean", "Milliseconds; null where there were no requests."),
            ("p50", "Half of the requests took less."),
            ("p95", ""),
            ("p99", ""),
        )
    }
)
NUMBERS: Schema = {
    "requests": integer(),
    "errors": integer("Of those, answered with a status of 400 or more."),
    "client_errors": integer("Of the errors, 4xx other than 429."),
    "throttled": integer("Of the errors, 429."),
    "server_errors": integer("Of the errors, 5xx."),
    "error_rate": number("Errors by requests.", minimum=0, maximum=1),
    "latency": LATENCY,
}
REQUEST: Schema = {
    "id": uuid(),
    "created_at": moment("When it was answered."),
    "verb": text("What it did, such as `add` or `search`."),
    "method": text(),
    "route": text("The path with names in place of ids."),
    "path": text("As it was asked; the route where it erased somebody."),
    "query": text("The query string."),
    "status": integer(),
    "error_code": maybe(text("The `code` of an error.")),
    "latency": number("Milliseconds."),
    "request_size": integer("Bytes of the body."),
    "response_size": integer("Bytes."),
    "key_id": maybe(uuid()),
    "key": text("The key's first and last characters."),
    **{name: maybe(text()) for name in ENTITY_IDS},
    "client": text("`User-Agent` of the client."),
    "request_id": text("`X-Request-ID` of the answer."),
}


def schemas() -> dict[str, Schema]:
    """The components by name."""
    return {
        "Usage": thing(
            {
                "from": moment(),
                "to": moment(),
                "interval": one("hour", "day"),
                "total": thing(NUMBERS),
                "series": array(thing({"start": moment(), **NUMBERS})),
                "verbs": array(thing({"verb": text(), **NUMBERS})),
                "keys": array(
                    thing(
                        {
                            "key_id": uuid(),
                            "name": maybe(text()),
                            "key": maybe(text("Its first and last characters.")),
                            **NUMBERS,
                        }
                    )
                ),
            },
            "Requests of a period: in all, by interval, by verb and by key.",
        ),
        "LoggedRequest": thing(REQUEST, "A request that was answered."),
        "LoggedRequestDetail": thing(
            {
                **REQUEST,
                "request_body": maybe(text("What was sent, where that is kept.")),
                "response_body": maybe(text("What was answered.")),
            },
            "A request with its bodies.",
        ),
        "RequestPage": thing(
            {
                "next": maybe(text("Absolute address of older ones.", format="uri")),
                "results": array(ref("LoggedRequest")),
            }
        ),
        "FlatRequest": thing(
            {
                "id": uuid(),
                "method": text(),
                "path": text(),
                "status_code": integer(),
                "latency_ms": number(),
                "auth_type": text(),
                "created_at": moment(),
            }
        ),
    }
