/** One call of the API as a value: what is sent. No I/O. */

import { ValidationError } from "./errors.js";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Query = Record<string, unknown>;

export interface Call {
  method: Method;
  path: string;
  body?: unknown;
  query?: Query;
  /** A POST that changes nothing. */
  reads?: boolean;
  /** Milliseconds that the service may take on purpose. */
  patience?: number;
  /** The answer is in your own words, so its keys stay as they are. */
  verbatim?: boolean;
}

/**
 * A path of fixed parts and ids, with a slash at its end. Ids may contain anything; a
 * blank one is refused, because the path without it names something else.
 */
export function path(...parts: unknown[]): string {
  return `/${parts.map(segment).join("/")}/`;
}

/** Query parameters: objects become JSON, lists repeat, null and undefined are left out. */
export function queryString(query: Query = {}): string {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) found.append(name, parameter(item));
    }
  }
  const text = found.toString();
  return text && `?${text}`;
}

/** A body as JSON. Throws `ValidationError` for what JSON does not have. */
export function encoded(body: unknown): string {
  try {
    return JSON.stringify(body, (_, value) => {
      if (typeof value === "number" && !Number.isFinite(value)) {
        throw new TypeError(`${value} is not a JSON value`);
      }
      return value;
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `An argument cannot be sent as JSON: ${reason}`;
    throw new ValidationError(message, { errorCode: "invalid_input", cause });
  }
}

function parameter(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? encoded(value) : String(value);
}

function segment(part: unknown): string {
  const text = part === undefined || part === null ? "" : String(part);
  if (!text.trim()) throw invalid("An id must not be blank.");
  // Every URL parser takes these for directions, however they are written.
  if (text === "." || text === "..") throw invalid(`The id "${text}" fits in no URL.`);
  try {
    return encodeURIComponent(text);
  } catch {
    throw invalid("An id must be valid Unicode.");
  }
}

export function invalid(message: string): ValidationError {
  return new ValidationError(message, { errorCode: "invalid_input" });
}
