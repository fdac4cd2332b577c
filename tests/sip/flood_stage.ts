import { limitsFor } from "../../runtime/sip/admission.ts";
import type { UserAgentOptions } from "../../runtime/sip/user_agent.ts";
import { Ear, type Peer, SipWorld } from "../support/sip_world.ts";
import { OFFER, request } from "./phone_request.ts";
import type { IncomingSession } from "../../runtime/sip/session.ts";

export const AGENT = { address: "10.0.0.1", port: 5060 };
/** As in `phone_request.ts`. */
export const PORT = 5062;
/** How many calls the agent takes. */
export const CALLS = 100;

/** An agent among callers who mean no good. */
export class FloodStage {
  readonly world = new SipWorld();
  readonly sessions: IncomingSession[] = [];
  readonly agent;
  readonly #peers = new Map<string, Peer>();
  #invites = 0;

  /** `answer` says what becomes of a call; nothing, unless it is said. */
  constructor(
    options: Partial<UserAgentOptions> = {},
    answer: (session: IncomingSession) => void = () => {},
  ) {
    this.agent = this.world.agent(AGENT.address, (session) => {
      this.sessions.push(session);
      new Ear(session);
      answer(session);
    }, { limits: limitsFor(CALLS, 50), ...options });
  }

  /** Whoever sends from that address. */
  from(address: string): Peer {
    const peer = this.#peers.get(address) ??
      this.world.peer({ address, port: PORT }, AGENT);
    this.#peers.set(address, peer);
    return peer;
  }

  /** Another INVITE from there; gives its text. */
  invite(address: string, fields: readonly string[] = []): string {
    const branch = `z9hG4bK-${++this.#invites}`;
    const via = `Via: SIP/2.0/UDP ${address}:${PORT};branch=${branch}`;
    const text = request("INVITE", { via, fields, body: OFFER })
      .replace("call-1", `call-${this.#invites}`);
    this.from(address).say(text);
    return text;
  }

  /** So many, and what becomes of them at once. */
  flood(address: string, count: number): void {
    for (let n = 0; n < count; n++) this.invite(address);
    this.world.wind(10);
  }

  /** The ACK to the last final response that came there. */
  acknowledge(address: string, toTag?: string): void {
    const peer = this.from(address);
    const final = peer.messages.findLast((m) =>
      m.kind === "response" && m.status >= 200
    );
    if (!final) throw new Error("Nothing to acknowledge");
    const branch = final.via.parameters.get("branch") ?? "";
    const tag = toTag ?? final.to.parameters.get("tag") ?? "";
    const text = request("ACK", { branch, toTag: tag })
      .replace("call-1", final.callId)
      .replaceAll("10.0.0.2:5062;branch", `${address}:${PORT};branch`);
    peer.say(text);
    this.world.wind(10);
  }

  /** How many responses with that status have come there. */
  count(address: string, status: number): number {
    return this.from(address).responses(status).length;
  }

  /** Bytes that went to that address. */
  bytesTo(address: string): number {
    return this.#bytes(({ to }) => to.address === address);
  }

  bytesFrom(address: string): number {
    return this.#bytes(({ from }) => from.address === address);
  }

  #bytes(fits: (datagram: SipWorld["network"]["sent"][0]) => boolean): number {
    const texts = this.world.network.sent.filter(fits);
    return texts.reduce((sum, { text }) => sum + text.length, 0);
  }
}
