import type { Session } from "../../runtime/sip/session.ts";
import type { IncomingSession } from "../../runtime/sip/session.ts";
import type { UserAgent } from "../../runtime/sip/user_agent.ts";
import { plainSdp } from "./plain_sdp.ts";
import { Ear, type SipWorld } from "./sip_world.ts";

const BUSY = 486;
const NORMAL = 200;

function description(address: string): string {
  return plainSdp(address, [
    "m=audio 4000 RTP/AVP 8 101",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:101 telephone-event/8000",
  ]);
}

/** A telephone without sound: a user agent on the in-memory network. */
export class MemoryPhone {
  readonly agent: UserAgent;
  /** What it heard of its call. */
  ear: Ear | null = null;
  /** Told of a call that comes in. */
  onCall: (phone: MemoryPhone) => void = () => {};
  readonly #address: string;
  #session: Session | null = null;
  #ringing: IncomingSession | null = null;

  constructor(world: SipWorld, address: string) {
    this.#address = address;
    this.agent = world.agent(address, (session) => this.#called(session));
  }

  call(to: string): void {
    const sdp = description(this.#address);
    this.#begin(this.agent.invite({ from: "100", to, sdp }));
  }

  ring(): void {
    this.#ringing?.ring();
  }

  pickUp(): void {
    this.#ringing?.accept(description(this.#address));
    this.#ringing = null;
  }

  /** Hangs up, gives up or is busy, whichever fits. */
  hangUp(): void {
    this.#session?.hangUp(this.#ringing ? BUSY : NORMAL);
  }

  /** Says this instead of answering. */
  refuse(status: number): void {
    this.#ringing?.hangUp(status);
    this.#ringing = null;
  }

  #called(session: IncomingSession): void {
    this.#ringing = session;
    this.#begin(session);
    this.onCall(this);
  }

  #begin(session: Session): void {
    this.#session = session;
    this.ear = new Ear(session);
  }
}
