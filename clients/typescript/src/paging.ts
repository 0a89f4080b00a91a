/** Lists of more than one page. */

import { invalid, type Call } from "./calls.js";
import type { Connection, RequestOptions } from "./connection.js";
import * as endpoints from "./endpoints.js";
import { MemoryNotFoundError } from "./errors.js";
import { Found } from "./found.js";
import type { GetAllOptions, Memory, PageOptions } from "./types.js";

type Page<T> = { results: T[]; next?: string | null; nextCursor?: string | null };

const PAGE_SIZE = 100;
const LARGEST_PAGE = 200;

/** One page, or with `topK` as many pages as it takes. */
export async function getAll(
  connection: Connection,
  options: GetAllOptions,
  request: RequestOptions,
): Promise<Found<Memory>> {
  const { topK = null, ...rest } = options;
  if (topK === null || rest.page !== undefined || rest.cursor !== undefined) {
    const size = topK === null ? {} : { pageSize: topK };
    const call = endpoints.getAll({ ...size, ...rest });
    return Found.in(await connection.send(call, request));
  }
  const sized = { pageSize: Math.min(positive(topK), LARGEST_PAGE), ...rest };
  const rows: Memory[] = [];
  let first: Found<Memory> | undefined;
  for await (const page of pages<Memory, GetAllOptions>(
    connection,
    endpoints.getAll,
    sized,
    request,
  )) {
    first ??= page;
    rows.push(...page);
    if (rows.length >= topK) break;
  }
  const { count, relations } = first ?? {};
  const results = rows.slice(0, topK);
  return Found.in({ count, next: null, nextCursor: null, relations, results });
}

/**
 * A list, page by page, by the service's cursors where it has them. What moved to the
 * next page meanwhile comes once.
 */
export async function* pages<T extends { id: string }, O extends PageOptions>(
  connection: Connection,
  call: (options: O) => Call,
  options: O,
  request: RequestOptions,
): AsyncGenerator<Found<T>, void, undefined> {
  const { page, cursor, ...rest } = { pageSize: PAGE_SIZE, ...options };
  const seen = new Set<string>();
  let number = page ?? 1;
  let place: PageOptions = cursor ? { cursor } : { page: number };
  for (let later = false; ; later = true) {
    const asked = call({ ...rest, ...place } as O);
    const body = await pageOf<T>(connection, asked, request, later);
    if (body === undefined) return;
    const fresh = body.results.filter((row) => !seen.has(row.id));
    for (const row of fresh) seen.add(row.id);
    yield Found.in<T>({ ...body, results: fresh });
    if (!body.next && !body.nextCursor) return;
    number += 1;
    place = body.nextCursor ? { cursor: body.nextCursor } : { page: number };
  }
}

/** Undefined where the last page lost its rows since the one before was read. */
async function pageOf<T>(
  connection: Connection,
  call: Call,
  request: RequestOptions,
  later: boolean,
): Promise<Page<T> | undefined> {
  try {
    return await connection.send<Page<T>>(call, request);
  } catch (failure) {
    if (later && failure instanceof MemoryNotFoundError) return undefined;
    throw failure;
  }
}

function positive(topK: number): number {
  if (Number.isInteger(topK) && topK >= 1) return topK;
  throw invalid("topK must be a whole number, 1 or more.");
}
