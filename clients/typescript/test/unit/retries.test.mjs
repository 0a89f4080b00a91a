import assert from "node:assert/strict";
import { test } from "node:test";

import { ConflictError, MemoryError, NetworkError, RateLimitError } from "@mem0/client";

import { DOWN, limited, rig } from "./loopback.mjs";

const BEES = { messages: "I keep bees.", userId: "alice" };
const DONE = { body: { status: "SUCCEEDED", results: [] } };

test("it tries again with longer pauses", async () => {
  const { client, slept } = await rig([DOWN, DOWN, DOWN, DONE]);

  assert.equal((await client.add(BEES)).status, "SUCCEEDED");
  assert.deepEqual(slept, [500, 1000, 2000]);
});

test("it gives up after so many tries", async () => {
  const { client, asked } = await rig([DOWN, DOWN, DOWN]);

  await assert.rejects(client.add(BEES, { maxRetries: 2 }), NetworkError);
  assert.equal(asked.length, 3);
});

test("all tries of a write have one key and one body", async () => {
  const { client, asked } = await rig([DOWN, DONE, DONE]);

  await client.add(BEES);
  await client.add(BEES);

  const [first, again, other] = asked.map((each) => each.headers["idempotency-key"]);
  assert.match(first, /^[0-9a-f]{32}$/);
  assert.equal(first, again);
  assert.notEqual(first, other);
  assert.deepEqual(asked[0].body, asked[1].body);
});

test("the key of the caller is used", async () => {
  const { client, asked } = await rig([DONE]);

  await client.add(BEES, { idempotencyKey: "order-1" });

  assert.equal(asked[0].headers["idempotency-key"], "order-1");
});

test("reading needs no key", async () => {
  const { client, asked } = await rig([{ body: { results: [] } }, { body: [] }]);

  await client.search("bees", { userId: "alice" });
  await client.history("m1");

  assert.ok(asked.every((each) => each.headers["idempotency-key"] === undefined));
});

test("it waits as long as the service asks", async () => {
  const { client, slept } = await rig([limited(7), DONE]);

  await client.add(BEES);

  assert.deepEqual(slept, [7250]);
});

test("a date to wait for is understood", async () => {
  const { client, slept } = await rig([limited("Wed, 01 Jan 2020 00:00:00 GMT"), DONE]);

  await client.add(BEES);

  assert.deepEqual(slept, [250]);
});

test("it does not wait for hours", async () => {
  const { client, asked, slept } = await rig([limited(7200)]);

  const failure = await client.add(BEES).catch((error) => error);

  assert.ok(failure instanceof RateLimitError);
  assert.deepEqual(slept, []);
  assert.equal(asked.length, 1);
  assert.deepEqual(failure.debugInfo, {
    statusCode: 429,
    retryAfter: 7200,
    rateLimitLimit: "10",
    rateLimitRemaining: "0",
    rateLimitReset: "1800000000",
  });
});

test("a try that still runs is asked for its answer", async () => {
  const running = { detail: "Still running.", code: "idempotency_key_in_use" };
  const { client, asked } = await rig([{ status: 409, body: running }, DONE]);

  await client.add(BEES);

  assert.equal(asked.length, 2);
});

for (const status of [400, 401, 404, 409, 413, 500]) {
  test(`what will not pass is not tried again: ${status}`, async () => {
    const { client, asked } = await rig([{ status, body: { detail: "No." } }]);

    await assert.rejects(client.add(BEES), MemoryError);
    assert.equal(asked.length, 1);
  });
}

test("another use of a name is a conflict", async () => {
  const { client } = await rig([{ status: 409, body: { detail: "Used." } }]);

  await assert.rejects(client.add(BEES, { idempotencyKey: "x" }), ConflictError);
});

test("half an answer is asked for again", async () => {
  const { client, asked } = await rig([{ cut: true, body: "x".repeat(99) }, { body: "{no" }, DONE]);

  assert.equal((await client.add(BEES)).status, "SUCCEEDED");
  assert.equal(asked.length, 3);
});

test("pauses are bounded", async () => {
  const { client, slept } = await rig(Array(8).fill(DOWN).concat(DONE));

  await client.add(BEES, { maxRetries: 8 });

  assert.deepEqual(slept.slice(3), [4000, 8000, 8000, 8000, 8000]);
});
