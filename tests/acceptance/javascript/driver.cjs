// Calls the official JavaScript client on behalf of a test.
// One request a line on standard input, one answer a line on standard output; the
// first argument is the folder of the client. Clients are kept by their arguments, as
// a program would keep them.

"use strict";

const readline = require("node:readline");

const mem0 = require(process.argv[2]);
const clients = new Map();

// The client's own remarks belong to the log: standard output is for answers.
console.log = console.info = console.warn = console.error;

function client(construct) {
  const name = JSON.stringify(construct);
  if (!clients.has(name)) clients.set(name, new mem0.MemoryClient(construct));
  return clients.get(name);
}

function described(error) {
  return {
    name: error.name,
    message: error.message,
    code: error.errorCode ?? null,
    body: {
      suggestion: error.suggestion ?? null,
      isMemoryError: error instanceof mem0.MemoryError,
      isOwnClass: mem0[error.name] ? error instanceof mem0[error.name] : false,
    },
  };
}

async function answer({ construct, method, args }) {
  try {
    const made = client(construct);
    if (method === "loseKey") {
      made.apiKey = "m0-no-longer-valid";
      made.client.defaults.headers.Authorization = "Token m0-no-longer-valid";
      return { returned: null };
    }
    return { returned: (await made[method](...args)) ?? null };
  } catch (error) {
    return { raised: described(error) };
  }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  }
}

main();
