import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryClient, NetworkError } from "@mem0/client";

import { DOWN, KEY, rig } from "./loopback.mjs";

test("no answer in time is an error of the network", async () => {
  const { client } = await rig([{ never: true }], { timeout: 30, maxRetries: 0 });

  const failure = await client.get("m1").catch((error) => error);

  assert.ok(failure instanceof NetworkError);
  assert.equal(failure.errorCode, "NET_TIMEOUT");
  assert.match(failure.message, /127\.0\.0\.1:\d+ did not answer in time/);
});

test("a call may have its own time", async () => {
  const { client } = await rig([{ never: true }]);

  const call = client.get("m1", { timeout: 30, maxRetries: 0 });
  await assert.rejects(call, { errorCode: "NET_TIMEOUT" });
});

test("a caller may give up while the service thinks", async () => {
  const { client } = await rig([{ never: true }]);
  const controller = new AbortController();

  const call = client.search("bees", { userId: "a" }, { signal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 20);

  await assert.rejects(call, /enough/);
});

test("a caller may give up between two tries", async () => {
  const patient = { maxRetries: { first: 3_600_000, longest: 3_600_000 } };
  const { client, asked } = await rig([DOWN, DOWN], patient);
  const controller = new AbortController();

  const call = client.get("m1", { signal: controller.signal });
  const stop = setInterval(() => asked.length > 0 && controller.abort(), 5);

  await assert.rejects(call, { name: "AbortError" });
  clearInterval(stop);
  assert.equal(asked.length, 1);
});

test("a caller who gave up before sends nothing", async () => {
  const { client, asked } = await rig([]);

  const call = client.get("m1", { signal: AbortSignal.abort() });

  await assert.rejects(call, { name: "AbortError" });
  assert.equal(asked.length, 0);
});

test("nobody there is an error of the network", async () => {
  const client = new MemoryClient({ apiKey: KEY, host: "http://127.0.0.1:1", maxRetries: 0 });

  const failure = await client.get("m1").catch((error) => error);

  assert.ok(failure instanceof NetworkError);
  assert.equal(failure.errorCode, "NET_CONNECT");
  assert.ok(failure.cause);
});

test("waiting for an event ends with the time", async () => {
  const running = { body: { id: "e1", status: "RUNNING" } };
  const { client, slept } = await rig([running, running, running]);

  const event = await client.event("e1", { wait: 1200 });

  assert.equal(event.status, "RUNNING");
  assert.deepEqual(slept, [500, 700]);
});
