/**
 * What can go wrong, one class for each kind of answer.
 *
 *     MemoryError
 *     ├── ValidationError            400, 422
 *     │   ├── FilterError            400  a filter that does not parse
 *     │   ├── ConflictError          409
 *     │   └── PayloadTooLargeError   413  the body is what is too large
 *     ├── AuthenticationError        401
 *     │   └── PermissionDeniedError  403
 *     ├── MemoryNotFoundError        404
 *     ├── MemoryQuotaExceededError   413
 *     ├── RateLimitError             429
 *     ├── NetworkError               408, 502, 503, 504, or no whole answer
 *     └── ConfigurationError         an option of the client that cannot work
 */

/** What the answer said beside its body. */
export interface DebugInfo {
  statusCode?: number;
  requestId?: string;
  /** Seconds, from `Retry-After`. */
  retryAfter?: number;
  rateLimitLimit?: string;
  rateLimitRemaining?: string;
  rateLimitReset?: string;
}

export interface ErrorDetail {
  errorCode?: string;
  details?: Record<string, unknown>;
  debugInfo?: DebugInfo;
  cause?: unknown;
}

/** The base of all errors of this package. */
export class MemoryError extends Error {
  /** The `code` of the answer, else `HTTP_<status>` or `NET_<what>`. */
  readonly errorCode: string;
  /** The whole body of the answer, as it came. */
  readonly details: Record<string, unknown>;
  readonly debugInfo: DebugInfo;

  constructor(message: string, detail: ErrorDetail = {}) {
    super(message, "cause" in detail ? { cause: detail.cause } : undefined);
    this.name = new.target.name;
    this.errorCode = detail.errorCode ?? "error";
    this.details = detail.details ?? {};
    this.debugInfo = detail.debugInfo ?? {};
  }

  /** What to do about it. */
  get suggestion(): string {
    return "Try again later.";
  }

  /** Whether the same call may succeed later without a change. */
  get retryable(): boolean {
    return RETRYABLE.has(this.debugInfo.statusCode ?? 0);
  }
}

export class ValidationError extends MemoryError {
  override get suggestion(): string {
    return "Check the parameters of the call.";
  }
}

export class FilterError extends ValidationError {}

export class ConflictError extends ValidationError {
  override get suggestion(): string {
    return "Read the current state, then try again.";
  }
}

export class PayloadTooLargeError extends ValidationError {
  override get suggestion(): string {
    return "Send less in one request.";
  }
}

export class AuthenticationError extends MemoryError {
  override get suggestion(): string {
    return "Check your API key.";
  }
}

export class PermissionDeniedError extends AuthenticationError {
  override get suggestion(): string {
    return "Use a key or an account with the needed role.";
  }
}

export class MemoryNotFoundError extends MemoryError {
  override get suggestion(): string {
    return "Check the id.";
  }
}

export class MemoryQuotaExceededError extends MemoryError {
  override get suggestion(): string {
    return "Delete memories or change the plan.";
  }
}

export class RateLimitError extends MemoryError {
  override get suggestion(): string {
    return "Wait as long as Retry-After says, then try again.";
  }
}

export class NetworkError extends MemoryError {
  override get suggestion(): string {
    return "Check the connection and try again.";
  }

  override get retryable(): boolean {
    return true;
  }
}

export class ConfigurationError extends MemoryError {
  override get suggestion(): string {
    return "Check the options of the client.";
  }
}

type ErrorClass = new (message: string, detail?: ErrorDetail) => MemoryError;

const RETRYABLE = new Set([408, 429, 502, 503, 504]);
const MOST_TEXT = 500;

const BY_STATUS: Record<number, ErrorClass> = {
  400: ValidationError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: MemoryNotFoundError,
  408: NetworkError,
  409: ConflictError,
  413: MemoryQuotaExceededError,
  422: ValidationError,
  429: RateLimitError,
  502: NetworkError,
  503: NetworkError,
  504: NetworkError,
};

/** The codes of the service that say more than their status. */
const BY_CODE: Record<string, ErrorClass> = {
  "400 invalid_filter": FilterError,
  "413 payload_too_large": PayloadTooLargeError,
};

/** What an answer that is not a success stands for. */
export function refused(response: Response, text: string): MemoryError {
  const body = parsed(text);
  const details = isObject(body) ? body : {};
  const code = typeof details.code === "string" ? details.code : undefined;
  const status = response.status;
  const Kind = BY_CODE[`${status} ${code}`] ?? BY_STATUS[status] ?? MemoryError;
  return new Kind(sentence(response, details, text), {
    errorCode: code ?? `HTTP_${status}`,
    details,
    debugInfo: debugInfo(response, details),
  });
}

/** Whole seconds of a `Retry-After`, given as a number or as a date. */
export function retryAfter(headers: Headers): number | undefined {
  const raw = headers.get("Retry-After")?.trim() ?? "";
  if (/^\d+$/.test(raw)) return Number(raw);
  const moment = Date.parse(raw);
  if (Number.isNaN(moment)) return undefined;
  return Math.max(0, Math.round((moment - Date.now()) / 1000));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sentence(
  response: Response,
  details: Record<string, unknown>,
  text: string,
): string {
  for (const name of ["detail", "message", "error"]) {
    const said = details[name];
    if (typeof said === "string" && said.trim()) return said;
  }
  const status = `${response.status} ${response.statusText}`.trim();
  const shown = text.split(/\s+/).join(" ").trim().slice(0, MOST_TEXT);
  return shown ? `${status}: ${shown}` : `${status}.`;
}

function debugInfo(response: Response, details: Record<string, unknown>): DebugInfo {
  const said = details.request_id;
  const found: DebugInfo = {
    statusCode: response.status,
    requestId:
      response.headers.get("X-Request-ID") ??
      (typeof said === "string" ? said : undefined),
    retryAfter: retryAfter(response.headers),
    rateLimitLimit: response.headers.get("X-RateLimit-Limit") ?? undefined,
    rateLimitRemaining: response.headers.get("X-RateLimit-Remaining") ?? undefined,
    rateLimitReset: response.headers.get("X-RateLimit-Reset") ?? undefined,
  };
  const known = Object.entries(found).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known);
}
