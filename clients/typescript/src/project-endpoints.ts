/** What each call about a project, its webhooks, exports and profiles sends. No I/O. */

import { invalid, path, type Call } from "./calls.js";
import { toWire } from "./casing.js";
import type { Home } from "./connection.js";
import { given, LONGEST_WAIT } from "./endpoints.js";
import type {
  ExportOptions,
  ExportQuery,
  Filters,
  ProfileSettings,
  ProjectSettings,
  WebhookChanges,
  WebhookOptions,
} from "./types.js";

const JOBS = "/v2/profiles/jobs/";
const SETTINGS = "/v2/profiles/settings/";

function projects(home: Home): string {
  return path("api", "v1", "orgs", "organizations", home.orgId, "projects");
}

function project(home: Home): string {
  return projects(home) + path(home.projectId).slice(1);
}

export function getProject(home: Home, fields?: readonly string[]): Call {
  return { method: "GET", path: project(home), query: { fields } };
}

export function createProject(home: Home, name: string, description?: string): Call {
  return { method: "POST", path: projects(home), body: { name, description } };
}

export function updateProject(home: Home, changes: ProjectSettings): Call {
  const body = toWire(changes);
  if (Object.keys(body).length === 0) {
    throw invalid("At least one setting to change is required.");
  }
  return { method: "PATCH", path: project(home), body };
}

export function deleteProject(home: Home): Call {
  return { method: "DELETE", path: project(home) };
}

export function members(home: Home): Call {
  return { method: "GET", path: `${project(home)}members/` };
}

export function addMember(home: Home, email: string, role: string): Call {
  return { method: "POST", path: `${project(home)}members/`, body: { email, role } };
}

export function updateMember(home: Home, email: string, role: string): Call {
  return { method: "PUT", path: `${project(home)}members/`, body: { email, role } };
}

export function removeMember(home: Home, email: string): Call {
  return { method: "DELETE", path: `${project(home)}members/`, query: { email } };
}

export function webhooks(projectId: string): Call {
  return { method: "GET", path: path("api", "v1", "webhooks", "projects", projectId) };
}

export function createWebhook(projectId: string, options: WebhookOptions): Call {
  const { projectId: _, ...rest } = options;
  const place = path("api", "v1", "webhooks", "projects", projectId);
  return { method: "POST", path: place, body: { event_types: [], ...toWire(rest) } };
}

export function updateWebhook(webhookId: string, changes: WebhookChanges): Call {
  const place = path("api", "v1", "webhooks", webhookId);
  return { method: "PUT", path: place, body: given(toWire(changes)) };
}

export function deleteWebhook(webhookId: string): Call {
  return { method: "DELETE", path: path("api", "v1", "webhooks", webhookId) };
}

export function createExport(options: ExportOptions): Call {
  return { method: "POST", path: "/v1/exports/", body: given(toWire(options)) };
}

export function getExport({ wait, ...options }: ExportQuery): Call {
  const patience = Math.min(wait ?? 0, LONGEST_WAIT);
  return {
    method: "POST",
    path: "/v1/exports/get/",
    body: given(toWire(options)),
    query: wait === undefined ? {} : { wait: patience / 1000 },
    reads: true,
    patience,
    verbatim: true,
  };
}

export function getSummary(filters?: Filters): Call {
  const body = given(toWire({ filters: filters ?? null }));
  return { method: "POST", path: "/v1/summary/", body, reads: true };
}

export function getProfile(entityId: string): Call {
  return { method: "GET", path: path("v2", "entities", "user", entityId, "profile") };
}

export function generateProfile(entityId: string): Call {
  const body = { operation: "trigger", entity_type: "user", entity_id: entityId };
  return { method: "POST", path: JOBS, body };
}

export function sampleProfiles(limit?: number): Call {
  return { method: "POST", path: JOBS, body: { operation: "sample", entity_type: "user", limit } };
}

/** A job by its id, or by the `statusUrl` of the answer that started it. */
export function getProfileJob(job: string): Call {
  return { method: "GET", path: job.startsWith(JOBS) ? job : JOBS + path(job).slice(1) };
}

export function getProfileSettings(): Call {
  return { method: "GET", path: SETTINGS };
}

/** The shape of profiles is a setting of each type of entity, and there is one. */
export function updateProfileSettings(settings: ProfileSettings): Call {
  const { enabled, ...shape } = settings;
  const user = toWire(shape);
  const entities = Object.keys(user).length > 0 ? { user } : undefined;
  return { method: "POST", path: SETTINGS, body: { enabled, entities } };
}
