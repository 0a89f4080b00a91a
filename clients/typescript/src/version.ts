/** The version of this package, for the service's log. */
export const VERSION = "0.1.0";
