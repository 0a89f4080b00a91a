/** How a call becomes an answer: requests, time-outs, retries and errors. */

import { checkedHost, checkedKey, headersOf, HOST, setting } from "./address.js";
import { encoded, queryString, type Call } from "./calls.js";
import { fromWire } from "./casing.js";
import { ConfigurationError, MemoryError, NetworkError, isObject, refused } from "./errors.js";
import { pause, USUAL, type Retries } from "./retries.js";

const TIMEOUT = 300_000;
/** For the way, beside what the service takes on purpose. */
const MARGIN = 30_000;

export interface ClientOptions {
  /** Default: `MEM0_API_KEY`, where there is an environment. */
  apiKey?: string;
  /** Default: `MEM0_HOST`, then https://api.mem0.ai. May have a path. */
  host?: string;
  /** An error if they are not the key's own. */
  orgId?: string;
  projectId?: string;
  /** How often a call that failed in passing is sent again, or how in full. Default: 3. */
  maxRetries?: number | Partial<Retries>;
  /** Milliseconds for one try. Default: 300000. */
  timeout?: number;
  /** A `fetch` of your own, with your proxies and certificates. */
  fetch?: typeof globalThis.fetch;
}

/** For one call; `timeout` and `maxRetries` go before those of the client. */
export interface RequestOptions {
  /** Gives up: the call rejects with the signal's reason. */
  signal?: AbortSignal;
  timeout?: number;
  maxRetries?: number;
  /** Names a write, so that sending it twice acts once, also from two programs. */
  idempotencyKey?: string;
}

/** Where a key is at home. */
export interface Home {
  orgId: string;
  projectId: string;
}

interface Attempt {
  url: string;
  init: RequestInit;
  timeout: number;
  signal: AbortSignal | undefined;
}

/** One client's way to the API. The key is in no property and no message. */
export class Connection {
  readonly host: string;
  readonly retries: Retries;
  readonly #key: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #asked: Record<string, string | undefined>;
  readonly #timeout: number;
  #home: Promise<Home> | undefined;

  constructor(options: ClientOptions) {
    this.host = checkedHost(setting(options.host, "MEM0_HOST") || HOST);
    this.#key = checkedKey(setting(options.apiKey, "MEM0_API_KEY"));
    // Called as a function of the page, not of this object: browsers insist.
    this.#fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
    this.#asked = { org_id: options.orgId, project_id: options.projectId };
    this.#timeout = whole("timeout", options.timeout ?? TIMEOUT, 1);
    this.retries = retriesOf(options.maxRetries);
  }

  /** The answer to a call, its keys in camelCase unless it is `verbatim`. */
  async send<T>(call: Call, options: RequestOptions = {}): Promise<T> {
    const attempt = this.#attempt(call, options);
    const attempts = options.maxRetries ?? this.retries.attempts;
    for (let done = 0; ; done += 1) {
      try {
        const answer = await this.#answer(attempt);
        return (call.verbatim ? answer : fromWire(answer)) as T;
      } catch (failure) {
        const wait = pause({ ...this.retries, attempts }, failure, done);
        if (wait === undefined) throw failure;
        await this.retries.sleep(wait, options.signal);
      }
    }
  }

  ping(options: RequestOptions = {}): Promise<Record<string, unknown>> {
    return this.send({ method: "GET", path: "/v1/ping/", query: this.#asked }, options);
  }

  /** The organization and the project of the key; asked for once. */
  home(): Promise<Home> {
    this.#home ??= this.#askHome().catch((failure: unknown) => {
      this.#home = undefined;
      throw failure;
    });
    return this.#home;
  }

  async #askHome(): Promise<Home> {
    const { orgId, projectId } = await this.ping();
    if (!orgId || !projectId) {
      throw new MemoryError(`${this.host} did not say which project the key opens.`);
    }
    return { orgId: String(orgId), projectId: String(projectId) };
  }

  #attempt(call: Call, options: RequestOptions): Attempt {
    const headers = headersOf(this.#key);
    const init: RequestInit = { method: call.method, headers, redirect: "manual" };
    if (call.body !== undefined) {
      init.body = encoded(call.body);
      headers["Content-Type"] = "application/json";
    }
    if (call.method !== "GET" && !call.reads) {
      // One name for all tries of a call is what makes trying again safe.
      headers["Idempotency-Key"] = options.idempotencyKey ?? uniqueName();
    }
    const own = options.timeout ?? this.#timeout;
    const timeout = call.patience ? Math.max(own, call.patience + MARGIN) : own;
    const url = this.host + call.path + queryString(call.query);
    return { url, init, timeout, signal: options.signal };
  }

  async #answer({ url, init, timeout, signal }: Attempt): Promise<unknown> {
    signal?.throwIfAborted();
    const stop = new AbortController();
    const abort = () => stop.abort(signal?.reason);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      stop.abort();
    }, timeout);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const response = await this.#fetch(url, { ...init, signal: stop.signal });
      return this.#body(response, await response.text());
    } catch (cause) {
      if (cause instanceof MemoryError) throw cause;
      signal?.throwIfAborted();
      throw this.#unreachable(cause, late);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  #body(response: Response, text: string): unknown {
    if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
      const message = "The service has another address; give that as host.";
      throw new MemoryError(message, { errorCode: `HTTP_${response.status}` });
    }
    if (!response.ok) throw refused(response, text.replaceAll(this.#key, "***"));
    try {
      return JSON.parse(text);
    } catch (cause) {
      const kind = response.headers.get("Content-Type") || "without a type";
      throw new NetworkError(`The answer of ${this.host} is not JSON (${kind}).`, {
        errorCode: "NET_BODY",
        debugInfo: { statusCode: response.status },
        cause,
      });
    }
  }

  #unreachable(cause: unknown, late: boolean): NetworkError {
    if (late) {
      const message = `${this.host} did not answer in time.`;
      return new NetworkError(message, { errorCode: "NET_TIMEOUT", cause });
    }
    const reason = reasonOf(cause).replaceAll(this.#key, "***");
    const message = `The connection to ${this.host} failed: ${reason}`;
    return new NetworkError(message, { errorCode: "NET_CONNECT", cause });
  }
}

/** Node hides what happened in the cause of "fetch failed". */
function reasonOf(failure: unknown): string {
  const inner = isObject(failure) || failure instanceof Error ? failure : {};
  const { cause, message } = inner as { cause?: unknown; message?: unknown };
  if (cause instanceof Error) return cause.message || String((cause as { code?: unknown }).code);
  return typeof message === "string" ? message : String(failure);
}

function retriesOf(given: number | Partial<Retries> = {}): Retries {
  const retries = { ...USUAL, ...(typeof given === "object" ? given : { attempts: given }) };
  whole("maxRetries", retries.attempts, 0);
  return retries;
}

function whole(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  const message = `${name} must be a whole number, ${least} or more.`;
  throw new ConfigurationError(message, { errorCode: "configuration_error" });
}

/** Unique is enough: it keeps nothing secret. */
function uniqueName(): string {
  const bytes = new Uint8Array(16);
  // Not everywhere: Node 18 has it behind a flag.
  if (globalThis.crypto?.getRandomValues) globalThis.crypto.getRandomValues(bytes);
  else bytes.forEach((_, place) => (bytes[place] = Math.random() * 256));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
