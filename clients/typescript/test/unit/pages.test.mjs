import assert from "node:assert/strict";
import { test } from "node:test";

import { rig } from "./loopback.mjs";

function page(ids, more = {}) {
  return { body: { count: 9, next: "…", results: ids.map((id) => ({ id })), ...more } };
}

async function ids(iterable) {
  const found = [];
  for await (const each of iterable) found.push(each.id);
  return found;
}

test("a memory that moves to the next page comes once", async () => {
  const { client, asked } = await rig([page(["a", "b"]), page(["b", "c"], { next: null })]);

  assert.deepEqual(await ids(client.iterAll({ userId: "x" })), ["a", "b", "c"]);
  assert.deepEqual(
    asked.map((each) => each.url),
    ["/v3/memories/?page=1&page_size=100", "/v3/memories/?page=2&page_size=100"],
  );
});

test("a page that is gone is the end", async () => {
  const gone = { status: 404, body: { detail: "Invalid page." } };
  const { client } = await rig([page(["a"]), gone]);

  assert.deepEqual(await ids(client.iterAll({ userId: "x" })), ["a"]);
});

test("a first page that is not there is an error", async () => {
  const { client } = await rig([{ status: 404, body: { detail: "Invalid page." } }]);

  await assert.rejects(ids(client.iterAll({ userId: "x", page: 7 })), /Invalid page/);
});

test("who stops early reads no more pages", async () => {
  const { client, asked } = await rig([page(["a", "b"])]);

  for await (const memory of client.iterAll({ userId: "x" })) {
    assert.equal(memory.id, "a");
    break;
  }
  assert.equal(asked.length, 1);
});

test("cursors of the service are followed", async () => {
  const first = page(["a"], { next_cursor: "c 1" });
  const { client, asked } = await rig([first, page(["b"], { next: null, next_cursor: null })]);

  assert.deepEqual(await ids(client.iterAll({ userId: "x" })), ["a", "b"]);
  assert.equal(asked[1].url, "/v3/memories/?page_size=100&cursor=c+1");
});

test("topK is how many come at most, over as many pages as it takes", async () => {
  const full = Array.from({ length: 200 }, (_, number) => `m${number}`);
  const { client, asked } = await rig([page(full), page(["x", "y", "z"])]);

  const found = await client.getAll({ userId: "x", topK: 202 });

  assert.deepEqual(found.slice(-2).map((each) => each.id), ["x", "y"]);
  assert.deepEqual([found.length, found.count, found.next], [202, 9, null]);
  assert.match(asked[0].url, /page_size=200/);
});

for (const topK of [0, -1, 1.5, "many"]) {
  test(`topK must be a number: ${topK}`, async () => {
    const { client } = await rig([]);

    await assert.rejects(client.getAll({ userId: "x", topK }), /topK must be/);
  });
}
