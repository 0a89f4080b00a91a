// A server that answers what it was told to, right or wrong, one after the other.

import { createServer } from "node:http";
import { after } from "node:test";

import { MemoryClient } from "@mem0/client";

export const KEY = "m0sk_a-key-nobody-may-see";

/**
 * A client of a server that gives `answers`; `asked` has what it was asked. Its pauses
 * take no time, but they are in `slept` and move its clock.
 */
export async function rig(answers, options = {}) {
  const asked = [];
  const slept = [];
  const maxRetries = {
    sleep: async (milliseconds) => void slept.push(milliseconds),
    clock: () => slept.reduce((sum, each) => sum + each, 0),
    chance: () => 1,
  };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { method, url, headers } = request;
    asked.push({ method, url, headers, body: text && JSON.parse(text) });
    answer(response, answers.shift() ?? {});
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const host = `http://127.0.0.1:${server.address().port}`;
  const client = new MemoryClient({ apiKey: KEY, host, maxRetries, ...options });
  return { client, asked, slept, host };
}

/** A body that is no string is sent as JSON; `never` answers nothing, `cut` half. */
function answer(response, { status = 200, body = {}, headers = {}, never, cut }) {
  if (never) return;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "Content-Type": "application/json", ...headers });
  if (!cut) return response.end(text);
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

export const DOWN = { status: 503, body: { detail: "Soon.", code: "unavailable" } };

/** A 429 that says when to come back. */
export function limited(seconds) {
  return {
    status: 429,
    body: { detail: "Too many requests." },
    headers: {
      "Retry-After": String(seconds),
      "X-RateLimit-Limit": "10",
      "X-RateLimit-Remaining": "0",
      "X-RateLimit-Reset": "1800000000",
    },
  };
}
