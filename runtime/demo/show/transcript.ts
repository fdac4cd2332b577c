import type { Clock } from "../../base/clock.ts";

/** Who speaks to whom, or what is done, at the left of each line. */
const LANES = {
  sipOut: "SIP    phone ─▶ node      ",
  sipIn: "SIP    phone ◀─ node      ",
  rpc: "RPC             node ◀─ app",
  reply: "reply           node ─▶ app",
  event: "event           node ─▶ app",
  phone: "phone                      ",
  note: "                           ",
} as const;
export type Lane = keyof typeof LANES;

/** What a terminal of 100 columns has left beside the lane. */
const ROOM = 62;
const LONGEST = 4 * ROOM;
/** As many words as there is room for, or as much of a long one. */
// deno-lint-ignore edge-cti/slow-regex -- of our own texts
const LINE = new RegExp(`.{1,${ROOM}}(?: +|$)|.{${ROOM}}`, "g");

/** Writes what happens, when it happens; long texts go on below. */
export class Transcript {
  readonly #clock: Clock;
  readonly #start: number;
  readonly #write: (line: string) => void;

  constructor(clock: Clock, write: (line: string) => void) {
    this.#clock = clock;
    this.#start = clock.now();
    this.#write = write;
  }

  /** Seconds since the beginning. */
  get elapsed(): number {
    return (this.#clock.now() - this.#start) / 1000;
  }

  tell(lane: Lane, text: string): void {
    const time = this.elapsed.toFixed(3).padStart(7);
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    const [first = "", ...more] = short.match(LINE) ?? [];
    const left = `${time}  ${LANES[lane]}  `;
    this.#write(left + first.trimEnd());
    for (const line of more) {
      this.#write(" ".repeat(left.length) + line.trimEnd());
    }
  }
}
