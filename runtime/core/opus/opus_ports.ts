import type { EngineStream } from "../engine.ts";
import type { Opus, OpusCoding } from "./opus.ts";
import { type LineMemory, OpusLine } from "./opus_line.ts";

/** What is left to do of a packet: `assembly/packets.ts`. */
const UNCODED = 2;
/** RTP's header, which the core does not count as payload. */
const HEADER = 12;

/** The ports that speak Opus, or may be spoken to so. */
export class OpusPorts {
  readonly #memory: LineMemory;
  readonly #opus: Opus | null;
  readonly #lines = new Map<number, OpusLine>();

  constructor(memory: LineMemory, opus: Opus | null) {
    this.#memory = memory;
    this.#opus = opus;
  }

  /**
   * @throws {TypeError} when there is Opus in the stream and none here, or it is
   * not said how it is sent
   */
  setStream(port: number, stream: EngineStream): void {
    if (!hasOpus(stream)) return this.close(port);
    const line = this.#lines.get(port) ?? this.#open(port);
    line.set(codingOf(stream));
  }

  #open(port: number): OpusLine {
    if (!this.#opus) throw new TypeError("The engine has no Opus");
    const line = new OpusLine(this.#memory, port, this.#opus);
    this.#lines.set(port, line);
    return line;
  }

  close(port: number): void {
    this.#lines.get(port)?.close();
    this.#lines.delete(port);
  }

  /** Decodes what ports that tick in this phase are about to play. */
  decode(phase: number, phaseOf: (port: number) => number): void {
    for (const [port, line] of this.#lines) {
      if (phaseOf(port) === phase) line.decode();
    }
  }

  /**
   * Does what the core has left to do of a packet; gives how many octets it has
   * then, 0 where it need not be sent.
   */
  finish(port: number, at: number, octets: number, left: number): number {
    const line = this.#lines.get(port);
    if (left === UNCODED) return line ? line.encode(at, octets) : 0;
    return this.#memory.core.seal(port, at, octets - HEADER, 0);
  }
}

/** How it is sent; null where another codec is. */
function codingOf({ codec, opus }: EngineStream): OpusCoding | null {
  if (codec !== "opus") return null;
  if (!opus) throw new TypeError("It is not said how Opus is sent");
  return opus;
}

function hasOpus({ codec, receive }: EngineStream): boolean {
  return codec === "opus" || receive.some((one) => one.codec === "opus");
}
