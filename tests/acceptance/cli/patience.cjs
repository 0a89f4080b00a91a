// Preloaded into npm's command line, which after every success sits out the five
// seconds it had granted its first request. A timer nothing waits for need not be
// waited for; what it sends and says stays the same.

"use strict";

const setTimer = globalThis.setTimeout;

globalThis.setTimeout = (callback, delay, ...args) => {
  const timer = setTimer(callback, delay, ...args);
  if (delay === 5000) timer.unref();
  return timer;
};
