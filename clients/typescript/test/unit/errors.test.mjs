import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";

import * as mem0 from "@mem0/client";

import { KEY, rig } from "./loopback.mjs";

const CLASSES = [
  [400, undefined, "ValidationError"],
  [400, "invalid_filter", "FilterError"],
  [401, undefined, "AuthenticationError"],
  [403, undefined, "PermissionDeniedError"],
  [404, undefined, "MemoryNotFoundError"],
  [405, undefined, "MemoryError"],
  [408, undefined, "NetworkError"],
  [409, undefined, "ConflictError"],
  [413, undefined, "MemoryQuotaExceededError"],
  [413, "payload_too_large", "PayloadTooLargeError"],
  [422, undefined, "ValidationError"],
  [429, undefined, "RateLimitError"],
  [500, undefined, "MemoryError"],
  [502, undefined, "NetworkError"],
  [503, "unavailable", "NetworkError"],
  [504, undefined, "NetworkError"],
];

for (const [status, code, name] of CLASSES) {
  test(`status ${status} ${code ?? ""} is a ${name}`, async () => {
    const answer = { status, body: { detail: "So it is.", code } };
    const { client } = await rig([answer], { maxRetries: 0 });

    const failure = await client.get("m1").catch((error) => error);

    assert.equal(failure.constructor, mem0[name]);
    assert.ok(failure instanceof mem0.MemoryError);
    assert.equal(failure.name, name);
    assert.equal(failure.message, "So it is.");
    assert.equal(failure.errorCode, code ?? `HTTP_${status}`);
    assert.equal(failure.debugInfo.statusCode, status);
    assert.ok(failure.suggestion);
  });
}

test("the classes of the contract hold each other", () => {
  assert.ok(new mem0.PermissionDeniedError("") instanceof mem0.AuthenticationError);
  assert.ok(new mem0.ConflictError("") instanceof mem0.ValidationError);
});

const BODIES = [
  [{ message: "No." }, "No."],
  [{ error: "No." }, "No."],
  [{ detail: ["a"] }, '400 Bad Request: {"detail":["a"]}'],
  [["No."], '400 Bad Request: ["No."]'],
  ["<h1>\n No. </h1>", "400 Bad Request: <h1> No. </h1>"],
  ["", "400 Bad Request."],
];

for (const [body, message] of BODIES) {
  test(`any body makes a message: ${JSON.stringify(body)}`, async () => {
    const { client } = await rig([{ status: 400, body }]);

    await assert.rejects(client.get("m1"), { name: "ValidationError", message });
  });
}

test("a long page is cut", async () => {
  const { client } = await rig([{ status: 400, body: "x".repeat(100_000) }]);

  const failure = await client.get("m1").catch((error) => error);

  assert.ok(failure.message.length < 600);
});

test("an answer that is no JSON is an error of the network", async () => {
  const page = { body: "<html>", headers: { "Content-Type": "text/html" } };
  const { client } = await rig([page], { maxRetries: 0 });

  await assert.rejects(client.get("m1"), {
    errorCode: "NET_BODY",
    message: /not JSON \(text\/html\)/,
  });
});

test("a redirect is not followed", async () => {
  const moved = { status: 301, headers: { Location: "https://example.com/" } };
  const { client, asked } = await rig([moved]);

  await assert.rejects(client.add("Bees.", { userId: "a" }), /give that as host/);
  assert.equal(asked.length, 1);
});

test("the key is in no error and no description", async () => {
  const echo = { status: 401, body: { detail: `Unknown key ${KEY}` } };
  const { client } = await rig([echo]);

  const failure = await client.get("m1").catch((error) => error);

  assert.equal(failure.message, "Unknown key ***");
  for (const shown of [failure, client, client.project]) {
    assert.ok(!inspect(shown, { depth: 9, showHidden: true }).includes(KEY));
    assert.ok(!JSON.stringify(shown).includes(KEY));
  }
});

test("a request id is told", async () => {
  const answer = { status: 500, body: {}, headers: { "X-Request-ID": "r-1" } };
  const { client } = await rig([answer]);

  const failure = await client.get("m1").catch((error) => error);

  assert.equal(failure.debugInfo.requestId, "r-1");
});
