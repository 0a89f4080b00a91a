/** Telling, once, that something has a better successor. */

type Warner = { emitWarning?: (message: string, type: string) => void };

const told = new Set<string>();

export function warnOnce(name: string, replacement: string): void {
  if (told.has(name)) return;
  told.add(name);
  const message =
    `${name} is deprecated and may be removed from 2027-06-01 on; use ${replacement}.`;
  const { process } = globalThis as { process?: Warner };
  if (process?.emitWarning) process.emitWarning(message, "DeprecationWarning");
  else console.warn(message);
}
