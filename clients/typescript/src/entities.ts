/** Deleting users, agents, apps and runs with all their memories. */

import type { Connection, RequestOptions } from "./connection.js";
import * as endpoints from "./endpoints.js";
import type { Entity, EntityIds } from "./types.js";

/** Delete who is named; false when nobody is. */
export async function deleteNamed(
  connection: Connection,
  ids: EntityIds,
  request: RequestOptions,
): Promise<boolean> {
  const { userId, agentId, appId, runId } = ids;
  const named = Object.entries({ user: userId, agent: agentId, app: appId, run: runId });
  const given = named.filter(([, name]) => name !== undefined && name !== null);
  for (const [type, name] of given) {
    await connection.send(endpoints.deleteEntity(type, name as string), once(request));
  }
  return given.length > 0;
}

/**
 * The first page again and again: deleting moves the others up. A service that deletes
 * later shows the same ones, and then there is no more to ask.
 */
export async function deleteEverybody(
  connection: Connection,
  request: RequestOptions,
): Promise<void> {
  const gone = new Set<string>();
  for (;;) {
    const listed = await connection.send<{ results: Entity[] }>(endpoints.users({}), request);
    const fresh = listed.results.filter((row) => !gone.has(`${row.type} ${row.name}`));
    if (fresh.length === 0) return;
    for (const { type, name } of fresh) {
      await connection.send(endpoints.deleteEntity(type, name), once(request));
      gone.add(`${type} ${name}`);
    }
  }
}

/** A name for one write is none for several. */
function once({ idempotencyKey: _, ...rest }: RequestOptions): RequestOptions {
  return rest;
}
