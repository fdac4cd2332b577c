import {
  type Call,
  CallEnded,
  type Client,
  connect,
  type PlayContent,
} from "../runtime/client/mod.ts";
import { say } from "./say.ts";

/** As often as one play repeats it. */
const FOR_LONG = 1000;
const RING_SECONDS = 20;
const MUSIC: PlayContent = say("All our agents are busy. Please hold on.");

/** Somebody who waits, and the music that he hears. */
interface Waiting {
  readonly call: Call;
  readonly music: Promise<unknown>;
}

/** Callers wait with music until an agent is free. */
export class Queue {
  readonly #client: Client;
  readonly #music: PlayContent;
  /** Where they are called; who has been free for longest comes first. */
  readonly #free: string[];
  readonly #waiting: Waiting[] = [];

  constructor(client: Client, agents: readonly string[], music = MUSIC) {
    this.#client = client;
    this.#music = music;
    this.#free = [...agents];
    client.onIncoming(async (call) => {
      await call.answer();
      this.#wait(call);
      await call.released;
    });
  }

  #wait(call: Call): void {
    const music = call.play(this.#music, { repeat: FOR_LONG });
    // Who gives up waits no longer.
    music.catch(() => this.#leave(call));
    this.#waiting.push({ call, music });
    this.#match();
  }

  #leave(gone: Call): void {
    const at = this.#waiting.findIndex(({ call }) => call === gone);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  #match(): void {
    const agent = this.#free[0];
    const next = this.#waiting[0];
    if (!agent || !next) return;
    this.#free.shift();
    this.#waiting.shift();
    void this.#serve(next, agent);
  }

  async #serve({ call, music }: Waiting, agent: string): Promise<void> {
    try {
      await call.playStop();
      await music;
      await this.#connect(call, agent);
      await call.drop();
    } catch (error) {
      if (!(error instanceof CallEnded)) throw error;
      // It was the agent who did not answer.
      if (!call.ended) this.#wait(call);
    } finally {
      this.#free.push(agent);
      this.#match();
    }
  }

  async #connect(caller: Call, agent: string): Promise<void> {
    const callee = await this.#client.construct({
      toUri: agent,
      parentCallResId: caller.resId,
      maxRingSeconds: RING_SECONDS,
    });
    const hangUp = () => callee.drop().catch(() => {});
    caller.released.then(hangUp, () => {});
    await callee.dialled;
    await caller.connect(callee);
    await hangUp();
  }
}

if (import.meta.main) {
  const client = await connect("http://127.0.0.1:8080", { group: "queue" });
  new Queue(client, Deno.args);
}
