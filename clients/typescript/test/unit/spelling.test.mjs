import assert from "node:assert/strict";
import { test } from "node:test";

import { ValidationError } from "@mem0/client";

import { rig } from "./loopback.mjs";

test("options are spelled as the wire does, and your own names are not", async () => {
  const { client, asked } = await rig([{}]);

  await client.add({
    messages: [{ role: "user", content: "Hi", name: "Al", imageUrl: "x" }],
    userId: "alice",
    asyncMode: false,
    metadata: { myKey: { innerKey: 1 } },
    structuredDataSchema: { properties: { homeTown: {} } },
    customCategories: [{ petCare: "Animals" }],
    expirationDate: new Date(Date.UTC(2030, 0, 2, 23)),
    timestamp: new Date(0),
    appId: undefined,
    runId: null,
  });

  assert.equal(asked[0].url, "/v3/memories/add/");
  assert.deepEqual(asked[0].body, {
    messages: [{ role: "user", content: "Hi", name: "Al", imageUrl: "x" }],
    user_id: "alice",
    async_mode: false,
    metadata: { myKey: { innerKey: 1 } },
    structured_data_schema: { properties: { homeTown: {} } },
    custom_categories: [{ petCare: "Animals" }],
    expiration_date: "2030-01-02",
    timestamp: "1970-01-01T00:00:00.000Z",
  });
});

test("messages may be a text, a message or a list, with the options beside them", async () => {
  const { client, asked } = await rig([{}, {}, {}]);
  const message = { role: "user", content: "Hi" };

  await client.add("Hi", { userId: "a" });
  await client.add(message, { userId: "a" });
  await client.add([message], { userId: "a" }, { idempotencyKey: "n" });

  for (const { body } of asked) assert.deepEqual(body, { messages: [message], user_id: "a" });
  assert.equal(asked[2].headers["idempotency-key"], "n");
});

test("ids stand in the filters, and fields of filters may be camelCase", async () => {
  const { client, asked } = await rig([{ body: { results: [] } }, { body: { results: [] } }]);
  const filters = {
    OR: [{ createdAt: { gte: "2026-01-01" } }, { NOT: [{ agentId: "b" }] }],
    metadata: { shelfMark: "x" },
    ownField: 1,
  };

  await client.search("q", { userId: "a", topK: 3, filters });
  await client.getAll({ userId: "a", page: 2, pageSize: 5 });

  assert.deepEqual(asked[0].body, {
    query: "q",
    top_k: 3,
    filters: {
      AND: [
        { user_id: "a" },
        {
          OR: [{ created_at: { gte: "2026-01-01" } }, { NOT: [{ agent_id: "b" }] }],
          metadata: { shelfMark: "x" },
          ownField: 1,
        },
      ],
    },
  });
  assert.equal(asked[1].url, "/v3/memories/?page=2&page_size=5");
  assert.deepEqual(asked[1].body, { filters: { user_id: "a" } });
});

test("older versions have their own routes", async () => {
  const { client, asked } = await rig([{}, { body: [] }, { body: [] }, { body: [] }]);

  await client.add("Hi", { userId: "a", version: "v2" });
  await client.search("q", { userId: "a", version: "v1" });
  await client.getAll({ userId: "a", version: "v1", metadata: { k: [1, "x"] } });
  await client.getAll({ userId: "a", version: "v2" });

  assert.deepEqual(
    asked.map((each) => `${each.method} ${decodeURIComponent(each.url)}`),
    [
      "POST /v1/memories/",
      "POST /v1/memories/search/",
      'GET /v1/memories/?user_id=a&metadata={"k":[1,"x"]}',
      "POST /v2/memories/",
    ],
  );
  assert.equal(asked[0].body.version, "v2");
  await assert.rejects(client.search("q", { version: "v9" }), /version must be one of/);
});

test("answers are camelCase, and your own names are not", async () => {
  const memory = {
    id: "m1",
    user_id: "a",
    metadata: { my_key: 1 },
    score_breakdown: { word_match: 1 },
    structured_attributes: { day_of_week: "friday" },
  };
  const body = { results: [memory], next: null, count: 1 };
  const { client } = await rig([{ body }]);

  const found = await client.getAll({ userId: "a" });

  assert.deepEqual(found[0], {
    id: "m1",
    userId: "a",
    metadata: { my_key: 1 },
    scoreBreakdown: { wordMatch: 1 },
    structuredAttributes: { dayOfWeek: "friday" },
  });
  assert.deepEqual([found.count, found.next], [1, null]);
});

test("a list reads like the answer and makes plain arrays", async () => {
  const body = { results: [{ id: "a" }, { id: "b" }] };
  const { client } = await rig([{ body }, { body: body.results }, { body: { results: [] } }]);

  const found = await client.search("q", { userId: "a" });
  const bare = await client.search("q", { userId: "a", version: "v1" });
  const none = await client.search("q", { userId: "a" });

  assert.ok(Array.isArray(found));
  assert.equal(found.results, found);
  assert.equal(found.map((each) => each.id).constructor, Array);
  assert.deepEqual(found.filter((each) => each.id === "b"), [{ id: "b" }]);
  assert.equal(JSON.stringify(bare), '[{"id":"a"},{"id":"b"}]');
  assert.equal(none.length, 0);
});

test("a key called __proto__ is a key like any other", async () => {
  const { client } = await rig([{ body: '{"__proto__": {"polluted": true}, "a_b": 1}' }]);

  const answer = await client.get("m1");

  assert.equal(answer.polluted, undefined);
  assert.deepEqual(Object.keys(answer), ["__proto__", "aB"]);
});

test("an export keeps the words of its schema", async () => {
  const { client, asked } = await rig([{}, { body: { home_town: "Porto" } }]);
  const schema = { properties: { home_town: { type: "string" } } };

  await client.createMemoryExport({ schema, userId: "a", exportInstructions: "Short." });
  const data = await client.getMemoryExport({ userId: "a" });

  assert.deepEqual(asked[0].body, { schema, user_id: "a", export_instructions: "Short." });
  assert.deepEqual(data, { home_town: "Porto" });
});

test("any id survives the path", async () => {
  const { client, asked } = await rig([{}, {}]);

  await client.get("al ice/x@ü");
  await client.deleteUser({ entityId: "a?b=c#d%2F", entityType: "run" });

  assert.equal(asked[0].url, "/v1/memories/al%20ice%2Fx%40%C3%BC/");
  assert.equal(asked[1].url, "/v2/entities/run/a%3Fb%3Dc%23d%252F/");
});

for (const id of ["", "  ", ".", "..", null, undefined, "\ud800"]) {
  test(`an id that no path carries is refused: ${JSON.stringify(id)}`, async () => {
    const { client, asked } = await rig([]);

    await assert.rejects(client.delete(id), ValidationError);
    assert.equal(asked.length, 0);
  });
}

const circle = {};
circle.again = circle;

for (const [name, value] of Object.entries({ NaN, Infinity, bigint: 1n, circle })) {
  test(`what JSON does not have is refused: ${name}`, async () => {
    const { client, asked } = await rig([]);

    const call = client.add("Hi", { userId: "a", metadata: { value } });
    await assert.rejects(call, { name: "ValidationError", message: /cannot be sent as JSON/ });
    assert.equal(asked.length, 0);
  });
}

test("nothing is changed or deleted by accident", async () => {
  const { client, asked } = await rig([]);

  await assert.rejects(client.deleteAll(), /At least one of userId/);
  await assert.rejects(client.deleteAll({ userId: null }), ValidationError);
  await assert.rejects(client.update("m1", {}), /At least one of text/);
  await assert.rejects(client.add(5, { userId: "a" }), ValidationError);
  assert.equal(asked.length, 0);
});
