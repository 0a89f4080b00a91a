/** What the calls take and answer. Answers may hold more than is named here. */

/** Whose memories; `*` stands for anybody that has one. */
export interface EntityIds {
  userId?: string | null;
  agentId?: string | null;
  appId?: string | null;
  runId?: string | null;
}

export interface Message {
  role: string;
  content: string | Record<string, unknown> | Record<string, unknown>[];
  name?: string;
  [more: string]: unknown;
}

export type Messages = string | Message | Message[];
/** Your own keys, which stay as they are. */
export type Metadata = Record<string, unknown>;
/** A filter; fields may be spelled `userId` or `user_id`. */
export type Filters = Record<string, unknown>;
/** Epoch seconds, ISO 8601, or a `Date`. */
export type Moment = number | string | Date;
export type ApiVersion = "v1" | "v2" | "v3";
export type Category = Record<string, string>;

export interface AddOptions extends EntityIds {
  metadata?: Metadata;
  filters?: Filters;
  /** `false` keeps every message word for word, at once. */
  infer?: boolean;
  asyncMode?: boolean;
  timestamp?: Moment;
  timezone?: string;
  expirationDate?: string | Date;
  immutable?: boolean;
  customInstructions?: string;
  agentCustomInstructions?: string;
  customCategories?: Category[];
  includes?: string;
  excludes?: string;
  structuredDataSchema?: Record<string, unknown>;
  enableGraph?: boolean;
  outputFormat?: string;
  version?: ApiVersion;
  /** Milliseconds to wait until the memories are there. */
  wait?: number;
}

interface Narrowing extends EntityIds {
  filters?: Filters;
  metadata?: Metadata;
  categories?: string[];
  showExpired?: boolean;
  latestOnly?: boolean;
  /** What held, and what was known, at a time. */
  asOf?: Moment;
  knownAt?: Moment;
  includeMerged?: boolean;
  fields?: string[];
  enableGraph?: boolean;
  outputFormat?: string;
  version?: ApiVersion;
  limit?: number;
}

export interface GetAllOptions extends Narrowing, PageOptions {
  keywords?: string;
  startDate?: Moment;
  endDate?: Moment;
  /** How many at most, over as many pages as it takes. */
  topK?: number;
}

export interface SearchOptions extends Narrowing {
  topK?: number;
  threshold?: number;
  rerank?: boolean;
  keywordSearch?: boolean;
  /** Why each hit stands where it does, and why these were not found. */
  explain?: boolean;
  explainIds?: string[];
  /** As many of the best hits as fit, also as one block of text: `found.context`. */
  maxTokens?: number;
  /** `list`, `xml`, `plain`, or a text with `{memories}`. */
  contextTemplate?: string;
  answerability?: boolean;
  referenceDate?: Moment;
}

export interface UpdateOptions {
  text?: string;
  metadata?: Metadata;
  timestamp?: Moment;
  /** The last day it is shown; null clears it. */
  expirationDate?: string | Date | null;
}

export interface DeleteAllOptions extends EntityIds {
  metadata?: Metadata;
  filters?: Filters;
}

export interface ExportOptions extends EntityIds {
  /** A JSON Schema, as an object or as text. */
  schema: Record<string, unknown> | string;
  filters?: Filters;
  exportInstructions?: string;
}

export interface ExportQuery extends EntityIds {
  memoryExportId?: string;
  filters?: Filters;
  /** Milliseconds to wait for it, at most 60000. */
  wait?: number;
}

export interface FeedbackOptions {
  memoryId: string;
  /** Nothing, or null, takes it back. */
  feedback?: "POSITIVE" | "NEGATIVE" | "VERY_NEGATIVE" | null;
  feedbackReason?: string | null;
}

export interface PageOptions {
  page?: number;
  pageSize?: number;
  /** Where the page before ended: its `nextCursor`. Not beside `page`. */
  cursor?: string;
}

export interface EventsOptions extends PageOptions {
  eventType?: string;
  status?: string;
}

export interface WebhookOptions {
  url: string;
  name: string;
  /** Default: the key's own. */
  projectId?: string;
  eventTypes?: string[];
}

export interface WebhookChanges {
  name?: string;
  url?: string;
  eventTypes?: string[];
  isActive?: boolean;
}

export interface ProjectSettings {
  name?: string;
  description?: string;
  customInstructions?: string | null;
  agentCustomInstructions?: string | null;
  customCategories?: (Category | string)[] | null;
  retrievalCriteria?: Record<string, unknown>[] | null;
  inclusionPrompt?: string | null;
  exclusionPrompt?: string | null;
  memoryDepth?: string | null;
  usecaseSetting?: string | null;
  enableGraph?: boolean;
  multilingual?: boolean;
  decay?: boolean;
  version?: string;
  llm?: Record<string, unknown> | null;
  embedder?: Record<string, unknown> | null;
  gate?: string;
  secretsMode?: string;
  piiMode?: string;
  logBodies?: boolean;
}

export interface ProfileSettings {
  enabled?: boolean;
  schema?: Record<string, unknown> | null;
  customInstructions?: string | null;
}

export interface Memory extends EntityIds {
  id: string;
  memory: string;
  hash?: string;
  sessionId?: string | null;
  metadata?: Metadata | null;
  categories?: string[] | null;
  createdAt?: string;
  updatedAt?: string;
  expirationDate?: string | null;
  immutable?: boolean;
  replacedBy?: string | null;
  lifecycleState?: string;
  /** Of a search: 0 to 1, higher is better. */
  score?: number;
  scoreBreakdown?: Record<string, number>;
  [more: string]: unknown;
}

export type Status = "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED";

export interface AddResult {
  id?: string;
  memory?: string;
  event?: string;
  [more: string]: unknown;
}

export interface AddAnswer {
  status?: Status;
  eventId?: string;
  message?: string;
  results?: AddResult[];
  error?: string;
  [more: string]: unknown;
}

export interface MemoryEvent {
  id: string;
  status: Status;
  eventType: string;
  results?: AddResult[];
  error?: string | null;
  [more: string]: unknown;
}

export interface HistoryEntry {
  id: string;
  memoryId: string;
  event: string;
  oldMemory: string | null;
  newMemory: string | null;
  createdAt: string;
  [more: string]: unknown;
}

export interface Entity {
  id: string;
  name: string;
  type: "user" | "agent" | "app" | "run";
  totalMemories: number;
  [more: string]: unknown;
}

export interface Webhook {
  webhookId: string;
  url: string;
  name: string;
  eventTypes: string[];
  isActive: boolean;
  [more: string]: unknown;
}

/** An answer whose keys the API's description names. */
export type Answer = Record<string, any>;
