import {
  type Call,
  type Client,
  type Conference,
  connect,
  type PlayContent,
} from "../runtime/client/mod.ts";
import { say } from "./say.ts";

/** What callers hear: names of files, or texts. */
interface Prompts {
  readonly pin: PlayContent;
  readonly wrong: PlayContent;
  /** A file that all hear when somebody enters. */
  readonly enter?: string;
}

const SPOKEN: Prompts = {
  pin: say("Please enter the number of the conference, and a pound sign."),
  wrong: say("There is no such conference."),
};
const TRIES = 3;

/** A conference for all who know its number. */
export class ConferenceRoom {
  readonly #client: Client;
  readonly #pin: string;
  readonly #prompts: Prompts;
  #conference: Promise<Conference> | null = null;

  constructor(client: Client, pin: string, prompts = SPOKEN) {
    this.#client = client;
    this.#pin = pin;
    this.#prompts = prompts;
    client.onIncoming((call) => this.#serve(call));
  }

  async #serve(call: Call): Promise<void> {
    const { pin, wrong, enter } = this.#prompts;
    await call.answer();
    for (let left = TRIES; left > 0; left--) {
      const { keys } = await call.receiveDtmf({ playContent: pin });
      if (keys === this.#pin) {
        await call.enter(await this.#open(), {
          ...enter && { playFile: enter },
        });
        break;
      }
      await call.play(wrong);
    }
    await call.drop();
  }

  /** The conference, which ends when the last one leaves. */
  #open(): Promise<Conference> {
    return this.#conference ??= this.#begin();
  }

  async #begin(): Promise<Conference> {
    const conference = await this.#client.conference({ partsThreshold: 0 });
    conference.released.finally(() => this.#conference = null).catch(() => {});
    return conference;
  }
}

if (import.meta.main) {
  const client = await connect("http://127.0.0.1:8080", { group: "room" });
  new ConferenceRoom(client, Deno.args[0]);
}
