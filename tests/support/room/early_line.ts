import assert from "node:assert/strict";
import type { Media } from "../../../runtime/media/media.ts";
import { Line } from "../../../runtime/phone/line.ts";
import { LineAudio } from "../../../runtime/phone/line_audio.ts";
import type { IncomingSession } from "../../../runtime/sip/session.ts";

/** A call that is heard before it is answered (RFC 3960). */
export class EarlyLine {
  readonly #session: IncomingSession;
  readonly #sdp: string;
  readonly #line: Line;

  private constructor(session: IncomingSession, audio: LineAudio, sdp: string) {
    this.#session = session;
    this.#sdp = sdp;
    this.#line = new Line(session, audio);
  }

  /** Says 183, and speaks from now on. */
  static async open(
    session: IncomingSession,
    media: Media,
  ): Promise<EarlyLine> {
    const audio = await LineAudio.open(media, {}, { key: () => {} });
    audio.follow(() => session.remoteAddress);
    const { offer, localAddress } = session;
    const sdp = offer && audio.answer(offer, localAddress);
    assert.ok(sdp);
    session.progress(sdp);
    return new EarlyLine(session, audio, sdp);
  }

  pickUp(): Line {
    this.#session.accept(this.#sdp);
    return this.#line;
  }

  /** Hangs up, or refuses. */
  async close(): Promise<void> {
    await this.#line.hangUp();
  }
}
