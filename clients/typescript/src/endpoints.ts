/**
 * What each call about memories and entities sends. No I/O.
 *
 * Calls go to the v3 routes. `version: "v1"` or `"v2"` chooses the older ones of adding,
 * listing and searching.
 */

import { invalid, path, type Call } from "./calls.js";
import { toWire } from "./casing.js";
import { warnOnce } from "./deprecations.js";
import { isObject } from "./errors.js";
import type {
  AddOptions,
  DeleteAllOptions,
  EventsOptions,
  FeedbackOptions,
  GetAllOptions,
  Messages,
  PageOptions,
  SearchOptions,
  UpdateOptions,
} from "./types.js";

type Fields = Record<string, unknown>;

const MEMORIES = "/v1/memories/";
const IDS = ["user_id", "agent_id", "app_id", "run_id"];
const VERSIONS = ["v1", "v2", "v3"];
/** Milliseconds that the service waits for an add at most. */
export const LONGEST_WAIT = 60_000;

export function add(messages: Messages, { wait, ...options }: AddOptions): Call {
  const body = given(toWire(options));
  const old = version(body) !== "v3";
  if (!old) delete body.version;
  const patience = Math.min(wait ?? 0, LONGEST_WAIT);
  return {
    method: "POST",
    path: old ? MEMORIES : "/v3/memories/add/",
    body: { messages: conversation(messages), ...body },
    query: patience > 0 ? { wait: patience / 1000 } : {},
    patience,
  };
}

export function get(memoryId: string): Call {
  return { method: "GET", path: path("v1", "memories", memoryId) };
}

export function getAll(options: GetAllOptions): Call {
  const { page, page_size, cursor, ...body } = given(toWire(options));
  const chosen = version(body);
  delete body.version;
  const pages = { page, page_size, cursor };
  if (chosen === "v1") {
    return { method: "GET", path: MEMORIES, query: { ...body, ...pages } };
  }
  const route = `/${chosen}/memories/`;
  return { method: "POST", path: route, body: scoped(body), query: pages, reads: true };
}

export function search(query: string, options: SearchOptions): Call {
  const body = given(toWire(options));
  const chosen = version(body);
  delete body.version;
  const rest = chosen === "v1" ? body : scoped(body);
  const route = `/${chosen}/memories/search/`;
  return { method: "POST", path: route, body: { query, ...rest }, reads: true };
}

export function update(memoryId: string, changes: UpdateOptions): Call {
  const body = toWire(changes);
  if (Object.keys(body).length === 0) {
    throw invalid("At least one of text, metadata, timestamp, expirationDate is required.");
  }
  return { method: "PUT", path: path("v1", "memories", memoryId), body };
}

export function remove(memoryId: string, deleteLinked: boolean | undefined): Call {
  const query = deleteLinked ? { delete_linked: true } : {};
  return { method: "DELETE", path: path("v1", "memories", memoryId), query };
}

/** Throws `ValidationError` when nothing is named: no wipe by accident. */
export function deleteAll(options: DeleteAllOptions): Call {
  const query = given(toWire(options));
  if (Object.keys(query).length === 0) {
    throw invalid(
      "At least one of userId, agentId, appId, runId, metadata, filters is required; " +
        "'*' for all four ids deletes everything.",
    );
  }
  return { method: "DELETE", path: MEMORIES, query };
}

export function history(memoryId: string): Call {
  return { method: "GET", path: path("v1", "memories", memoryId, "history") };
}

export function why(memoryId: string): Call {
  return { method: "GET", path: path("v1", "memories", memoryId, "why") };
}

export function event(eventId: string): Call {
  return { method: "GET", path: path("v1", "event", eventId) };
}

export function events(options: EventsOptions): Call {
  return { method: "GET", path: "/v1/events/", query: toWire(options) };
}

export function users(options: PageOptions): Call {
  return { method: "GET", path: "/v1/entities/", query: toWire(options) };
}

export function deleteEntity(type: string, name: string): Call {
  return { method: "DELETE", path: path("v2", "entities", type, name) };
}

export function batchUpdate(memories: readonly object[]): Call {
  return { method: "PUT", path: "/v1/batch/", body: { memories: memories.map(toWire) } };
}

export function batchDelete(memories: readonly (string | object)[]): Call {
  const entries = memories.map((each) =>
    typeof each === "string" ? { memory_id: each } : toWire(each),
  );
  return { method: "DELETE", path: "/v1/batch/", body: { memories: entries } };
}

export function feedback(options: FeedbackOptions): Call {
  const body = { feedback: null, feedback_reason: null, ...toWire(options) };
  return { method: "POST", path: "/v1/feedback/", body };
}

/** A body whose ids stand in `filters`, where v3 wants them. */
export function scoped(body: Fields): Fields {
  const entries = Object.entries(body);
  const rest = Object.fromEntries(entries.filter(([name]) => !IDS.includes(name)));
  const ids = Object.fromEntries(entries.filter(([name]) => IDS.includes(name)));
  if (Object.keys(ids).length === 0) return rest;
  const filters = isObject(rest.filters) && Object.keys(rest.filters).length > 0;
  return { ...rest, filters: filters ? { AND: [ids, rest.filters] } : ids };
}

/** The options without the ones that are null. */
export function given(options: Fields): Fields {
  const known = Object.entries(options).filter(([, value]) => value !== null);
  return Object.fromEntries(known);
}

function version(body: Fields): string {
  if (body.output_format === "v1.0") warnOnce("outputFormat: 'v1.0'", "'v1.1'");
  const chosen = body.version ?? "v3";
  if (VERSIONS.includes(String(chosen))) return String(chosen);
  throw invalid(`version must be one of ${VERSIONS.join(", ")}, not ${String(chosen)}.`);
}

function conversation(messages: Messages): unknown[] {
  if (typeof messages === "string") return [{ role: "user", content: messages }];
  if (Array.isArray(messages)) return messages;
  if (isObject(messages)) return [messages];
  throw invalid("messages must be a text, a message or a list of messages.");
}
