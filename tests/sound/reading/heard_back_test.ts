import assert from "node:assert/strict";
import { join } from "node:path";
import { LANGUAGES } from "../../../runtime/sound/reading/languages.ts";
import { read } from "../../../runtime/sound/reading/read.ts";
import { inFolder } from "../../support/in_folder.ts";
import { callerOf } from "./caller.ts";
import { casesOf, KINDS, rowsOf } from "./case_table.ts";
import { Studio } from "./studio.ts";

for (const [language, rules] of Object.entries(LANGUAGES)) {
  const studio = new Studio(Object.keys(rules.parts));
  const table = await casesOf(language);

  Deno.test(`a caller hears every reading of a node in ${language} in just its parts`, () =>
    inFolder(async (dataDir) => {
      await studio.record(join(dataDir, "prompts/voice", language));
      const caller = await callerOf({ dataDir, language });
      for (const kind of KINDS) {
        for (const [text] of rowsOf(table, kind)) {
          const sound = await caller.hear([{ read: kind, text }]);
          const parts = read(kind, text, rules);
          assert.deepEqual(studio.partsIn(sound), parts, `${kind} ${text}`);
        }
      }
      await caller.close();
    }));
}
