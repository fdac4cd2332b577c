import type {
  CallProgressTone,
  TonePlan,
} from "../../runtime/core/call_progress.ts";
import type { Ended } from "../../runtime/media/endings.ts";
import type { RecordedChannels, Stop } from "../../runtime/media/media.ts";
import type { FakeSound } from "./fake_sound.ts";

/** What runs, until it ends or is stopped. */
interface Running {
  readonly what: "play" | "record" | "sendKeys" | "tone";
  readonly ended: Ended;
  readonly undo: () => void;
}

/** What a port or a mix plays and records ends when the test says so. */
export class FakeDeck {
  readonly deeds: string[] = [];
  readonly #running = new Set<Running>();
  readonly #sound: FakeSound;

  constructor(sound: FakeSound) {
    this.#sound = sound;
  }

  /** The kinds of what runs. */
  get running(): string[] {
    return [...this.#running].map(({ what }) => what);
  }

  play(
    sounds: readonly number[],
    rounds: number | null,
    ended: Ended,
  ): Stop {
    this.deeds.push(`play ${sounds.length} x ${rounds}`);
    return this.#run({ what: "play", ended, undo: () => {} });
  }

  record(
    recording: number,
    options: {
      maxSamples: number;
      beep?: boolean;
      channels?: RecordedChannels;
    },
    full: () => void,
  ): Stop {
    const { maxSamples, beep = false, channels = 1 } = options;
    const after = beep ? " after a beep" : "";
    this.deeds.push(`record ${maxSamples}${after}${named(channels)}`);
    const file = this.#sound.recording(recording);
    return this.#run({ what: "record", ended: full, undo: () => file.end() });
  }

  sendKeys(keys: string, ended: () => void): Stop {
    this.deeds.push(`send ${keys}`);
    return this.#run({ what: "sendKeys", ended, undo: () => {} });
  }

  sayTone(tone: CallProgressTone, plan: TonePlan): Stop {
    this.deeds.push(`say ${tone} of ${plan}`);
    return this.#run({ what: "tone", ended: () => {}, undo: () => {} });
  }

  /** What runs comes to its end, as it should or not; a tone has none. */
  finish(error: string | null = null): void {
    for (const running of [...this.#running]) {
      if (running.what === "tone") continue;
      this.#running.delete(running);
      running.undo();
      running.ended(error);
    }
  }

  /** What runs ends, and nobody is told. */
  close(): void {
    for (const { undo } of this.#running) undo();
    this.#running.clear();
  }

  #run(running: Running): Stop {
    this.#running.add(running);
    return () => {
      if (this.#running.delete(running)) running.undo();
    };
  }
}

function named(channels: RecordedChannels): string {
  if (channels === 1) return "";
  const { left, right } = channels;
  const other = right === "others" ? right : right.id;
  return `, left ${left.id}, right ${other}`;
}
