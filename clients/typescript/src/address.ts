/** Where the API is and who asks. */

import { AuthenticationError, ConfigurationError } from "./errors.js";
import { VERSION } from "./version.js";

export const HOST = "https://api.mem0.ai";

type Environment = Record<string, string | undefined>;
type Process = { env?: Environment; versions?: { node?: string } };

const runtime = (globalThis as { process?: Process }).process;

/** An option, else a variable of the environment where there is one. */
export function setting(given: string | undefined, variable: string): string {
  return (given || runtime?.env?.[variable] || "").trim();
}

/** The host as text, to put paths behind. Throws `ConfigurationError`. */
export function checkedHost(host: string): string {
  let url: URL;
  try {
    url = new URL(host);
  } catch {
    throw wrong("host must be an address such as https://memory.example.com.");
  }
  if (!["http:", "https:"].includes(url.protocol)) {
    throw wrong("host must be an address such as https://memory.example.com.");
  }
  // It would take the place of the key in the one header there is for both.
  if (url.username || url.password) {
    throw wrong("host must not contain a name and a password.");
  }
  return (url.origin + url.pathname).replace(/\/+$/, "");
}

/** The key, if a header can carry it. Throws `AuthenticationError`. */
export function checkedKey(key: string): string {
  if (!key) {
    const message = "There is no API key: pass apiKey, or set MEM0_API_KEY.";
    throw new AuthenticationError(message, { errorCode: "missing_api_key" });
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new AuthenticationError("The API key has characters that no key has.");
  }
  return key;
}

/** What every request says. */
export function headersOf(key: string): Record<string, string> {
  const said = { Authorization: `Token ${key}`, Accept: "application/json" };
  // A page may not name its program; Node may.
  return runtime?.versions?.node
    ? { ...said, "User-Agent": `mem0site-js/${VERSION}` }
    : said;
}

function wrong(message: string): ConfigurationError {
  return new ConfigurationError(message, { errorCode: "configuration_error" });
}
