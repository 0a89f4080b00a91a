/** Waiting for what the service does later. */

import type { Connection, RequestOptions } from "./connection.js";
import * as endpoints from "./endpoints.js";
import { isObject } from "./errors.js";
import { backoff } from "./retries.js";
import type { AddAnswer, AddOptions, Messages, MemoryEvent } from "./types.js";

const UNFINISHED = new Set(["PENDING", "RUNNING"]);

/** The answer to an add; with `wait`, when it is over or the time is. */
export async function add(
  connection: Connection,
  messages: Messages,
  options: AddOptions,
  request: RequestOptions,
): Promise<AddAnswer> {
  const { clock } = connection.retries;
  const end = clock() + (options.wait ?? 0);
  const call = endpoints.add(messages, options);
  const answer = await connection.send<AddAnswer>(call, request);
  const pending = unfinished(answer);
  if (!options.wait || pending === undefined) return answer;
  const { idempotencyKey: _, ...looking } = request;
  const found = await event(connection, pending, end - clock(), looking);
  return UNFINISHED.has(found.status) ? answer : settled(answer, pending, found);
}

/** An event; with `wait`, when it has ended or the milliseconds have passed. */
export async function event(
  connection: Connection,
  eventId: string,
  wait: number,
  request: RequestOptions,
): Promise<MemoryEvent> {
  const { retries } = connection;
  const end = retries.clock() + wait;
  for (let looks = 0; ; looks += 1) {
    const found = await connection.send<MemoryEvent>(endpoints.event(eventId), request);
    const left = end - retries.clock();
    if (!UNFINISHED.has(found.status) || left <= 0) return found;
    await retries.sleep(Math.min(left, backoff(retries, looks)), request.signal);
  }
}

/** Whatever of an answer, in any version, names an event that goes on. */
function unfinished(answer: unknown): string | undefined {
  const wrapped = isObject(answer) ? answer.results : answer;
  const inner: unknown[] = Array.isArray(wrapped) ? wrapped : [];
  for (const item of [answer, ...inner]) {
    if (isObject(item) && UNFINISHED.has(String(item.status))) {
      return item.eventId ? String(item.eventId) : undefined;
    }
  }
  return undefined;
}

/** As the service answers who waited long enough. */
function settled(answer: unknown, eventId: string, found: MemoryEvent): AddAnswer {
  const error = found.error ?? undefined;
  const outcome = { status: found.status, eventId, ...(error && { message: error, error }) };
  const results = found.results ?? [];
  if (!Array.isArray(answer)) {
    return { message: "Memories stored successfully", ...outcome, results };
  }
  const items = error
    ? [{ ...outcome, memory: "", event: "ADD" }]
    : results.map((each) => ({ ...each, ...outcome }));
  return items as unknown as AddAnswer;
}
