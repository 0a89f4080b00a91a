// The platform that MEM0_HOST names, with the key of an empty project.

import { randomUUID } from "node:crypto";

import { MemoryClient } from "@mem0/client";

export const client = new MemoryClient();
export const UNKNOWN = "019a0000-0000-7000-8000-000000000000";

/** A user of their own for each test. */
export function somebody() {
  return `user ${randomUUID()}/ü`;
}

/** Texts kept word for word; their ids. */
export async function remembered(userId, ...texts) {
  const messages = texts.map((content) => ({ role: "user", content }));
  const { results } = await client.add({ messages, userId, infer: false });
  return results.map((result) => result.id);
}
