import { type Client, connect } from "../runtime/client/mod.ts";
import { type Items, say } from "./say.ts";

const DIGITS = 1;

/**
 * Calls a number and reads a code to whoever answers, twice. Gives null if all
 * was said, or what went wrong.
 */
export async function tellCode(
  client: Client,
  number: string,
  code: string,
  greeting: Items = say("Your code is"),
): Promise<string | null> {
  const call = await client.notifyCall({
    toUri: number,
    playContent: [...greeting, [code, DIGITS, "en-US"]],
    playRepeat: 1,
  });
  const { error } = await call.released;
  return error;
}

if (import.meta.main) {
  const [number, code] = Deno.args;
  const client = await connect("http://127.0.0.1:8080", { group: "codes" });
  const error = await tellCode(client, number, code);
  client.close();
  if (error !== null) throw new Error(`${number} was not told: ${error}`);
}
