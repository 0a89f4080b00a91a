// The same types for a program of CommonJS. Compiled, never run.

import mem0 = require("@mem0/client");

const client = new mem0.MemoryClient({ apiKey: "your_api_key" });

export async function found(): Promise<string | undefined> {
  const results: mem0.Found<mem0.Memory> = await client.search("hiking", { userId: "a" });
  return results[0]?.memory;
}
