import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import fallback, { AuthenticationError, ConfigurationError, MemoryClient, VERSION } from "@mem0/client";

import { KEY, rig } from "./loopback.mjs";

const PING = { body: { status: "ok", org_id: "o1", project_id: "p1" } };
const require = createRequire(import.meta.url);

test("the documented host is the default", () => {
  assert.equal(new MemoryClient({ apiKey: KEY }).host, "https://api.mem0.ai");
});

test("key and host come from the environment", (t) => {
  Object.assign(process.env, { MEM0_API_KEY: KEY, MEM0_HOST: "https://m.example/api/" });
  t.after(() => delete process.env.MEM0_API_KEY && delete process.env.MEM0_HOST);

  assert.equal(new MemoryClient().host, "https://m.example/api");
});

for (const apiKey of [undefined, "", "  "]) {
  test(`no key is an error that says what to do: ${apiKey}`, () => {
    assert.throws(() => new MemoryClient({ apiKey }), /MEM0_API_KEY/);
  });
}

test("a key that no header carries is refused without showing it", () => {
  const make = () => new MemoryClient({ apiKey: "m0\nsecret" });
  assert.throws(make, (error) => {
    return error instanceof AuthenticationError && !error.message.includes("secret");
  });
});

for (const host of ["localhost:8000", "ftp://x", "http://", "/v1", "h t", "http://a:b@h"]) {
  test(`a host must be an address: ${host}`, () => {
    assert.throws(() => new MemoryClient({ apiKey: KEY, host }), ConfigurationError);
  });
}

for (const wrong of [{ timeout: 0 }, { timeout: "9" }, { maxRetries: -1 }, { maxRetries: 0.5 }]) {
  test(`a number must be one: ${JSON.stringify(wrong)}`, () => {
    assert.throws(() => new MemoryClient({ apiKey: KEY, ...wrong }), ConfigurationError);
  });
}

test("nothing is sent before the first call, and the project is asked for once", async () => {
  const { client, asked } = await rig([PING, { body: [] }, { body: {} }]);
  assert.equal(asked.length, 0);

  await client.getWebhooks();
  await client.project.get();

  assert.deepEqual(
    asked.map((each) => each.url),
    [
      "/v1/ping/",
      "/api/v1/webhooks/projects/p1/",
      "/api/v1/orgs/organizations/o1/projects/p1/",
    ],
  );
});

test("a service without projects is told apart, and asked again", async () => {
  const { client } = await rig([{ body: { status: "ok" } }, PING, { body: [] }]);

  await assert.rejects(client.getWebhooks(), /which project the key opens/);
  assert.deepEqual(await client.getWebhooks(), []);
});

test("own ids are sent with the ping", async () => {
  const { client, asked } = await rig([PING], { orgId: "o1", projectId: "p1" });

  await client.ping();

  assert.equal(asked[0].url, "/v1/ping/?org_id=o1&project_id=p1");
});

test("a fetch of your own is used, and the headers are right", async () => {
  const seen = [];
  const fetch = async (url, init) => {
    seen.push([url, init.headers]);
    return new Response("{}");
  };
  const client = new MemoryClient({ apiKey: KEY, host: "https://m.example", fetch });

  await client.get("m1");

  const [[url, headers]] = seen;
  assert.equal(url, "https://m.example/v1/memories/m1/");
  assert.equal(headers.Authorization, `Token ${KEY}`);
  assert.equal(headers["User-Agent"], `mem0site-js/${VERSION}`);
});

test("both kinds of module have the same menu", async () => {
  const menu = Object.keys(await import("@mem0/client")).sort();

  assert.equal(fallback, MemoryClient);
  assert.deepEqual(Object.keys(require("@mem0/client")).sort(), menu);
  assert.equal(require("@mem0/client/package.json").version, VERSION);
  assert.deepEqual(require("@mem0/client/package.json").dependencies, undefined);
});
