/** Writes what of the documentation is made from the program: `deno task docs`. */
import { apiPage } from "./specification.ts";
import { conformance } from "./conformance.ts";
import { voiceParts } from "./voice.ts";

function write(name: string, text: string): Promise<void> {
  return Deno.writeTextFile(new URL(name, import.meta.url), text);
}

await write("API.md", apiPage());
await write("VOICE.md", voiceParts());
await write("CONFORMANCE.md", await conformance());
