/** When a failed call is sent again, and after how long. */

import { MemoryError } from "./errors.js";

/** How often and how patiently. All times are milliseconds. */
export interface Retries {
  /** How often a call that failed in passing is sent again. */
  attempts: number;
  /** The first pause; it doubles, and each is shortened by chance to no less than half. */
  first: number;
  longest: number;
  /** A `Retry-After` of more than this is not waited for. */
  mostAsked: number;
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  clock: () => number;
  chance: () => number;
}

export const USUAL: Retries = {
  attempts: 3,
  first: 500,
  longest: 8_000,
  mostAsked: 60_000,
  sleep,
  clock: () => Date.now(),
  chance: () => Math.random(),
};

/** The first try of this very call has not ended: ask again for its answer. */
const STILL_RUNNING = "idempotency_key_in_use";

/** The pause before the retry that follows `done` others. */
export function backoff(retries: Retries, done: number): number {
  const whole = Math.min(retries.longest, retries.first * 2 ** done);
  return whole * (0.5 + retries.chance() / 2);
}

/** The pause after `done` retries; undefined when that was the last try. */
export function pause(retries: Retries, failure: unknown, done: number): number | undefined {
  if (!(failure instanceof MemoryError) || done >= retries.attempts) return undefined;
  if (!failure.retryable && failure.errorCode !== STILL_RUNNING) return undefined;
  const usual = backoff(retries, done);
  const seconds = failure.debugInfo.retryAfter;
  if (seconds === undefined) return usual;
  const asked = seconds * 1000;
  // Who was told the same moment should not come back in the same moment.
  return asked > retries.mostAsked ? undefined : asked + (usual * retries.chance()) / 2;
}

/** Resolves after so many milliseconds; rejects when the caller gives up. */
function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
