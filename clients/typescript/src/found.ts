/**
 * What a list or a search found. A list, because that is what code wants to walk, that
 * also reads like the answer: `found.results`, `found.count`.
 */

import { isObject } from "./errors.js";

export class Found<T> extends Array<T> {
  /** How many there are on all pages, where the list is paged. */
  count?: number;
  /** The addresses of the pages around this one. */
  next?: string | null;
  previous?: string | null;
  /** Where the next page begins, if the service pages by cursors. */
  nextCursor?: string | null;
  relations?: unknown[];
  /** Of a search, where it was asked for: the hits as one block of text, and its size. */
  context?: string;
  tokens?: number;
  /** 0 to 1: how likely it is that the hits answer the question. */
  answerability?: number;
  explanation?: Record<string, unknown>;
  reasons?: Record<string, unknown>[];
  /** Beside entities. */
  totalUsers?: number;
  totalAgents?: number;
  totalApps?: number;
  totalRuns?: number;

  /** What `map` and `filter` make is a plain array. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** The same list, as the wire has it. */
  get results(): T[] {
    return this;
  }

  /** From an answer: an object with `results`, or a bare list. */
  static in<T>(body: unknown): Found<T> {
    const whole = isObject(body) ? body : {};
    const rows = (Array.isArray(body) ? body : (whole.results ?? [])) as T[];
    const found = new Found<T>();
    for (const row of rows) found.push(row);
    const { results: _, ...rest } = whole;
    return Object.assign(found, rest);
  }
}
