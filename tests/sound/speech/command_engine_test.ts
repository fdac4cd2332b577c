import assert from "node:assert/strict";
import { CommandEngine } from "../../../runtime/sound/speech/command_engine.ts";

const WORDS = { text: "您好 $(id)", language: "zh-CN", voice: "cmn" } as const;
const NEVER = new AbortController().signal;

function shell(script: string, ...args: string[]): CommandEngine {
  const environment = { PATH: Deno.env.get("PATH") ?? "", MARK: "seen" };
  return new CommandEngine(["sh", "-c", script, ...args], environment);
}

async function heard(engine: CommandEngine): Promise<string> {
  return new TextDecoder().decode(await engine.speak(WORDS, NEVER));
}

Deno.test("a command reads the text and writes the sound", async () => {
  assert.equal(await heard(shell("cat")), "您好 $(id)\n");
});

Deno.test("voice and language stand where the command wants them, as one argument", async () => {
  const engine = shell(
    'echo "$1 $2 $#"',
    "sh",
    "-v {voice}",
    "{language}{voice}",
  );
  assert.equal(await heard(engine), "-v cmn zh-CNcmn 2\n");
});

Deno.test("a command knows of our environment only what it is given", async () => {
  const engine = shell("echo $MARK ${HOME-none}");
  assert.equal(await heard(engine), "seen none\n");
});

const WRONG: [what: string, script: string, error: RegExp][] = [
  [
    "fails says why",
    "echo 'no such model' >&2; exit 3",
    /^Error: The speech command has ended with 3: no such model$/,
  ],
  [
    "is killed",
    "kill -9 $$",
    /^Error: The speech command was ended by SIGKILL$/,
  ],
  [
    "never stops writing",
    "yes",
    /^Error: The speech command says too much: over 10485760 bytes$/,
  ],
];

for (const [what, script, error] of WRONG) {
  Deno.test(`a command that ${what}`, async () => {
    await assert.rejects(shell(script).speak(WORDS, NEVER), error);
  });
}

Deno.test("a command that reads nothing may speak all the same", async () => {
  const engine = shell("exec 0<&-; echo done");
  const text = "x".repeat(1_000_000);
  const file = await engine.speak({ ...WORDS, text }, NEVER);
  assert.equal(new TextDecoder().decode(file), "done\n");
});

Deno.test("a command that nobody waits for any more is ended, with all that holds its output", async () => {
  const given = new AbortController();
  const engine = shell("trap '' TERM; sleep 60 & sleep 60");
  const hung = engine.speak(WORDS, given.signal);
  given.abort();
  await assert.rejects(hung, /was ended by SIGKILL/);
});

Deno.test("at the end what is running is ended", async () => {
  const engine = shell("exec sleep 60");
  const hung = engine.speak(WORDS, NEVER);
  engine.close();
  await assert.rejects(hung, /was ended by SIGKILL/);
});

Deno.test("a command that is not there is told of", async () => {
  const engine = new CommandEngine(["/no/such/program"], {});
  await assert.rejects(engine.speak(WORDS, NEVER), /no\/such\/program/);
});

Deno.test("other arguments are another engine, with a folder of its own", () => {
  const folders = ["a", "b", "a"].map((word) => shell(word).folder);
  assert.match(folders[0], /^command-[0-9a-f]{16}$/);
  assert.equal(folders[0], folders[2]);
  assert.notEqual(folders[0], folders[1]);
});
