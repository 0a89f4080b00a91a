import assert from "node:assert/strict";
import { test } from "node:test";

import { ConflictError, FilterError, MemoryClient, MemoryNotFoundError, ValidationError } from "@mem0/client";

import { UNKNOWN, client, remembered, somebody } from "./client.mjs";

const BEES = "I keep bees.";
const PORTO = "I live in Porto.";

test("what is said is found", async () => {
  const userId = somebody();

  const answer = await client.add({
    messages: [{ role: "user", content: "I enjoy hiking on weekends" }],
    userId,
    wait: 30_000,
  });
  const results = await client.search("hiking", { userId });

  assert.equal(answer.status, "SUCCEEDED");
  assert.match(answer.results[0].memory, /hiking/);
  assert.match(results[0].memory, /hiking/);
  assert.ok(results[0].score > 0 && results[0].score <= 1);
  assert.equal(results[0].userId, userId);
});

test("an add answers at once and its event tells the rest", async () => {
  const userId = somebody();

  const queued = await client.add("I play the cello.", { userId });
  const event = await client.event(queued.eventId, { wait: 30_000 });
  const listed = await client.events({ pageSize: 20 });

  assert.equal(queued.status, "PENDING");
  assert.equal(event.status, "SUCCEEDED");
  assert.equal(event.payload.userId ?? event.payload.user_id, userId);
  assert.ok(listed.some((each) => each.id === event.id));
});

test("a memory is read, changed, judged and deleted", async () => {
  const userId = somebody();
  const [memoryId] = await remembered(userId, PORTO);

  await client.update(memoryId, "I lived in Porto.");
  await client.update(memoryId, { metadata: { myKey: { a_b: 1 } }, expirationDate: "2999-12-31" });
  await client.feedback({ memoryId, feedback: "POSITIVE" });
  const changed = await client.get(memoryId);
  await client.update(memoryId, { expirationDate: null });
  const history = await client.history(memoryId);

  assert.equal(changed.memory, "I lived in Porto.");
  assert.deepEqual(changed.metadata, { myKey: { a_b: 1 } });
  assert.equal(changed.expirationDate, "2999-12-31");
  assert.equal(changed.feedback, "POSITIVE");
  assert.equal((await client.get(memoryId)).expirationDate, null);
  assert.equal(history[0].event, "ADD");
  assert.equal(history[0].memoryId, memoryId);

  assert.equal((await client.delete(memoryId)).message, "Memory deleted successfully!");
  await assert.rejects(client.get(memoryId), MemoryNotFoundError);
  const [other] = await remembered(userId, BEES);
  assert.equal((await client.delete(other, { deleteLinked: true })).cascadeCount, 0);
});

test("pages are walked, in every version", async () => {
  const userId = somebody();
  await remembered(userId, ...Array.from({ length: 7 }, (_, n) => `Fact number ${n}.`));

  for (const version of ["v1", "v2", "v3"]) {
    const seen = new Set();
    for await (const memory of client.iterAll({ userId, pageSize: 3, version })) seen.add(memory.id);
    assert.equal(seen.size, 7, version);
  }
  const page = await client.getAll({ userId, page: 3, pageSize: 3 });
  assert.deepEqual([page.length, page.count, page.next], [1, 7, null]);
  assert.equal((await client.getAll({ userId, topK: 2 })).length, 2);
});

test("cursors go on where a page ended, whatever is added meanwhile", async () => {
  const userId = somebody();
  await remembered(userId, ...Array.from({ length: 4 }, (_, n) => `Fact number ${n}.`));

  const first = await client.getAll({ userId, pageSize: 3 });
  await remembered(userId, "Fact number 4.");
  const rest = await client.getAll({ userId, pageSize: 3, cursor: first.nextCursor });
  const users = new Set();
  for await (const user of client.iterUsers({ pageSize: 2 })) users.add(user.name);
  const events = [];
  for await (const event of client.iterEvents({ pageSize: 2, eventType: "ADD" })) events.push(event);

  assert.deepEqual(rest.map((each) => each.memory), ["Fact number 0."]);
  assert.ok(users.has(userId));
  assert.ok(events.length > 2);
});

test("filters narrow, in camelCase or as the wire spells them", async () => {
  const userId = somebody();
  await client.add(BEES, { userId, infer: false, metadata: { pet: true } });
  await remembered(userId, PORTO);

  const own = await client.getAll({ userId, filters: { metadata: { pet: true } } });
  const camel = await client.getAll({ filters: { AND: [{ userId }, { createdAt: { gte: "2020-01-01" } }] } });

  assert.deepEqual(own.map((each) => each.memory), [BEES]);
  assert.equal(camel.length, 2);
  await assert.rejects(client.search("x", { filters: { userId: { around: 3 } } }), FilterError);
});

test("many are changed and deleted at once", async () => {
  const userId = somebody();
  const [first, second] = await remembered(userId, BEES, PORTO);

  await client.batchUpdate([{ memoryId: first, text: "I kept bees." }]);
  assert.equal((await client.get(first)).memory, "I kept bees.");
  await client.batchDelete([second, { memoryId: first }]);
  assert.equal((await client.getAll({ userId })).length, 0);
});

test("a search explains itself, and a memory says what it rests on", async () => {
  const userId = somebody();
  const [memoryId] = await remembered(userId, BEES);

  const options = { userId, explain: true, maxTokens: 100, explainIds: [UNKNOWN] };
  const found = await client.search("Who keeps bees?", options);
  const belief = await client.why(memoryId);

  assert.match(found.context, /I keep bees/);
  assert.ok(found.tokens > 0 && found.answerability >= 0);
  assert.ok(found[0].explanation.scoreBeforeFactors > 0);
  assert.equal(found.reasons[0].reason, "unknown");
  assert.equal(belief.memory.id, memoryId);
  assert.equal(belief.replacedBy, null);
});

test("what matches is deleted", async () => {
  const userId = somebody();
  await remembered(userId, BEES);

  await client.deleteAll({ userId });

  assert.equal((await client.getAll({ userId })).length, 0);
});

test("a write that was answered before is not done twice", async () => {
  const userId = somebody();
  const once = { idempotencyKey: `once ${userId.slice(5, 41)}` };
  const add = { messages: BEES, userId, infer: false };

  await client.add(add, once);
  await client.add(add, once);

  assert.equal((await client.getAll({ userId })).length, 1);
  await assert.rejects(client.add({ ...add, messages: "Else." }, once), ConflictError);
});

test("errors are of their class", async () => {
  const nobody = new MemoryClient({ apiKey: "m0sk_nobody" });

  await assert.rejects(client.get("no-uuid"), (error) => {
    assert.ok(error instanceof ValidationError);
    assert.deepEqual([error.errorCode, error.debugInfo.statusCode], ["invalid_memory_id", 400]);
    assert.ok(error.debugInfo.requestId);
    return true;
  });
  await assert.rejects(client.get(UNKNOWN), { name: "MemoryNotFoundError", message: "Memory not found!" });
  await assert.rejects(nobody.users(), { name: "AuthenticationError", errorCode: "authentication_failed" });
});
