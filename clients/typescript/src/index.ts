export { MemoryClient, type AddRequest } from "./client.js";
export { MemoryClient as default } from "./client.js";
export type { ClientOptions, RequestOptions } from "./connection.js";
export {
  AuthenticationError,
  ConfigurationError,
  ConflictError,
  FilterError,
  MemoryError,
  MemoryNotFoundError,
  MemoryQuotaExceededError,
  NetworkError,
  PayloadTooLargeError,
  PermissionDeniedError,
  RateLimitError,
  ValidationError,
  type DebugInfo,
} from "./errors.js";
export { Found } from "./found.js";
export type { Retries } from "./retries.js";
export { Project } from "./project.js";
export type * from "./types.js";
export { VERSION } from "./version.js";
