/**
 * `meeting_place.ts together|pairs MOST FOLDER`: answers every call and lets the
 * callers meet: all in one mix, or each two in one. Says "ready PORT".
 */
import { SystemChance } from "../../runtime/base/chance.ts";
import { utf8 } from "../../runtime/base/bytes.ts";
import { jsonLog } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { freeUdpPort } from "../../runtime/net/free_udp_port.ts";
import type { MediaMix } from "../../runtime/media/media.ts";
import { bindUdp } from "../../runtime/net/udp.ts";
import { startTelephone } from "../../runtime/phone/start_telephone.ts";

const [how, most, dataDir] = Deno.args;
const together = how === "together";
const local = { address: "127.0.0.1", port: freeUdpPort() };
const { telephone, media } = await startTelephone({
  local,
  rtpPorts: { first: 10_000, last: 14_999 },
  maxLines: Number(most),
  dataDir,
  number: "meeting",
  clock: new SystemClock(),
  chance: new SystemChance(),
  log: jsonLog("warn"),
  bind: bindUdp,
});

let arrived = 0;
let mix: MediaMix | null = null;
telephone.onCall(async (ringing) => {
  const line = await ringing.pickUp();
  if (!mix || !together && arrived % 2 === 0) mix = media.openMix();
  arrived++;
  mix.join(line.audio.port);
});
Deno.stdout.writeSync(utf8(`ready ${local.port}\n`));
