/** Writes what of the documentation is made from the program: `deno task docs`. */
import { apiReference } from "../runtime/rpc/reference.ts";

await Deno.writeTextFile(
  new URL("./API.md", import.meta.url),
  apiReference(),
);
