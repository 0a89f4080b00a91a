/**
 * camelCase for programs, snake_case on the wire. Names of your own are never touched:
 * not the keys of metadata, schemas, categories, messages, or of what follows a schema.
 */

import { isObject } from "./errors.js";

type Fields = Record<string, unknown>;

/** Options whose value is yours. */
const YOURS = new Set([
  "metadata",
  "schema",
  "structuredDataSchema",
  "customCategories",
  "messages",
  "retrievalCriteria",
]);

/** Keys of an answer whose value is yours, or is named by what you sent. */
const OPAQUE = new Set([
  "metadata",
  "schema",
  "structured_data_schema",
  "custom_categories",
  "retrieval_criteria",
  "messages",
  "input",
  "filters",
  "profile",
  "evidence",
  "dropped",
]);

/** Fields of a filter that have two words; other keys of a filter are metadata. */
const FILTER_FIELDS = new Map(
  [
    ...["user_id", "agent_id", "app_id", "run_id", "session_id"],
    ...["created_at", "updated_at", "valid_from", "valid_to", "expiration_date"],
    ...["keywords_search", "memory_ids", "feedback_reason", "attributed_to"],
  ].map((name) => [camel(name), name]),
);

const JOINTS = new Set(["AND", "OR", "NOT"]);

export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function camel(name: string): string {
  return name.replace(/_([a-z])/g, (whole, letter: string, place: number) => {
    const inside = place > 0 && name[place - 1] !== "_";
    return inside ? letter.toUpperCase() : whole;
  });
}

/** Options as the wire spells them. Undefined ones are left out. */
export function toWire(options: object): Fields {
  const pairs = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [snake(name), sent(name, value)]);
  return Object.fromEntries(pairs);
}

/** An answer as a program spells it. */
export function fromWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromWire);
  if (!isObject(value)) return value;
  // `fromEntries` defines properties, so a key `__proto__` is a key like any other.
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      camel(name),
      OPAQUE.has(name) ? inner : fromWire(inner),
    ]),
  );
}

/** A filter as the wire spells it. */
export function filterToWire(filter: unknown): unknown {
  if (Array.isArray(filter)) return filter.map(filterToWire);
  if (!isObject(filter)) return filter;
  return Object.fromEntries(
    Object.entries(filter).map(([name, inner]) => [
      FILTER_FIELDS.get(name) ?? name,
      JOINTS.has(name) ? filterToWire(inner) : inner,
    ]),
  );
}

function sent(name: string, value: unknown): unknown {
  if (name === "filters") return filterToWire(value);
  if (name === "expirationDate" && value instanceof Date) {
    return value.toISOString().slice(0, 10);
  }
  if (YOURS.has(name)) return value;
  if (Array.isArray(value)) return value.map((item) => sent("", item));
  return isObject(value) && !(value instanceof Date) ? toWire(value) : value;
}
