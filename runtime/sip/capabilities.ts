import type { Field } from "./headers.ts";

/** Methods that the node obeys. */
export const METHODS = [
  "INVITE",
  "ACK",
  "CANCEL",
  "BYE",
  "OPTIONS",
  "PRACK",
  "UPDATE",
  "INFO",
  "REFER",
] as const;

/** Methods that it knows of and does not obey: 405, not 501 (§8.2.1). */
export const OTHER_METHODS = [
  "REGISTER",
  "SUBSCRIBE",
  "NOTIFY",
  "PUBLISH",
  "MESSAGE",
] as const;

/** Option tags that a Require may name. */
export const EXTENSIONS: readonly string[] = ["100rel", "timer", "norefersub"];

export const SDP_TYPE = "application/sdp";

export const ALLOW: Field = ["Allow", METHODS.join(", ")];
export const ACCEPT: Field = ["Accept", SDP_TYPE];
export const SUPPORTED: Field = ["Supported", EXTENSIONS.join(", ")];
export const CONTENT_TYPE: Field = ["Content-Type", SDP_TYPE];
