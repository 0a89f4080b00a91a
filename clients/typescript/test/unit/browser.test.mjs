// The code in a world that has what a page has, and nothing of Node.

import assert from "node:assert/strict";
import { webcrypto as crypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";

const MENU = createRequire(import.meta.url).resolve("@mem0/client");
const OF_A_PAGE = { URL, URLSearchParams, AbortController, Headers, setTimeout, clearTimeout, crypto, console };

/** The package, loaded into a world of its own. */
function loaded(world) {
  const context = createContext(world);
  const known = new Map();
  const load = (file) => {
    if (known.has(file)) return known.get(file);
    const exports = {};
    known.set(file, exports);
    const require = (name) => {
      assert.match(name, /^\.\/[a-z-]+\.js$/, "a page has no other modules");
      return load(new URL(name, `file://${file}`).pathname);
    };
    const code = `(function (exports, require) {${readFileSync(file, "utf8")}\n})`;
    runInContext(code, context)(exports, require);
    return exports;
  };
  return load(MENU);
}

test("a page can use it", async () => {
  const seen = [];
  const world = { ...OF_A_PAGE };
  world.fetch = function (url, init) {
    // Browsers refuse a fetch that is called on anything but the page.
    assert.ok(this === undefined || "fetch" in this);
    seen.push([url, init]);
    return Promise.resolve(new Response('{"results": [{"user_id": "a"}]}'));
  };
  const { MemoryClient } = loaded(world);
  const client = new MemoryClient({ apiKey: "k", host: "https://m.example" });

  const found = await client.search("bees", { userId: "a" });
  await client.add("Bees.", { userId: "a" });

  assert.equal(found[0].userId, "a");
  const [[, reading], [url, writing]] = seen;
  assert.equal(url, "https://m.example/v3/memories/add/");
  assert.equal(reading.headers["User-Agent"], undefined);
  assert.match(writing.headers["Idempotency-Key"], /^[0-9a-f]{32}$/);
});

test("a page without an environment has to say its key", () => {
  const { MemoryClient } = loaded({ ...OF_A_PAGE });

  assert.throws(() => new MemoryClient({ host: "https://m.example" }), /pass apiKey/);
});

test("names are made without a source of chance, too", async () => {
  const names = [];
  const world = { ...OF_A_PAGE, crypto: undefined };
  world.fetch = async (_, init) => {
    names.push(init.headers["Idempotency-Key"]);
    return new Response("{}");
  };
  const { MemoryClient } = loaded(world);
  const client = new MemoryClient({ apiKey: "k", host: "https://m.example" });

  await client.add("Bees.", { userId: "a" });
  await client.add("Bees.", { userId: "a" });

  assert.match(names[0], /^[0-9a-f]{32}$/);
  assert.notEqual(names[0], names[1]);
});

test("what is deprecated is told on the console", async () => {
  const told = [];
  const console = { warn: (message) => told.push(message) };
  const fetch = async () => new Response("{}");
  const { MemoryClient } = loaded({ ...OF_A_PAGE, console, fetch });
  const client = new MemoryClient({ apiKey: "k", host: "https://m.example" });

  await client.add("Bees.", { userId: "a", outputFormat: "v1.0" });
  await client.add("Bees.", { userId: "a", outputFormat: "v1.0" });

  assert.equal(told.length, 1);
  assert.match(told[0], /outputFormat: 'v1.0' is deprecated .* 2027-06-01/);
});
