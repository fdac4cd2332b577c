import {
  type Call,
  type Client,
  type Conference,
  connect,
} from "../runtime/client/mod.ts";

const TRIES = 3;

/** A conference for all who know its number. */
export class ConferenceRoom {
  readonly #client: Client;
  readonly #pin: string;
  #conference: Promise<Conference> | null = null;

  constructor(client: Client, pin: string) {
    this.#client = client;
    this.#pin = pin;
    client.onIncoming((call) => this.#serve(call));
  }

  async #serve(call: Call): Promise<void> {
    await call.answer();
    for (let left = TRIES; left > 0; left--) {
      const { keys } = await call.receiveDtmf({ playContent: "pin.wav" });
      if (keys === this.#pin) {
        await call.enter(await this.#open(), { playFile: "enter.wav" });
        break;
      }
      await call.play("wrong.wav");
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
