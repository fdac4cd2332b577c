import assert from "node:assert/strict";
import type { HeardKey, Line } from "../../../runtime/phone/line.ts";
import type { SessionEnd } from "../../../runtime/sip/session.ts";
import { soon } from "../soon.ts";
import type { Ear } from "./ear.ts";
import { RoomPort } from "./room_port.ts";

/** One call as somebody at a telephone of a room has it. */
export class RoomLine {
  /** Keys that the other side pressed, as they came. */
  readonly keys: HeardKey[] = [];
  /** Provisional responses other than 100. */
  readonly progress: number[] = [];
  readonly #line: Line;

  constructor(line: Line) {
    this.#line = line;
    line.keys.on((key) => this.keys.push(key));
    line.progress.on((status) => this.progress.push(status));
  }

  /** When the call is up; rejects when it never will be. */
  get answered(): Promise<void> {
    return soon(this.#line.answered, "an answer");
  }

  /** When the call is over, with who ended it and the SIP status. */
  get ended(): Promise<SessionEnd> {
    return soon(this.#line.ended, "the end of the call");
  }

  /** Who calls, as the INVITE says it. */
  get from(): string {
    return this.#line.session.from;
  }

  get ear(): Ear {
    return this.#port.ear;
  }

  /** Once it hears these and nobody else for 300 ms; silence: nobody. */
  hears(...names: string[]): Promise<void> {
    return this.ear.hears(names);
  }

  press(keys: string): Promise<void> {
    return this.#line.press(keys);
  }

  /** Says nothing from now on, or its tone again. */
  mute(isMute = true): void {
    this.#port.mouth.isShut = isMute;
  }

  async hangUp(): Promise<void> {
    await this.#line.hangUp();
  }

  get #port(): RoomPort {
    const { port } = this.#line.audio;
    assert(port instanceof RoomPort);
    return port;
  }
}
