import type { Media } from "../media/media.ts";
import type { IncomingSession, OutgoingSession } from "../sip/session.ts";
import type { Invitation } from "../sip/invitation.ts";
import { Line } from "./line.ts";
import { LineAudio, type LineOptions } from "./line_audio.ts";

export interface TelephoneParts {
  /** Sends an INVITE, or throws why it cannot; of a `UserAgent`. */
  readonly invite: (invitation: Invitation) => OutgoingSession;
  readonly media: Media;
  /** The number that it calls from. */
  readonly number: string;
}

/** Somebody calls this telephone. */
export interface Ringing {
  readonly session: IncomingSession;
  /** Picks up; the line is up once its `answered` resolves. */
  pickUp(options?: LineOptions): Promise<Line>;
  /** @param status a SIP status, such as 486 */
  refuse(status: number): void;
}

const BUSY = 486;
const NOT_ACCEPTABLE = 488;

/** A telephone with as many lines as it has media ports. */
export class Telephone {
  readonly #parts: TelephoneParts;
  readonly #lines = new Set<Line>();
  #onCall: ((ringing: Ringing) => void) | null = null;

  constructor(parts: TelephoneParts) {
    this.#parts = parts;
  }

  /** Lines that are not over. */
  get lines(): readonly Line[] {
    return [...this.#lines];
  }

  /**
   * Calls a SIP URI; resolves when the INVITE is on its way.
   * @throws {CtiError} no media port is free
   */
  async call(to: string, options: LineOptions = {}): Promise<Line> {
    return await this.#line(options, (audio) =>
      this.#parts.invite({
        to,
        from: options.from ?? this.#parts.number,
        sdp: (address) => audio.offer(address),
      }));
  }

  /** Sets who is told of calls; without anybody it is busy. */
  onCall(tell: (ringing: Ringing) => void): void {
    this.#onCall = tell;
  }

  /** An INVITE came in; for the user agent. */
  incoming(session: IncomingSession): void {
    if (!this.#onCall) return session.hangUp(BUSY);
    session.ring();
    this.#onCall({
      session,
      pickUp: (options = {}) => this.#pickUp(session, options),
      refuse: (status) => session.hangUp(status),
    });
  }

  /** Hangs all lines up; resolves when nothing of them is left. */
  async close(): Promise<void> {
    await Promise.all(this.lines.map((line) => line.hangUp()));
  }

  #pickUp(session: IncomingSession, options: LineOptions): Promise<Line> {
    return this.#line(options, (audio) => {
      const { offer, localAddress } = session;
      audio.follow(() => session.remoteAddress);
      const sdp = offer === null
        ? audio.offer(localAddress)
        : audio.answer(offer, localAddress);
      if (sdp === null) session.hangUp(NOT_ACCEPTABLE);
      else session.accept(sdp);
      return session;
    });
  }

  async #line(
    options: LineOptions,
    start: (audio: LineAudio) => IncomingSession | OutgoingSession,
  ): Promise<Line> {
    const heard: { line: Line | null } = { line: null };
    const audio = await LineAudio.open(this.#parts.media, options, {
      key: (key, source) => heard.line?.heard(key, source),
    });
    const line = new Line(this.#begin(audio, start), audio);
    heard.line = line;
    this.#lines.add(line);
    void line.ended.then(() => this.#lines.delete(line));
    return line;
  }

  #begin(
    audio: LineAudio,
    start: (audio: LineAudio) => IncomingSession | OutgoingSession,
  ): IncomingSession | OutgoingSession {
    try {
      return start(audio);
    } catch (error) {
      void audio.close();
      throw error;
    }
  }
}
