import assert from "node:assert/strict";
import { type Core, loadCore } from "../../runtime/core/mod.ts";
import { findSound } from "../../runtime/demo/show/find_sound.ts";
import { wavOf } from "../../runtime/sound/wav.ts";
import type { HeardKey, Line } from "../../runtime/phone/line.ts";
import { LineEnded } from "../../runtime/phone/line_ended.ts";
import { CallScene } from "../support/call_scene.ts";
import { readSoundFile } from "../support/sound_files/read_sound.ts";
import { sideBySide } from "../support/side_by_side.ts";
import { checkEvent } from "./event_members.ts";

/** A test with a node, an application and a telephone of its own. */
function sceneTest(
  name: string,
  body: (scene: CallScene) => Promise<void>,
): void {
  sideBySide(name, async () => {
    const scene = await CallScene.open();
    try {
      await body(scene);
    } finally {
      await scene.close();
    }
    for (const { method, params } of scene.app.events) {
      checkEvent(method, params);
    }
    const released = scene.app.of("released").map(({ res_id }) => res_id);
    assert.equal(new Set(released).size, released.length);
  });
}

function melody(core: Core, notes: readonly number[]): Int16Array {
  return Int16Array.from(notes.flatMap((note) => [...core.tone(note, 150)]));
}

const GREETING = [523, 659, 784, 1047, 784, 659];
const MESSAGE = [988, 880, 740, 587, 440, 587, 740];

/** Both ends have their sound file: a prompt here, something to say there. */
async function withSounds({ node, phone }: CallScene) {
  const core = await loadCore();
  const [greeting, said] = [melody(core, GREETING), melody(core, MESSAGE)];
  await Deno.writeFile(`${node.dataDir}/prompts/hi.wav`, wavOf(greeting));
  await Deno.writeFile(`${phone.dataDir}/prompts/say.wav`, wavOf(said));
  return { core, greeting, said, message: await phone.sound.load("say.wav") };
}

sceneTest(
  "a caller hears the prompt, leaves a message and is hung up on",
  async (scene) => {
    const { app, node, phone } = scene;
    const { core, greeting, said, message } = await withSounds(scene);
    const [line, res_id] = await scene.answered();
    const recording = phone.sound.create("heard.wav", "pcma");
    line.hear(recording);
    const play = { res_id, content: "hi.wav" };
    const played = await app.run("play_start", play, "play_completed");
    assert.deepEqual([played.error, played.finish_key], [null, null]);

    const record = {
      res_id,
      max_seconds: 20,
      beep: true,
      record_file: "m.wav",
    };
    const recorded = app.event("record_completed");
    await app.call("record_start", { ...record, finish_keys: "#" });
    await line.say(message, 2);
    await line.press("#");
    const { error, finish_key, record_file, bytes } = await recorded;
    assert.deepEqual([error, finish_key, record_file], [null, "#", "m.wav"]);
    const file = `${node.dataDir}/recordings/m.wav`;
    assert.equal((await Deno.stat(file)).size, bytes);
    assert.notEqual(findSound(said, await readSoundFile(file, core)), null);

    const released = await app.run("drop", { res_id }, "released");
    const { dropped_by, cause, call_dir, user_data, answer_time } = released;
    assert.deepEqual([dropped_by, cause, call_dir, user_data], [
      "sys",
      603,
      "inbound",
      "visit 5",
    ]);
    assert.notEqual(answer_time, null);
    assert.equal((await line.ended).status, 200);
    await recording.finished;
    const heard = await readSoundFile(
      `${phone.dataDir}/recordings/heard.wav`,
      core,
    );
    assert.notEqual(findSound(greeting, heard), null);
  },
);

/** How a telephone presses keys, and how it hears those of the node. */
const WAYS = [
  ["tones", { telephoneEvent: false }, "tone"],
  ["RFC 4733 events", {}, "event"],
] as const;

/** Keeps the keys that a line hears; gives them up to the one that ends. */
function keysUpTo(last: string, line: Line): Promise<HeardKey[]> {
  return new Promise((resolve) => {
    const heard: HeardKey[] = [];
    line.keys.on((key) => {
      heard.push(key);
      if (key.key === last) resolve(heard);
    });
  });
}

for (const [how, options, source] of WAYS) {
  sceneTest(`keys pressed as ${how} are received, each once`, async (scene) => {
    const { app } = scene;
    const [line, res_id] = await scene.answered(options);
    const receive = { res_id, max_keys: 20, finish_keys: "#" };
    const done = app.event("receive_dtmf_completed");
    await app.call("receive_dtmf_start", receive);
    await line.press("1123*09AD#");
    const { error, keys } = await done;
    assert.deepEqual([error, keys], [null, "1123*09AD"]);
    await line.hangUp();
  });

  sceneTest(
    `keys are sent as ${how}, and the phone hears each once`,
    async (scene) => {
      const { app } = scene;
      const [line, res_id] = await scene.answered(options);
      const heard = keysUpTo("D", line);
      for (const keys of ["5500*#", "A", "D"]) {
        const send = { res_id, keys };
        const done = await app.run(
          "send_dtmf_start",
          send,
          "send_dtmf_completed",
        );
        assert.equal(done.error, null);
      }
      const expected = [..."5500*#AD"].map((key) => ({ key, source }));
      assert.deepEqual(await heard, expected);
      await line.hangUp();
    },
  );
}

sceneTest(
  "a key that finishes the prompt is told, and the menu's first key breaks it",
  async (scene) => {
    const { app } = scene;
    await withSounds(scene);
    const [line, res_id] = await scene.answered();
    const played = app.event("play_completed");
    const play = { res_id, content: "hi.wav", finish_keys: "*", repeat: 100 };
    await app.call("play_start", play);
    await line.press("1*");
    assert.deepEqual(
      [(await played).error, (await played).finish_key],
      [null, "*"],
    );
    const done = app.event("receive_dtmf_completed");
    const menu = { play_content: "hi.wav", max_keys: 2 };
    await app.call("receive_dtmf_start", { res_id, ...menu });
    await line.press("42");
    assert.equal((await done).keys, "42");
    await line.hangUp();
  },
);

sceneTest(
  "a recording that is too long or stopped is an error, and its file is kept",
  async (scene) => {
    const { app, node } = scene;
    const core = await loadCore();
    const [line, res_id] = await scene.answered();
    const long = { res_id, max_seconds: 1, record_file: "long.wav" };
    const full = await app.run("record_start", long, "record_completed");
    assert.deepEqual([full.error, full.seconds], ["record timeout", 1]);
    const sound = await readSoundFile(
      `${node.dataDir}/recordings/long.wav`,
      core,
    );
    assert.equal(sound.length, 8000);
    const stopped = app.event("record_completed");
    const other = { res_id, max_seconds: 60, record_file: "a/b/short.wav" };
    await app.call("record_start", other);
    await app.call("record_stop", { res_id });
    assert.equal((await stopped).error, "record error");
    await Deno.stat(`${node.dataDir}/recordings/a/b/short.wav`);
    await line.hangUp();
  },
);

sceneTest(
  "keys that never come are an error with those that did",
  async (scene) => {
    const { app } = scene;
    const [line, res_id] = await scene.answered();
    const done = app.event("receive_dtmf_completed");
    const receive = { first_key_timeout: 60, continues_keys_timeout: 0.5 };
    await app.call("receive_dtmf_start", { res_id, ...receive });
    await line.press("7");
    const { error, keys } = await done;
    assert.deepEqual([error, keys], ["receiving dtmf timeout", "7"]);
    await line.hangUp();
  },
);

sceneTest("a file that is not there is a play error", async (scene) => {
  const { app } = scene;
  const [line, res_id] = await scene.answered();
  const play = { res_id, content: "none.wav" };
  const { error } = await app.run("play_start", play, "play_completed");
  assert.equal(error, "play error");
  const outside = app.call("play_start", { ...play, content: "../../x.wav" });
  await assert.rejects(outside, /-32005/);
  await line.hangUp();
});

/** The end of a call that came in and was not answered, told at both ends. */
async function unanswered(
  { app }: CallScene,
  line: Line,
  verdict: readonly [droppedBy: string, cause: number],
): Promise<void> {
  await assert.rejects(line.answered, LineEnded);
  const [{ dropped_by, cause, answer_time }] = app.of("released");
  assert.deepEqual([dropped_by, cause], verdict);
  assert.equal(answer_time, null);
}

sceneTest(
  "a call is redirected: the caller is told 302 and where to",
  async (scene) => {
    const [line, res_id] = await scene.ring();
    const redirect = { res_id, redirect_uri: "127.0.0.1:5299" };
    await scene.app.run("redirect", redirect, "released");
    await unanswered(scene, line, ["sys", 302]);
    assert.equal((await line.ended).status, 302);
    const [told] = scene.heard.filter((text) =>
      text.startsWith("SIP/2.0 302 ")
    );
    assert.match(told, /^Contact: <sip:4001@127\.0\.0\.1:5299>\r$/m);
  },
);

sceneTest("a call is refused with the cause of drop", async (scene) => {
  const [line, res_id] = await scene.ring();
  await scene.app.run("drop", { res_id, cause: 486 }, "released");
  await unanswered(scene, line, ["sys", 486]);
  assert.equal((await line.ended).status, 486);
});

sceneTest("a caller gives up while it rings", async (scene) => {
  const [line] = await scene.ring();
  const released = scene.app.event("released");
  await line.hangUp();
  await released;
  await unanswered(scene, line, ["usr", 487]);
});

sceneTest("max_answer_seconds end the call", async (scene) => {
  const { app } = scene;
  const released = app.event("released");
  const [line] = await scene.answered({}, 2);
  const { dropped_by, cause } = await released;
  assert.deepEqual([dropped_by, cause], ["sys", 603]);
  assert.equal((await line.ended).by, "remote");
});

/** What comes of a call of ours that the telephone does not take. */
async function dialledInVain(
  { app, uri }: CallScene,
  more: object = {},
): Promise<unknown[]> {
  const [dialled, ended] = [app.event("dial_completed"), app.event("released")];
  const dial = { to_uri: uri, max_answer_seconds: 60, user_data: "order 7" };
  await app.call("construct", { ...dial, ...more });
  const { error, answer_time } = await dialled;
  const { dropped_by, cause, call_dir, user_data } = await ended;
  assert.deepEqual([answer_time, call_dir, user_data], [
    null,
    "outbound",
    "order 7",
  ]);
  return [error, dropped_by, cause];
}

sceneTest(
  "a telephone that rings for max_ring_seconds is given up",
  async (scene) => {
    scene.phone.telephone.onCall(() => {});
    const came = await dialledInVain(scene, { max_ring_seconds: 1 });
    assert.deepEqual(came, ["dial timeout", "sys", 408]);
    assert.equal(scene.app.of("ringing").length, 1);
    assert.ok(scene.heard.some((text) => text.startsWith("CANCEL ")));
  },
);

sceneTest("a busy telephone fails the dialling", async (scene) => {
  assert.deepEqual(await dialledInVain(scene), ["dial failed", "usr", 486]);
});

sceneTest(
  "a telephone that picks up is talked to, and hangs up",
  async (scene) => {
    const { app, phone, uri } = scene;
    const picked = new Promise<Line>((resolve) =>
      phone.telephone.onCall((ringing) => resolve(ringing.pickUp()))
    );
    const dialled = app.event("dial_completed");
    const dial = { to_uri: uri, from_uri: "4001", max_answer_seconds: 60 };
    const { res_id } = await app.call("construct", dial);
    assert.equal((await dialled).error, null);
    const line = await picked;
    assert.match(line.session.from, /^sip:4001@127\.0\.0\.1/);
    const done = app.event("receive_dtmf_completed");
    await app.call("receive_dtmf_start", { res_id });
    await line.press("12#", "tone");
    assert.equal((await done).keys, "12");
    const released = app.event("released");
    await line.hangUp();
    const { dropped_by, cause, call_dir } = await released;
    assert.deepEqual([dropped_by, cause, call_dir], ["usr", 200, "outbound"]);
  },
);
