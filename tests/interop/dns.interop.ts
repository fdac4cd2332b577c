import assert from "node:assert/strict";
import { SystemChance } from "../../runtime/base/chance.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { heedingUdp } from "../../runtime/net/heeding_udp.ts";
import { SystemDns } from "../../runtime/net/system_dns.ts";
import { tcpStreams } from "../../runtime/net/tcp.ts";
import type { Session, SessionEnd } from "../../runtime/sip/session.ts";
import { UserAgent } from "../../runtime/sip/user_agent.ts";
import { Dnsmasq } from "../support/dnsmasq.ts";
import { plainSdp } from "../support/plain_sdp.ts";
import { start } from "../support/program.ts";
import { Ear } from "../support/sip_world.ts";

const LOOPBACK = "127.0.0.1";
const PORTS = { dns: 16_210, nobody: 16_211, sipp: 16_212, media: 16_220 };
const OFFER = plainSdp(LOOPBACK, ["m=audio 16230 RTP/AVP 0"]);

/** Two servers by either transport, of which nobody listens at the first. */
const RECORDS = [
  "host-record=s.a.test,127.0.0.1",
  "host-record=both.test,127.0.0.1,::1",
  ...["_udp", "_tcp"].flatMap((way) => [
    `srv-host=_sip.${way}.a.test,s.a.test,${PORTS.sipp},20,0`,
    `srv-host=_sip.${way}.a.test,s.a.test,${PORTS.nobody},10,0`,
  ]),
  "naptr-record=udp.test,10,50,s,SIP+D2U,,_sip._udp.a.test",
  "naptr-record=udp.test,20,50,s,SIP+D2T,,_sip._tcp.a.test",
  "naptr-record=tcp.test,10,50,s,SIP+D2T,,_sip._tcp.a.test",
  "naptr-record=tcp.test,20,50,s,SIP+D2U,,_sip._udp.a.test",
];

/** What of SIPp listens at the second server. */
const CALLS = {
  "udp.test": { transport: "u1", by: "UDP" },
  "tcp.test": { transport: "t1", by: "TCP" },
} as const;

async function withNames(
  work: (server: Dnsmasq, clock: SystemClock) => Promise<void>,
): Promise<void> {
  const server = await Dnsmasq.start(PORTS.dns, RECORDS);
  try {
    await work(server, new SystemClock());
  } finally {
    await server.stop();
  }
}

Deno.test("dnsmasq: records are read as it writes them, and there are none of what it has not", async () => {
  await withNames(async ({ nameServer }, clock) => {
    const dns = new SystemDns(clock, { nameServer });
    const ports = (await dns.srv("_sip._udp.a.test")).map(({ port }) => port);
    assert.deepEqual(ports.toSorted(), [PORTS.nobody, PORTS.sipp]);
    const [naptr] = (await dns.naptr("udp.test"))
      .toSorted((a, b) => a.order - b.order);
    assert.deepEqual([naptr.flags, naptr.services], ["s", "SIP+D2U"]);
    assert.deepEqual(await dns.addresses("both.test"), ["127.0.0.1", "::1"]);
    assert.deepEqual(await dns.addresses("nowhere.test"), []);
    assert.deepEqual(await dns.srv("_sip._udp.nowhere.test"), []);
  });
});

/** Hangs up on whoever answers. */
class Caller extends Ear {
  readonly done = Promise.withResolvers<void>();
  readonly #session: Session;

  constructor(session: Session) {
    super(session);
    this.#session = session;
  }

  override accepted(sdp: string | null): void {
    super.accepted(sdp);
    this.#session.hangUp(200);
    this.done.resolve();
  }

  override ended(end: SessionEnd): void {
    super.ended(end);
    this.done.resolve();
  }
}

for (const [domain, { transport, by }] of Object.entries(CALLS)) {
  Deno.test(`RFC 3263 §4.3: a call to ${domain} passes over a server where nobody listens, and reaches SIPp by ${by}`, async () => {
    await withNames(async ({ nameServer }, clock) => {
      const sipp = start("sipp", [
        ...["-sn", "uas", "-i", LOOPBACK, "-p", PORTS.sipp, "-m", 1],
        ...["-mp", PORTS.media, "-t", transport, "-nostdin"],
        ...["-timeout", "20s", "-timeout_error"],
      ]);
      const agent = new UserAgent({
        ...{ clock, chance: new SystemChance(), log: SILENT },
        bind: heedingUdp(clock),
        streams: tcpStreams(clock),
        local: { address: LOOPBACK, port: 0 },
        advertisedHost: null,
        routeTo: () => LOOPBACK,
        dns: new SystemDns(clock, { nameServer }),
        onInvite: () => {},
      });
      const to = `sip:service@${domain}`;
      const caller = new Caller(agent.invite({ from: "100", to, sdp: OFFER }));
      await caller.done.promise;
      const { code, output } = await sipp.ended;
      agent.close();
      assert.match(caller.heard.join(), /^provisional 180.*,accepted/s, output);
      assert.equal(code, 0, output);
    });
  });
}
