import type { Libopus } from "./libopus.ts";
import type { OpusCoding, OpusEncoder } from "./opus.ts";

/** What opus_defines.h has. */
const APPLICATION_AUDIO = 2049;
const SET_BITRATE = 4002;
const SET_VBR = 4006;
const SET_COMPLEXITY = 4010;
const SET_INBAND_FEC = 4012;
const SET_PACKET_LOSS = 4014;
const SET_DTX = 4016;
const SET_SIGNAL = 4024;
const SIGNAL_VOICE = 3001;

const RATE = 8000;
/** What is above takes up to four times as long, and is no nearer to the sound. */
const COMPLEXITY = 2;
/**
 * So much loss, in percent, is reckoned with where the peer can make use of it:
 * where it is less libopus tells nothing twice.
 */
const LOSS = 10;
/** What is no longer need not be sent (opus.h, of `opus_encode`). */
const LONGEST_NOTHING = 2;

/** An encoder of libopus. */
export class LibopusEncoder implements OpusEncoder {
  readonly #library: Libopus;
  readonly #at: number;
  #dtx = false;

  constructor(library: Libopus, coding: OpusCoding) {
    const { exports } = library;
    this.#library = library;
    this.#at = library.take(exports.opus_encoder_get_size(1));
    // For VoIP libopus filters what it takes for speech: here nothing is altered
    exports.opus_encoder_init(this.#at, RATE, 1, APPLICATION_AUDIO);
    this.#set(SET_COMPLEXITY, COMPLEXITY);
    this.#set(SET_SIGNAL, SIGNAL_VOICE);
    this.set(coding);
  }

  set({ bitrate, fec, dtx, constant }: OpusCoding): void {
    this.#set(SET_BITRATE, bitrate);
    this.#set(SET_VBR, Number(!constant));
    this.#set(SET_INBAND_FEC, Number(fec));
    this.#set(SET_PACKET_LOSS, fec ? LOSS : 0);
    this.#set(SET_DTX, Number(dtx));
    this.#dtx = dtx;
  }

  encode(sound: Int16Array, into: Uint8Array): number {
    const { exports, packet, sound: from } = this.#library;
    this.#library.laySound(sound);
    const most = into.length;
    const bytes = exports.opus_encode(
      this.#at,
      from,
      sound.length,
      packet,
      most,
    );
    if (bytes < 0) throw new TypeError(`Opus cannot code: ${bytes}`);
    if (this.#dtx && bytes <= LONGEST_NOTHING) return 0;
    this.#library.readPacket(bytes, into);
    return bytes;
  }

  close(): void {
    this.#library.exports.free(this.#at);
  }

  #set(request: number, value: number): void {
    const result = this.#library.exports.opus_encoder_ctl_set(
      this.#at,
      request,
      value,
    );
    if (result < 0) throw new TypeError(`Opus has no ${request} of ${value}`);
  }
}
