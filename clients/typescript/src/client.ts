/**
 * The client of the API. A method says what it is for and hands on to the endpoints;
 * nothing is reported to anybody but the host.
 */

import type { Call } from "./calls.js";
import { Connection, type ClientOptions, type RequestOptions } from "./connection.js";
import { warnOnce } from "./deprecations.js";
import * as endpoints from "./endpoints.js";
import { deleteEverybody, deleteNamed } from "./entities.js";
import { isObject } from "./errors.js";
import { Found } from "./found.js";
import * as paging from "./paging.js";
import * as projects from "./project-endpoints.js";
import { Project } from "./project.js";
import type {
  AddAnswer,
  AddOptions,
  Answer,
  DeleteAllOptions,
  Entity,
  EntityIds,
  EventsOptions,
  ExportOptions,
  ExportQuery,
  FeedbackOptions,
  Filters,
  GetAllOptions,
  HistoryEntry,
  Memory,
  MemoryEvent,
  Message,
  Messages,
  PageOptions,
  ProfileSettings,
  ProjectSettings,
  SearchOptions,
  UpdateOptions,
  Webhook,
  WebhookChanges,
  WebhookOptions,
} from "./types.js";
import * as waiting from "./waiting.js";

/** Everything an add takes, in one object. */
export type AddRequest = AddOptions & { messages: Messages };

/**
 * A client of the API. Nothing is sent before the first call.
 *
 * Every method takes `RequestOptions` last, and rejects with the classes of this package:
 * `AuthenticationError` for an unknown key, `NetworkError` when there is no answer.
 */
export class MemoryClient {
  /** The key's own project. */
  readonly project: Project;
  readonly #connection: Connection;

  constructor(options: ClientOptions = {}) {
    this.#connection = new Connection(options);
    this.project = new Project(this.#connection);
  }

  /** The address of the API. */
  get host(): string {
    return this.#connection.host;
  }

  /** Who the key is: `orgId`, `projectId` and a name for the connection. */
  ping(request?: RequestOptions): Promise<Answer> {
    return this.#connection.ping(request);
  }

  /**
   * Remember something of a conversation: a text, a message or a list of them.
   *
   * Answers at once with the `eventId` of work to be done, or, with `wait`
   * milliseconds, when it is done: `status` then says `SUCCEEDED` or `FAILED`, and
   * `results` what is new. Still `PENDING` means that the time was too short.
   */
  add(request: AddRequest, options?: RequestOptions): Promise<AddAnswer>;
  add(messages: Messages, options?: AddOptions, request?: RequestOptions): Promise<AddAnswer>;
  async add(
    first: Messages | AddRequest,
    second: AddOptions & RequestOptions = {},
    third: RequestOptions = {},
  ): Promise<AddAnswer> {
    if (isWhole(first)) {
      const { messages, ...options } = first;
      return waiting.add(this.#connection, messages, options, second);
    }
    return waiting.add(this.#connection, first, second, third);
  }

  /** One memory, also an expired or superseded one. */
  async get(memoryId: string, request?: RequestOptions): Promise<Memory> {
    return this.#send(endpoints.get(memoryId), request);
  }

  /** Matching memories, newest first: one page, or `topK` of them. */
  getAll(options: GetAllOptions = {}, request: RequestOptions = {}): Promise<Found<Memory>> {
    return paging.getAll(this.#connection, options, request);
  }

  /** All matching memories, one after the other; pages are read as needed. */
  iterAll(
    options: GetAllOptions = {},
    request?: RequestOptions,
  ): AsyncGenerator<Memory, void, undefined> {
    return this.#walk(endpoints.getAll, options, request);
  }

  /** Memories that answer a question, best first, each with its `score`. */
  async search(
    query: string,
    options: SearchOptions = {},
    request?: RequestOptions,
  ): Promise<Found<Memory>> {
    return Found.in(await this.#send(endpoints.search(query, options), request));
  }

  /** Change a memory: its text, or `text`, `metadata`, `timestamp`, `expirationDate`. */
  async update(
    memoryId: string,
    changes: string | UpdateOptions,
    request?: RequestOptions,
  ): Promise<Memory> {
    const fields = typeof changes === "string" ? { text: changes } : changes;
    return this.#send(endpoints.update(memoryId, fields), request);
  }

  /** Delete a memory; with `deleteLinked` also those it has replaced. */
  async delete(
    memoryId: string,
    options: { deleteLinked?: boolean } = {},
    request?: RequestOptions,
  ): Promise<Answer> {
    return this.#send(endpoints.remove(memoryId, options.deleteLinked), request);
  }

  /** Delete what matches. Rejects with `ValidationError` when nothing is named. */
  async deleteAll(options: DeleteAllOptions = {}, request?: RequestOptions): Promise<Answer> {
    return this.#send(endpoints.deleteAll(options), request);
  }

  /** What a memory rests on: its sources, origin, confirmations and history. */
  async why(memoryId: string, request?: RequestOptions): Promise<Answer> {
    return this.#send(endpoints.why(memoryId), request);
  }

  /** Every change of a memory, oldest first; readable after its deletion too. */
  async history(memoryId: string, request?: RequestOptions): Promise<HistoryEntry[]> {
    return this.#send(endpoints.history(memoryId), request);
  }

  /** What became of an add or a deletion; with `wait` milliseconds, when it is over. */
  event(
    eventId: string,
    options: { wait?: number } = {},
    request: RequestOptions = {},
  ): Promise<MemoryEvent> {
    return waiting.event(this.#connection, eventId, options.wait ?? 0, request);
  }

  /** What the project did, newest first, a page at a time. */
  async events(
    options: EventsOptions = {},
    request?: RequestOptions,
  ): Promise<Found<MemoryEvent>> {
    return Found.in(await this.#send(endpoints.events(options), request));
  }

  /** All events of the project, newest first; pages are read as needed. */
  iterEvents(
    options: EventsOptions = {},
    request?: RequestOptions,
  ): AsyncGenerator<MemoryEvent, void, undefined> {
    return this.#walk(endpoints.events, options, request);
  }

  /** Users, agents, apps and runs that have memories. */
  async users(options: PageOptions = {}, request?: RequestOptions): Promise<Found<Entity>> {
    return Found.in(await this.#send(endpoints.users(options), request));
  }

  /** All users, agents, apps and runs; pages are read as needed. */
  iterUsers(
    options: PageOptions = {},
    request?: RequestOptions,
  ): AsyncGenerator<Entity, void, undefined> {
    return this.#walk(endpoints.users, options, request);
  }

  /** Delete one entity with all its memories. */
  async deleteUser(
    entity: { entityId: string; entityType?: string },
    request?: RequestOptions,
  ): Promise<Answer> {
    const { entityId, entityType = "user" } = entity;
    return this.#send(endpoints.deleteEntity(entityType, entityId), request);
  }

  /** Delete the named entities with all their memories; without a name, all. */
  async deleteUsers(
    ids: EntityIds = {},
    request: RequestOptions = {},
  ): Promise<{ message: string }> {
    if (await deleteNamed(this.#connection, ids, request)) {
      return { message: "Entity deleted successfully." };
    }
    await deleteEverybody(this.#connection, request);
    return { message: "All users, agents, apps and runs deleted." };
  }

  /** Delete every entity of the project and all memories. */
  async reset(request: RequestOptions = {}): Promise<{ message: string }> {
    await deleteEverybody(this.#connection, request);
    return { message: "Client reset successful. All users and memories deleted." };
  }

  /** Change up to 1000 memories (`memoryId`, `text`, `metadata`): all or none. */
  async batchUpdate(
    memories: readonly ({ memoryId: string } & UpdateOptions)[],
    request?: RequestOptions,
  ): Promise<Answer> {
    return this.#send(endpoints.batchUpdate(memories), request);
  }

  /** Delete up to 1000 memories, by id or as `{memoryId}`: all or none. */
  async batchDelete(
    memories: readonly (string | { memoryId: string })[],
    request?: RequestOptions,
  ): Promise<Answer> {
    return this.#send(endpoints.batchDelete(memories), request);
  }

  /** Ask for memories in the shape of a JSON Schema. */
  async createMemoryExport(options: ExportOptions, request?: RequestOptions): Promise<Answer> {
    return this.#send(projects.createExport(options), request);
  }

  /**
   * The data of an export, by its id, or the latest of a filter; its keys are your
   * schema's. While it is still being made, `{status: "PENDING"}`.
   */
  async getMemoryExport(options: ExportQuery, request?: RequestOptions): Promise<Answer> {
    return this.#send(projects.getExport(options), request);
  }

  /** The memories that match, in a few lines. */
  async getSummary(filters?: Filters, request?: RequestOptions): Promise<Answer> {
    return this.#send(projects.getSummary(filters), request);
  }

  /** Say how good a memory is, or take it back. */
  async feedback(options: FeedbackOptions, request?: RequestOptions): Promise<Answer> {
    return this.#send(endpoints.feedback(options), request);
  }

  /** The profile of a user, and under `status` how far it is. */
  async getProfile(options: { entityId: string }, request?: RequestOptions): Promise<Answer> {
    return this.#send(projects.getProfile(options.entityId), request);
  }

  /** Make or renew the profile of a user; `statusUrl` tells how far it is. */
  async generateProfile(
    options: { entityId: string },
    request?: RequestOptions,
  ): Promise<Answer> {
    return this.#send(projects.generateProfile(options.entityId), request);
  }

  /** Make the profiles of a few users (1 to 10), to try a schema. */
  async sampleProfiles(
    options: { limit?: number } = {},
    request?: RequestOptions,
  ): Promise<Answer> {
    return this.#send(projects.sampleProfiles(options.limit), request);
  }

  /** How far a job is that makes profiles, under `job`; by its id or `statusUrl`. */
  async getProfileJob(job: string, request?: RequestOptions): Promise<Answer> {
    return this.#send(projects.getProfileJob(job), request);
  }

  /** Whether the project keeps profiles, and of what shape. */
  async getProfileSettings(request?: RequestOptions): Promise<Answer> {
    return this.#send(projects.getProfileSettings(), request);
  }

  /** Change `enabled`, `schema`, `customInstructions`; only what is given. */
  async updateProfileSettings(
    settings: ProfileSettings,
    request?: RequestOptions,
  ): Promise<Answer> {
    return this.#send(projects.updateProfileSettings(settings), request);
  }

  /** The webhooks of the project, by default the key's own. */
  async getWebhooks(
    options: { projectId?: string } = {},
    request?: RequestOptions,
  ): Promise<Webhook[]> {
    const projectId = options.projectId ?? (await this.#connection.home()).projectId;
    return this.#send(projects.webhooks(projectId), request);
  }

  /** Have events such as `memory_add` posted to an address. */
  async createWebhook(options: WebhookOptions, request?: RequestOptions): Promise<Webhook> {
    const projectId = options.projectId ?? (await this.#connection.home()).projectId;
    return this.#send(projects.createWebhook(projectId, options), request);
  }

  /** Change a webhook; only what is given. */
  async updateWebhook(
    options: { webhookId: string } & WebhookChanges,
    request?: RequestOptions,
  ): Promise<Answer> {
    const { webhookId, ...changes } = options;
    return this.#send(projects.updateWebhook(webhookId, changes), request);
  }

  /** Delete a webhook. */
  async deleteWebhook(
    options: { webhookId: string },
    request?: RequestOptions,
  ): Promise<Answer> {
    return this.#send(projects.deleteWebhook(options.webhookId), request);
  }

  /** @deprecated Use `client.project.get()`. */
  getProject(options: { fields?: string[] } = {}, request?: RequestOptions): Promise<Answer> {
    warnOnce("getProject()", "client.project.get()");
    return this.project.get(options, request);
  }

  /** @deprecated Use `client.project.update()`. */
  updateProject(changes: ProjectSettings, request?: RequestOptions): Promise<Answer> {
    warnOnce("updateProject()", "client.project.update()");
    return this.project.update(changes, request);
  }

  async *#walk<T extends { id: string }, O extends PageOptions>(
    call: (options: O) => Call,
    options: O,
    request: RequestOptions = {},
  ): AsyncGenerator<T, void, undefined> {
    for await (const page of paging.pages<T, O>(this.#connection, call, options, request)) {
      yield* page;
    }
  }

  #send<T>(call: Call, request?: RequestOptions): Promise<T> {
    return this.#connection.send<T>(call, request);
  }
}

/** A message has a role; a request has messages. */
function isWhole(first: Messages | AddRequest): first is AddRequest {
  return isObject(first) && "messages" in first && !("role" in (first as Partial<Message>));
}
