import type { Workbench } from "../../runtime/core/workbench.ts";
import type { Row } from "../row.ts";
import { placed } from "./bare_core.ts";
import { contend } from "./contest.ts";
import type { Natives } from "./natives.ts";
import { FRAME, FRAMES } from "./sounds.ts";

const HEADER = 12;
/** What goes into the tag with a packet: the roll-over counter. */
const ROLL_OVER = 4;
/** `assembly/srtp/cipher.ts`. */
const CIPHER = { bytes: 240, hmac: 192 };
const RTP_LABELS = 0;

/** What SRTP adds to a packet of G.711 on its way out; the way in is the same. */
export function benchSrtp(
  parts: Workbench,
  natives: Natives,
): Promise<Row[]> {
  const { core } = parts;
  const master = placed(parts, Uint8Array.from({ length: 32 }, (_, n) => n));
  const packet = placed(parts, new Uint8Array(HEADER + FRAME + ROLL_OVER));
  const cipher = parts.take(CIPHER.bytes);
  core.cipherSet(cipher, master, RTP_LABELS);
  const indexes = Array.from({ length: FRAMES }, (_, n) => BigInt(n));
  const tagged = HEADER + FRAME + ROLL_OVER;
  const pass = () => {
    for (const index of indexes) {
      core.cipherCrypt(cipher, 1, index, packet + HEADER, FRAME);
      core.hmacAuthenticate(cipher + CIPHER.hmac, packet, tagged);
    }
  };
  const sides = [{ name: "SRTP, one way", count: FRAMES, pass }];
  const rivals = natives.rivals(["libsrtp"], "srtp-protect");
  return contend("ns/frame", sides, rivals);
}
