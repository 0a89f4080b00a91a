// One after the other: some of these empty the project.

import assert from "node:assert/strict";
import { test } from "node:test";

import { client, remembered } from "./client.mjs";

async function names() {
  return (await client.users()).map((each) => each.name).sort();
}

test("users are listed by page", async () => {
  await remembered("alice", "I keep bees.");
  await remembered("al ice/x@ü", "I keep bees.");

  const page = await client.users({ page: 2, pageSize: 1 });

  assert.deepEqual([page.length, page.count, page.totalUsers], [1, 2, 2]);
  assert.equal(page[0].type, "user");
});

test("who is named is deleted", async () => {
  await client.add("I cook.", { userId: "alice", agentId: "cook", infer: false });

  const answer = await client.deleteUsers({ agentId: "cook", userId: "al ice/x@ü" });
  assert.equal(answer.message, "Entity deleted successfully.");
  assert.deepEqual(await names(), ["alice"]);
  await client.deleteUser({ entityId: "alice" });
  assert.deepEqual(await names(), []);
});

for (const method of ["reset", "deleteUsers"]) {
  test(`without names everybody goes: ${method}`, async () => {
    for (const name of ["alice", "bob"]) await remembered(name, "I keep bees.");

    await client[method]();
    await client[method]();

    assert.deepEqual(await names(), []);
  });
}
