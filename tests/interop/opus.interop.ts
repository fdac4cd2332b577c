import assert from "node:assert/strict";
import { type EngineStream, loadCore } from "../../runtime/core/mod.ts";
import { loadOpus } from "../../runtime/core/opus/load.ts";
import { rtp } from "../core/support/rtp.ts";
import { Baresip } from "../support/baresip.ts";
import { BaresipControl } from "../support/baresip_control.ts";
import { compare } from "../support/compare.ts";
import { run } from "../support/program.ts";
import { readByTshark } from "../support/read_by_tshark.ts";
import { samplesOf, spokenSeconds } from "../support/speech.ts";
import { withSpeech } from "../support/speech_stage.ts";

const HOST = "127.28.5.1";
const PORT = 28500;
const SECONDS = { max_answer_seconds: 60 };
const SETTINGS = { CTI_SIP_HOST: HOST, CTI_CODECS: "pcma,opus" };

const core = await loadCore();
const opus = await loadOpus();
/** A port that hears Opus and says nothing. */
const STREAM: EngineStream = {
  codec: "pcma",
  sendPayloadType: 8,
  receive: [{ payloadType: 96, codec: "opus" }],
  telephoneEvent: null,
  packetSamples: 160,
  sending: false,
  receiving: true,
};

function sameSpeech(said: Int16Array, heard: Int16Array): void {
  const found = compare(said, heard);
  assert.ok(found.frames > 50, JSON.stringify(found));
  // For VoIP, as baresip has it, libopus takes the lowest frequencies out
  assert.ok(Math.abs(found.level) < 1.5, JSON.stringify(found));
  const longer = spokenSeconds(heard) - spokenSeconds(said);
  assert.ok(Math.abs(longer) <= 0.1, `${longer} s longer than said`);
}

/** With SRTP or without, and the port that baresip has then. */
const SECURITY = [[undefined, PORT], ["srtp-mand", PORT + 10]] as const;

for (const [security, port] of SECURITY) {
  Deno.test(`baresip that speaks Opus alone hears the prompt, is recorded, and its keys are heard (${security ?? "plain"}); tshark finds nothing wrong`, async () => {
    await withSpeech(
      SETTINGS,
      1,
      (stage) =>
        readByTshark(stage.node, async () => {
          const { node, app, speech, monologue } = stage;
          const incoming = app.event("incoming");
          const phone = await Baresip.start({
            port,
            speaks: monologue,
            codec: "opus",
            ...security && { security },
            dials: `sip:prompt@${node.sip}`,
          });
          const menu = await BaresipControl.connect(port + 2);
          const { res_id } = await incoming;
          await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
          const file = { record_file: "said.wav", record_format: 1 };
          const record = { res_id, max_seconds: 6, ...file };
          await app.run("record_start", record, "record_completed");
          const play = { res_id, content: "speech.wav" };
          const { error } = await app.run("play_start", play, "play_completed");
          assert.equal(error, null);
          await menu.command("hold");
          await menu.command("resume");
          const keys = app.event("receive_dtmf_completed");
          const rule = { finish_keys: "#", max_seconds: 20 };
          await app.call("receive_dtmf_start", { res_id, ...rule });
          for (const key of "12#") await menu.press(key);
          assert.equal((await keys).keys, "12");
          const said = await samplesOf(speech);
          await app.run("drop", { res_id }, "released");
          await menu.close();
          const path = `${node.dataDir}/recordings/said.wav`;
          sameSpeech(said, await samplesOf(path));
          sameSpeech(said, await samplesOf(await phone.stop()));
        }),
    );
  });
}

Deno.test("construct calls baresip, which takes Opus of what is offered", async () => {
  await withSpeech(SETTINGS, 1, async ({ node, app, speech, monologue }) => {
    const port = PORT + 20;
    const phone = await Baresip.start({
      port,
      speaks: monologue,
      codec: "opus",
    });
    const dialled = app.event("dial_completed");
    const to_uri = `sip:phone@127.0.0.1:${port}`;
    const { res_id } = await app.call("construct", { to_uri, ...SECONDS });
    assert.equal((await dialled).error, null);
    const file = { record_file: "said.wav", record_format: 2 };
    const record = { res_id, max_seconds: 6, ...file };
    await app.run("record_start", record, "record_completed");
    await app.run("drop", { res_id }, "released");
    await phone.stop();
    const path = `${node.dataDir}/recordings/said.wav`;
    sameSpeech(await samplesOf(speech), await samplesOf(path));
  });
});

/** Bandwidths, channels and lengths (ms) as encoders choose them, and bit rates. */
const ENCODERS: readonly (readonly [string, ...Encoding])[] = [
  ["SILK", "voip", "14k", 20, 1],
  ["wide band SILK, 60 ms", "voip", "20k", 60, 1],
  ["hybrid, stereo", "voip", "48k", 20, 2],
  ["full band CELT, stereo, 10 ms", "audio", "96k", 10, 2],
  ["CELT of 2.5 ms", "lowdelay", "64k", 2.5, 1],
  ["packets of 120 ms", "audio", "32k", 120, 2],
  ["packets of 100 ms", "voip", "16k", 100, 1],
];
type Encoding = [use: string, rate: string, ms: number, channels: number];

for (const [name, ...encoding] of ENCODERS) {
  Deno.test(`what ffmpeg codes is heard at its level and pitch: ${name}`, async () => {
    for (const hertz of [300, 1000, 2500, 3300]) {
      const packets = await encodedTone(hertz, encoding);
      const heard = hearing(packets, encoding[2]);
      const { level, rest } = toneIn(heard, hertz);
      assert.ok(Math.abs(level - LEVEL) < 1, `${level} dBFS at ${hertz} Hz`);
      assert.ok(rest < level - 12, `${rest} dBFS beside ${hertz} Hz`);
    }
    const beyond = await encodedTone(5000, encoding);
    const alias = power(hearing(beyond, encoding[2]).subarray(8000));
    assert.ok(alias < LEVEL - 30, `${alias} dBFS of 5 kHz`);
  });
}
/** Of the tones, in dB below the loudest sine's. */
const LEVEL = -12;

/** 4 s of a tone at LEVEL in each channel, as ffmpeg's libopus codes it. */
async function encodedTone(
  hertz: number,
  [use, rate, ms, channels]: Encoding,
): Promise<Uint8Array[]> {
  const path = await Deno.makeTempFile({ suffix: ".opus" });
  const gain = 10 ** (LEVEL / 20) * Math.SQRT2;
  const sine = `${gain}*sin(2*PI*${hertz}*t)`;
  const tone = `aevalsrc='${Array(channels).fill(sine).join("|")}':s=48000:d=4`;
  const coding = ["-application", use, "-b:a", rate, "-frame_duration", ms];
  const output = ["-c:a", "libopus", ...coding, "-y", path];
  const input = ["-v", "error", "-f", "lavfi", "-i", tone];
  await run("ffmpeg", [...input, ...output]);
  const packets = packetsOfOgg(await Deno.readFile(path));
  await Deno.remove(path);
  // The first two describe what follows (RFC 7845 §3)
  return packets.slice(2);
}

/** The packets of an Ogg file with one stream (RFC 3533 §6). */
function packetsOfOgg(file: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  let begun: number[] = [];
  for (let page = 0; page < file.length;) {
    const segments = file.subarray(page + 27, page + 27 + file[page + 26]);
    page += 27 + segments.length;
    for (const length of segments) {
      begun.push(...file.subarray(page, page + length));
      page += length;
      if (length === 255) continue;
      packets.push(Uint8Array.from(begun));
      begun = [];
    }
  }
  return packets;
}

/** What a port hears of packets of so many ms that come at their time. */
function hearing(packets: readonly Uint8Array[], ms: number): Int16Array {
  const engine = core.engine({ ports: 1, mixes: 0, opus });
  engine.openPort(0, { ssrc: 1, sequence: 1, timestamp: 1 });
  engine.setStream(0, STREAM);
  engine.startRecorder(0);
  const heard: number[] = [];
  const into = new Int16Array(8192);
  for (let tick = 0, next = 0; next < packets.length; tick++) {
    for (; next < packets.length && next * ms <= tick * 20; next++) {
      const timestamp = next * ms * 48;
      const fields = { payloadType: 96, sequence: next, timestamp, ssrc: 9 };
      engine.receive(0, rtp({ ...fields, payload: packets[next] }));
    }
    engine.tick();
    heard.push(...into.subarray(0, engine.readRecorder(0, into)));
  }
  return Int16Array.from(heard);
}

/** The level of a tone in sound after its first second, and of all else, dBFS. */
function toneIn(sound: Int16Array, hertz: number) {
  const part = sound.subarray(8000, 24_000);
  let [re, im] = [0, 0];
  part.forEach((sample, n) => {
    const angle = 2 * Math.PI * hertz * n / 8000;
    re += sample * Math.cos(angle);
    im += sample * Math.sin(angle);
  });
  const tone = 2 * (re ** 2 + im ** 2) / part.length ** 2;
  const all = 10 ** (power(part) / 10);
  const level = 10 * Math.log10(tone / 2 ** 30);
  const rest = 10 * Math.log10(Math.max(1e-12, all - tone / 2 ** 30));
  return { level, rest };
}

/** Mean power in dB below that of the largest number. */
function power(sound: Int16Array): number {
  const energy = sound.reduce((sum, sample) => sum + sample ** 2, 0);
  return 10 * Math.log10(energy / sound.length / 2 ** 30);
}
