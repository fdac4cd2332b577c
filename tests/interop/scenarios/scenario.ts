import type { Application } from "../../support/application.ts";

/** What SIPp and the application saw of a scenario. */
export interface Witness {
  /** Every message that SIPp sent and got, as it logs them. */
  readonly messages: string;
  /** Events of the call, by the name behind `sys.call.on_`. */
  readonly of: (name: string) => ReturnType<Application["of"]>;
}

/** A dialogue that SIPp has with a node, and what has to be true of it. */
export interface Scenario {
  /** One word, unique: the user part of From. */
  readonly id: string;
  /** The test's name: the clause first. */
  readonly holds: string;
  /** Who is called: answered at once, or after it rang for three seconds. */
  readonly user?: "echo" | "ring";
  readonly steps: readonly string[];
  /** Arguments of SIPp beside the usual ones. */
  readonly options?: readonly string[];
  /** Says nothing about reliable transports. */
  readonly datagramsOnly?: boolean;
  /** False for what goes from hop to hop: a proxy is no part of it. */
  readonly endToEnd?: false;
  /** Looks at what steps cannot check. */
  readonly then?: (witness: Witness) => void;
}

/** The messages that came, in order. */
export function received({ messages }: Witness): string[] {
  return messages.split(/^-{10,}.*$/m)
    .map((block) => /message received .*\s+([^]*)/.exec(block)?.[1] ?? "")
    .filter((message) => message !== "");
}

/** Their start lines, as far as the status or the method. */
export function came(witness: Witness): string[] {
  return received(witness).map((message) =>
    /^SIP\/2\.0 \d{3}|^\S+/.exec(message)?.[0] ?? ""
  );
}
