/** Lists of more than one page. */

import { invalid, type Call } from "./calls.js";
import type { Connection, RequestOptions } from "./connection.js";
import * as endpoints from "./endpoints.js";
import { MemoryNotFoundError } from "./errors.js";
import { Found } from "./found.js";
import type { GetAllOptions, Memory } from "./types.js";

/** Where a page begins. */
type Place = { page?: number; cursor?: string };
type Page = { results: Memory[]; next?: string | null; nextCursor?: string | null };

const PAGE_SIZE = 100;
const LARGEST_PAGE = 200;

/** One page, or with `topK` as many pages as it takes. */
export async function getAll(
  connection: Connection,
  options: GetAllOptions,
  request: RequestOptions,
): Promise<Found<Memory>> {
  const { topK, ...rest } = options;
  if (topK === undefined || topK === null || rest.page !== undefined) {
    const size = topK === undefined || topK === null ? {} : { pageSize: topK };
    const call = endpoints.getAll({ ...size, ...rest });
    return Found.in(await connection.send(call, request));
  }
  const pageSize = Math.min(positive(topK), LARGEST_PAGE);
  const rows: Memory[] = [];
  let first: Found<Memory> | undefined;
  for await (const page of pages(connection, { pageSize, ...rest }, request)) {
    first ??= page;
    rows.push(...page);
    if (rows.length >= topK) break;
  }
  const { count, relations } = first ?? {};
  return Found.in({ count, next: null, relations, results: rows.slice(0, topK) });
}

/**
 * A list, page by page, by the service's cursors where it has them. What moved to the
 * next page meanwhile comes once.
 */
export async function* pages(
  connection: Connection,
  options: GetAllOptions,
  request: RequestOptions,
): AsyncGenerator<Found<Memory>, void, undefined> {
  const { page = 1, ...rest } = { pageSize: PAGE_SIZE, ...options };
  const seen = new Set<string>();
  let place: Place = { page };
  for (let number = page; ; number += 1) {
    const call = endpoints.getAll({ ...rest, ...place });
    const body = await pageOf(connection, call, request, number > page);
    if (body === undefined) return;
    const fresh = body.results.filter((row) => !seen.has(row.id));
    for (const row of fresh) seen.add(row.id);
    yield Found.in<Memory>({ ...body, results: fresh });
    if (!body.next && !body.nextCursor) return;
    place = body.nextCursor ? { cursor: body.nextCursor } : { page: number + 1 };
  }
}

/** Undefined where the last page lost its rows since the one before was read. */
async function pageOf(
  connection: Connection,
  call: Call,
  request: RequestOptions,
  later: boolean,
): Promise<Page | undefined> {
  try {
    return await connection.send<Page>(call, request);
  } catch (failure) {
    if (later && failure instanceof MemoryNotFoundError) return undefined;
    throw failure;
  }
}

function positive(topK: number): number {
  if (Number.isInteger(topK) && topK >= 1) return topK;
  throw invalid("topK must be a whole number, 1 or more.");
}
