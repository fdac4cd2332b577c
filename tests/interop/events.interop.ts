import assert from "node:assert/strict";
import { milliseconds } from "../../runtime/base/units.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { Application } from "../support/application.ts";
import { Baresip } from "../support/baresip.ts";
import { BaresipControl } from "../support/baresip_control.ts";
import { inFolder } from "../support/in_folder.ts";
import { NodeProcess } from "../support/node_process.ts";
import { pcapOf } from "../support/pcap.ts";
import { run, start } from "../support/program.ts";

const PORT = 15_480;
const SECONDS = { max_answer_seconds: 60 };
const KEYS = "1590*#";

/** A call that baresip has made and an application has answered. */
async function withCall(
  port: number,
  work: (
    app: Application,
    res_id: string,
    phone: BaresipControl,
  ) => Promise<void>,
) {
  await inFolder(async (folder) => {
    const node = await NodeProcess.start();
    const app = await Application.connect(node.rpc);
    const speaks = `${folder}/silence.wav`;
    const silence = ["-r", 8000, "-c", 1, "-b", 16, speaks, "trim", 0, 60];
    await run("sox", ["-n", ...silence]);
    const incoming = app.event("incoming");
    const dials = `sip:keys@${node.sip}`;
    const baresip = await Baresip.start({ port, speaks, dials });
    const phone = await BaresipControl.connect(port + 2);
    const { res_id } = await incoming;
    await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
    await phone.hasSound();
    await work(app, res_id, phone);
    await app.run("drop", { res_id }, "released");
    await phone.close();
    await baresip.stop();
    await app.close();
    assert.equal((await node.stop()).code, 0);
  });
}

Deno.test("RFC 4733: baresip presses keys, and each is heard once", async () => {
  await withCall(PORT, async (app, res_id, phone) => {
    for (const key of KEYS) {
      const taking = app.run(
        "receive_dtmf_start",
        {
          res_id,
          max_keys: 1,
          first_key_timeout: 10,
          including_finish_key: true,
        },
        "receive_dtmf_completed",
      );
      await phone.press(key);
      assert.equal((await taking).keys, key);
    }
  });
});

Deno.test("RFC 4733: the node presses keys, and baresip hears each once", async () => {
  await withCall(PORT + 5, async (app, res_id, phone) => {
    const sending = { res_id, keys: KEYS };
    await app.run("send_dtmf_start", sending, "send_dtmf_completed");
    assert.equal(await phone.heard(KEYS.length), KEYS);
  });
});

/** All packets of a port that presses these keys, of so many samples each. */
async function pressed(keys: string, toneSamples: number, clockRate: number) {
  const core = await loadCore();
  const engine = core.engine({ ports: 1, mixes: 0 });
  engine.openPort(0, { ssrc: 7, sequence: 65_500, timestamp: 0xffff_f000 });
  engine.setStream(0, {
    codec: "pcmu",
    sendPayloadType: 0,
    receive: [{ payloadType: 0, codec: "pcmu" }],
    telephoneEvent: { send: 101, receive: 101, clockRate },
    packetSamples: 160,
    sending: true,
    receiving: true,
  });
  const packets: Uint8Array[] = [];
  engine.sendKeys(0, keys, { toneSamples, gapSamples: 800 });
  for (let over = false; !over;) {
    engine.tick();
    engine.eachPacket((_, packet) => void packets.push(packet.slice()));
    engine.eachEvent(({ type }) => over ||= type === "keysSent");
  }
  return packets;
}

/** What Wireshark makes of the events in a capture, one row for each packet. */
async function dissected(packets: readonly Uint8Array[], folder: string) {
  const file = `${folder}/events.pcap`;
  const [from, to] = [4000, 4002].map((port) => ({
    address: "127.0.0.1",
    port,
  }));
  const carried = packets.map((bytes, n) => {
    return { at: milliseconds(20 * n), from, to, bytes };
  });
  await Deno.writeFile(file, pcapOf(carried, 0));
  const fields = [
    "rtp.seq",
    "rtp.marker",
    "rtp.timestamp",
    "rtpevent.event_id",
    "rtpevent.end_of_event",
    "rtpevent.duration",
    "_ws.malformed",
  ].flatMap((field) => ["-e", field]);
  const decode = ["-d", "udp.port==4002,rtp", "-d", "rtp.pt==101,rtpevent"];
  const how = [...decode, "-Y", "rtpevent", "-T", "fields", ...fields];
  const text = await run("tshark", ["-r", file, ...how]);
  return text.split("\n").filter((line) => /^\d+\t/.test(line))
    .map((line) => line.split("\t"));
}

for (const clockRate of [8000, 48_000]) {
  Deno.test(`RFC 4733: Wireshark reads the keys that the core sends at ${clockRate} Hz`, async () => {
    await inFolder(async (folder) => {
      const rows = await dissected(
        await pressed("0*D", 800, clockRate),
        folder,
      );
      const step = clockRate / 50;
      const first = (0xffff_f000 * (clockRate / 8000)) % 2 ** 32;
      assert.equal(rows.length, 3 * 7);
      rows.forEach((row, n) => {
        const [, marker, timestamp, event, end, duration, malformed] = row;
        const at = n % 7;
        const press = Math.floor(n / 7);
        assert.match(marker, at === 0 ? /1|True/ : /0|False/);
        assert.equal(Number(timestamp), (first + press * 10 * step) % 2 ** 32);
        assert.equal(Number(event), [0, 10, 15][press]);
        assert.match(end, at >= 4 ? /1|True/ : /0|False/);
        assert.equal(Number(duration), step * Math.min(at + 1, 5));
        assert.equal(malformed, "");
      });
    });
  });
}

Deno.test("RFC 4733 §2.5.1.3: Wireshark reads a key of 20 s as segments that meet", async () => {
  await inFolder(async (folder) => {
    const rows = await dissected(await pressed("9", 160_000, 8000), folder);
    const segments = [...new Set(rows.map(([, , timestamp]) => timestamp))];
    const starts = segments.map((start) => Number(start));
    assert.deepEqual(starts.map((s) => (s - starts[0] + 2 ** 32) % 2 ** 32), [
      0,
      0xffff,
      2 * 0xffff,
    ]);
    assert.equal(Number(rows.at(-1)?.[5]), 160_000 - 2 * 0xffff);
    assert.equal(rows.filter(([, marker]) => /1|True/.test(marker)).length, 1);
  });
});

Deno.test("SIPp past CTI_MAX_CALLS: 503 with Retry-After for all, and the call that is up notices nothing", async () => {
  await inFolder(async (folder) => {
    const node = await NodeProcess.start({ CTI_MAX_CALLS: "1" });
    const app = await Application.connect(node.rpc);
    const at = ["-i", "127.0.0.1", "-nostdin", "-timeout", 60, "-mp"];
    const incoming = app.event("incoming");
    const uac = ["-sn", "uac", "-d", 6000, "-m", 1, ...at, 26_200];
    const first = start("sipp", [node.sip, ...uac], folder);
    const { res_id } = await incoming;
    await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
    const scenario = new URL("./scenarios/refused.xml", import.meta.url);
    const many = ["-sf", scenario.pathname, "-m", 200, "-r", 100];
    const others = [node.sip, ...many, ...at, 26_300];
    const { code, output } = await start("sipp", others, folder).ended;
    assert.equal(code, 0, output.slice(-3000));
    assert.equal(app.of("incoming").length, 1);
    assert.equal(app.of("released").length, 0);
    assert.equal((await first.ended).code, 0);
    await app.count("released", 1);
    await app.close();
    assert.equal((await node.stop()).code, 0);
  });
});
