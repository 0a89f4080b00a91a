// What the compiler must accept, and what it must refuse. Compiled, never run.

import Client, {
  MemoryClient,
  MemoryNotFoundError,
  RateLimitError,
  type AddAnswer,
  type Found,
  type Memory,
  type MemoryEvent,
  type Webhook,
} from "@mem0/client";

const client: MemoryClient = new Client({
  apiKey: "your_api_key",
  host: "https://api.mem0.ai",
  maxRetries: { attempts: 5, first: 100 },
});

export async function documented(): Promise<void> {
  const response: AddAnswer = await client.add({
    messages: [{ role: "user", content: "I enjoy hiking on weekends" }],
    userId: "user_123",
  });
  const results: Found<Memory> = await client.search("hiking", { userId: "user_123" });
  const scores: (number | undefined)[] = results.map((memory) => memory.score);
  const same: Memory[] = results.results;
  console.log(response.eventId, scores, same);
}

export async function everything(signal: AbortSignal): Promise<void> {
  await client.add("Hi", { userId: "a", wait: 1000 }, { signal, idempotencyKey: "n" });
  await client.add({ role: "user", content: "Hi" }, { agentId: "b", metadata: { a: [1] } });
  for await (const memory of client.iterAll({ filters: { user_id: "a" } })) memory.memory.trim();
  const event: MemoryEvent = await client.event("e", { wait: 1000 }, { timeout: 5 });
  const hooks: Webhook[] = await client.getWebhooks();
  await client.update("m", { expirationDate: null });
  await client.update("m", "new text", { signal });
  await client.project.update({ customInstructions: null, customCategories: [{ a: "b" }] });
  console.log(event.status, hooks[0]?.isActive);
}

export function handled(error: unknown): number | undefined {
  if (error instanceof MemoryNotFoundError) return error.debugInfo.statusCode;
  return error instanceof RateLimitError ? error.debugInfo.retryAfter : undefined;
}

export function refused(): unknown[] {
  return [
    // @ts-expect-error options are camelCase
    client.search("hiking", { user_id: "a" }),
    // @ts-expect-error a query is a text
    client.search(5),
    // @ts-expect-error a feedback is one of three words
    client.feedback({ memoryId: "m", feedback: "GOOD" }),
    // @ts-expect-error a webhook is named by its id
    client.deleteWebhook("w"),
    // @ts-expect-error there is no such option
    new MemoryClient({ key: "k" }),
  ];
}
