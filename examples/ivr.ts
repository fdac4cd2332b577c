import { type Call, type Client, connect } from "../runtime/client/mod.ts";

/** What is behind each key; with another one the menu comes again. */
const CHOICES: Readonly<Record<string, (call: Call) => Promise<unknown>>> = {
  "1": (call) => call.play("hours.wav"),
  "2": (call) =>
    call.record(`${call.resId}.wav`, { beep: true, finishKeys: "#" }),
};
const ROUNDS = 3;

/** A menu by which callers hear the opening hours or leave a message. */
export function serveMenu(client: Client): void {
  client.onIncoming(async (call) => {
    await call.answer();
    for (let round = 0; round < ROUNDS; round++) {
      const { keys } = await call.receiveDtmf({
        playContent: "menu.wav",
        maxKeys: 1,
        firstKeyTimeout: 5,
      });
      if (!keys) break;
      await CHOICES[keys]?.(call);
    }
    await call.play("bye.wav");
    await call.drop();
  });
}

if (import.meta.main) {
  serveMenu(await connect("http://127.0.0.1:8080", { group: "ivr" }));
}
