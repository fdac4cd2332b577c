import project from "../../package.json" with { type: "json" };

/** Where a node is reached, as whoever asks for its documents reaches it. */
export interface Place {
  /** Such as `127.0.0.1:8080`. */
  readonly host: string;
  /** By TLS. */
  readonly secure: boolean;
}

/** What both documents begin with: `info` of OpenRPC and of AsyncAPI. */
export const INFO = {
  title: project.name,
  version: project.version,
  description: `${project.description}. Parameters are given by name, ` +
    "or as an array without the idempotency_key; numbers and truth values may " +
    "be texts that hold them, null is as if left out, unknown names are " +
    "ignored. Times are Unix seconds.",
  license: { name: project.license },
};
