import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryNotFoundError, ValidationError } from "@mem0/client";

import { UNKNOWN, client, remembered, somebody } from "./client.mjs";

const SCHEMA = {
  type: "object",
  properties: { home_town: { type: "string", description: "The town they live in" } },
};

test("the project is the one of the key", async () => {
  const { projectId } = await client.ping();

  const found = await client.project.get({ fields: ["custom_instructions"] });

  assert.equal(found.projectId, projectId);
});

test("settings change as given, and can be cleared", async () => {
  await client.project.update({
    customInstructions: "Only food.",
    customCategories: [{ petCare: "Animals" }],
  });
  const set = await client.project.get();
  await client.project.update({ customInstructions: null });

  assert.equal(set.customInstructions, "Only food.");
  assert.deepEqual(set.customCategories, [{ petCare: "Animals" }]);
  assert.equal((await client.project.get()).customInstructions, null);
  await assert.rejects(client.project.update({}), ValidationError);
});

test("the old names work and say where they went", async () => {
  const warned = new Promise((resolve) => process.once("warning", resolve));

  await client.updateProject({ enableGraph: false });
  const found = await client.getProject();

  assert.equal(found.enableGraph, false);
  assert.match(String(await warned), /DeprecationWarning.*client\.project\.update\(\)/);
});

test("projects and members are there", async () => {
  const made = await client.project.create({ name: "Second", description: "For tests" });
  const { members } = await client.project.getMembers();
  const email = `${crypto.randomUUID()}@example.org`;
  await client.project.addMember(email);
  await client.project.updateMember(email, "READER");
  await client.project.removeMember(email);

  assert.ok(made.projectId);
  assert.ok(Array.isArray(members));
});

test("webhooks come, change and go", async () => {
  const { projectId } = await client.ping();
  const url = "https://example.com/hook";
  const made = await client.createWebhook({ url, name: "Mine", projectId, eventTypes: ["memory_add"] });

  await client.updateWebhook({ webhookId: made.webhookId, name: "Ours", isActive: false });
  const [listed] = await client.getWebhooks();
  await client.deleteWebhook({ webhookId: made.webhookId });

  assert.deepEqual([listed.name, listed.isActive, listed.eventTypes], ["Ours", false, ["memory_add"]]);
  assert.deepEqual(await client.getWebhooks({ projectId }), []);
  await assert.rejects(client.deleteWebhook({ webhookId: UNKNOWN }), MemoryNotFoundError);
});

test("an export is in the shape of its schema", async () => {
  const userId = somebody();
  await remembered(userId, "My home town is Porto.");

  const made = await client.createMemoryExport({ schema: SCHEMA, userId });
  const data = await client.getMemoryExport({ memoryExportId: made.id, wait: 30_000 });

  assert.match(data.home_town, /Porto/);
  assert.deepEqual(await client.getMemoryExport({ filters: { userId } }), data);
  assert.equal((await client.getSummary({ userId })).memoryCount, 1);
});

test("profiles are set up, made and followed", async () => {
  const userId = somebody();
  await remembered(userId, "My home town is Porto.");

  await client.updateProfileSettings({ enabled: true, schema: SCHEMA });
  const settings = await client.getProfileSettings();
  const once = { idempotencyKey: crypto.randomUUID() };
  const run = await client.generateProfile({ entityId: userId }, once);
  const again = await client.generateProfile({ entityId: userId }, once);
  const sampled = await client.sampleProfiles({ limit: 1 });

  assert.equal(settings.enabled, true);
  assert.deepEqual(settings.entities.user.schema, SCHEMA);
  assert.deepEqual([again.jobId, again.replayed], [run.jobId, true]);
  assert.equal(sampled.sampled, 1);
  const job = await client.getProfileJob(run.statusUrl);
  assert.equal((await client.getProfileJob(run.jobId)).job.id, job.job.id);
  assert.equal((await client.getProfile({ entityId: userId })).entityId, userId);
});
