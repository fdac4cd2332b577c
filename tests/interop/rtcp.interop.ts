import assert from "node:assert/strict";
import { SystemChance } from "../../runtime/base/chance.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import type { PortStatistics } from "../../runtime/media/statistics.ts";
import { bindUdp } from "../../runtime/net/udp.ts";
import type { Line } from "../../runtime/phone/line.ts";
import {
  type StartedTelephone,
  startTelephone,
} from "../../runtime/phone/start_telephone.ts";
import { Baresip } from "../support/baresip.ts";
import { inFolder } from "../support/in_folder.ts";
import { pcapOf } from "../support/pcap.ts";
import { run } from "../support/program.ts";
import { reportingPair } from "../support/reporting_pair.ts";
import { wavFile } from "../support/wav_files.ts";

const START = 1_700_000_000_000;
const ONE_WAY = 70;
const HALF_A_MINUTE = 30_000;

/** RTCP that tshark shakes its head at. */
const BAD = "rtcp && (_ws.malformed || rtcp.length_check == 0 || " +
  "_ws.expert.severity >= warning)";

/** What tshark reads in a file, a row a packet of this filter. */
async function tshark(
  file: string,
  filter: string,
  fields: readonly string[],
): Promise<string[][]> {
  const text = await run("tshark", [
    ...["-r", file, "-Y", filter, "-T", "fields", "-E", "occurrence=f"],
    // What tshark remarks beside them is in no quotes
    ...["-E", "quote=d"],
    ...["-d", "udp.port==22000,rtp", "-d", "udp.port==22001,rtcp"],
    ...["-o", "rtcp.show_roundtrip_calculation:TRUE"],
    ...["-o", "rtcp.roundtrip_min_threshhold:0"],
    ...fields.flatMap((field) => ["-e", field]),
  ]);
  const rows = text.split("\n").filter((line) => line.startsWith('"'));
  return rows.map((row) => row.slice(1, -1).split('"\t"'));
}

Deno.test("tshark reads our RTCP as we mean it: figures, lengths, round trips", async () => {
  const pair = await reportingPair({
    delay: milliseconds(ONE_WAY),
    lossPercent: 5,
  });
  pair.clock.wind(HALF_A_MINUTE);
  const [ours] = pair.statistics();
  pair.stop();
  await inFolder(async (folder) => {
    const file = `${folder}/call.pcap`;
    await Deno.writeFile(file, pcapOf(pair.wire.carried, START));
    assert.deepEqual(await tshark(file, BAD, ["frame.number"]), []);

    const reports = await tshark(file, "rtcp", ["rtcp.length_check"]);
    const atEnd = await tshark(file, "rtcp.pt == 203", ["frame.number"]);
    assert.ok(reports.length >= 10, `${reports.length} reports`);
    assert.equal(atEnd.length, 2, "goodbyes");

    const lastOfOurs = await tshark(
      file,
      "rtcp.pt == 203 && ip.src == 192.0.2.1",
      [
        "rtcp.sender.packetcount",
        "rtcp.sender.octetcount",
        "rtcp.ssrc.cum_nr",
        "rtcp.timestamp.ntp",
        "rtcp.sdes.text",
      ],
    );
    const [[packets, octets, lost, time, cname]] = lastOfOurs;
    assert.equal(packets, `${ours.packetsSent}`);
    assert.equal(octets, `${ours.octetsSent}`);
    assert.equal(lost, `${ours.packetsLost}`);
    assert.match(time, /^Nov 14, 2023 22:13:50/);
    assert.match(cname, /^[0-9a-z]{19}$/);

    const trips = (await tshark(file, "rtcp.roundtrip-delay", [
      "rtcp.roundtrip-delay",
    ])).map(([trip]) => Number(trip));
    // It stands where the datagrams arrive, so that it sees one way of the two
    assert.ok(trips.length >= 8, `${trips}`);
    assert.ok(trips.every((trip) => Math.abs(trip - ONE_WAY) <= 1), `${trips}`);
  });
});

Deno.test("tshark says so when a length in RTCP is wrong", async () => {
  const pair = await reportingPair({
    delay: milliseconds(ONE_WAY),
    lossPercent: 0,
  });
  pair.clock.wind(HALF_A_MINUTE);
  pair.stop();
  const reports = pair.wire.carried.filter(({ to }) => to.port % 2 === 1);
  reports[0].bytes[3]--;
  reports[1].bytes[3]++;
  await inFolder(async (folder) => {
    const file = `${folder}/call.pcap`;
    await Deno.writeFile(file, pcapOf(reports, START));
    assert.equal((await tshark(file, BAD, ["frame.number"])).length, 2);
  });
});

async function withTelephone(
  work: (telephone: StartedTelephone, wav: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (dataDir) => {
    const telephone = await startTelephone({
      local: { address: "127.0.0.1", port: 0 },
      rtpPorts: { first: 24_200, last: 24_219 },
      maxLines: 2,
      dataDir,
      number: "100",
      clock: new SystemClock(),
      chance: new SystemChance(),
      log: SILENT,
      bind: bindUdp,
    });
    const wav = `${dataDir}/tone.wav`;
    await run("sox", ["-n", "-r8000", "-c1", "-b16", wav, "synth", 60, "sine"]);
    try {
      await work(telephone, wav);
    } finally {
      await telephone.close();
    }
  });
}

/** Waits, a second of sound at a time, until there is a round trip. */
async function roundTripOf(
  line: Line,
  { sound, dataDir }: StartedTelephone,
): Promise<PortStatistics> {
  const name = "second.wav";
  const second = wavFile(new Uint8Array(16_000), { tag: 1, bits: 16 });
  await Deno.mkdir(`${dataDir}/prompts`, { recursive: true });
  await Deno.writeFile(`${dataDir}/prompts/${name}`, second);
  const silence = await sound.load(name);
  for (let seconds = 0; seconds < 30; seconds++) {
    const statistics = await line.audio.port.statistics();
    if (statistics.roundTripMs !== null) return statistics;
    await line.say(silence);
  }
  assert.fail("30 s without a round trip");
}

for (const rtcpMux of [false, true]) {
  const how = rtcpMux ? "on RTP's port" : "on its own port";
  Deno.test(`baresip's RTCP is read, and it reads ours, ${how}`, async () => {
    await withTelephone(async (telephone, wav) => {
      const picked = new Promise<Line>((resolve) =>
        telephone.telephone.onCall((ringing) => resolve(ringing.pickUp()))
      );
      const dials = `sip:100@127.0.0.1:${telephone.userAgent.local.port}`;
      const phone = await Baresip.start({
        port: 15_480,
        speaks: wav,
        dials,
        rtcpMux,
      });
      const line = await picked;
      await line.answered;
      assert.equal(line.audio.stream?.rtcp.mux, rtcpMux);
      const statistics = await roundTripOf(line, telephone);
      await line.hangUp();
      const said = await phone.printed();

      const { roundTripMs, remoteLost, remoteFractionLost } = statistics;
      assert.ok(roundTripMs !== null && roundTripMs < 10, `${roundTripMs} ms`);
      assert.deepEqual([remoteLost, remoteFractionLost], [0, 0]);
      assert.ok((statistics.remoteJitterMs ?? Infinity) < 20);
      assert.ok(statistics.rtcpReceived >= 1);
      // What we told it about its sound, and what it told us about ours
      assert.match(said, /pkt\.report: +[1-9]\d+ +[1-9]\d+/);
      assert.match(said, /lost: +0 +0/);
    });
  });
}
