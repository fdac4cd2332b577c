import {
  type Call,
  type Client,
  connect,
  type PlayContent,
} from "../runtime/client/mod.ts";
import { say } from "./say.ts";

/** What callers hear: names of files, or texts. */
type Prompts = Readonly<Record<"menu" | "hours" | "bye", PlayContent>>;

const SPOKEN: Prompts = {
  menu: say("For our opening hours press one. To leave a message press two."),
  hours: say("We are here from nine to five."),
  bye: say("Good bye."),
};
const ROUNDS = 3;

/** A menu by which callers hear the opening hours or leave a message. */
export function serveMenu(client: Client, prompts = SPOKEN): void {
  client.onIncoming(async (call) => {
    await call.answer();
    for (let round = 0; round < ROUNDS; round++) {
      const { keys } = await call.receiveDtmf({
        playContent: prompts.menu,
        maxKeys: 1,
        firstKeyTimeout: 5,
      });
      if (!keys) break;
      await choose(call, keys, prompts);
    }
    await call.play(prompts.bye);
    await call.drop();
  });
}

/** What is behind each key; with another one the menu comes again. */
async function choose(call: Call, key: string, prompts: Prompts) {
  if (key === "1") await call.play(prompts.hours);
  if (key === "2") {
    await call.record(`${call.resId}.wav`, { beep: true, finishKeys: "#" });
  }
}

if (import.meta.main) {
  serveMenu(await connect("http://127.0.0.1:8080", { group: "ivr" }));
}
