import assert from "node:assert/strict";
import type { MediaSecurity } from "../../runtime/sdp/secrecy.ts";
import { OFFER, Rig, settle } from "./rig.ts";

const KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
const LINE = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}\r\n`;
/** As a telephone offers SRTP, and answers it by its first line. */
const SECRET = OFFER.replace("RTP/AVP", "RTP/SAVP") + LINE;
const WISHES = ["none", "offer", "require"] as const;

function rigThat(security: MediaSecurity): Rig {
  return new Rig({ security });
}

for (const security of WISHES) {
  Deno.test(`RFC 4568 §7.1.1: a call that goes out with ${security} offers what that says`, async () => {
    const rig = rigThat(security);
    const { session, call, port } = await rig.dial();
    const wants = security === "none" ? "RTP/AVP" : "RTP/SAVP";
    assert.match(session.described ?? "", new RegExp(` ${wants} `));
    session.answer(security === "none" ? OFFER : SECRET);
    assert.equal(call.state, "Idle");
    const [{ srtp }] = port.streams;
    assert.equal(srtp !== undefined, security !== "none");
    call.drop();
    await rig.assertAtRest();
  });

  Deno.test(`RFC 4568 §7.1.2: a caller's SRTP is answered with ${security}`, async () => {
    const rig = rigThat(security);
    const { call, session, port } = await rig.inbound({ offer: SECRET });
    assert.match(session.described ?? "", / RTP\/SAVP 8\r\n/);
    assert.ok(port.streams[0].srtp);
    call.drop();
    await rig.assertAtRest();
  });
}

Deno.test("a plain offer is refused with 488 where SRTP is required, and only there", async () => {
  for (const security of WISHES) {
    const rig = rigThat(security);
    const { deeds } = rig.ring();
    const refused = security === "require";
    assert.deepEqual(deeds, [refused ? "hangUp 488" : "ring"]);
    rig.calls.dropAll();
    await rig.assertAtRest();
  }
});

Deno.test("a late offer is secret where that is required, else plain", async () => {
  for (const security of WISHES) {
    const rig = rigThat(security);
    const session = rig.ring({ offer: null });
    rig.last.answer({ maxAnswerSeconds: 60, userData: null });
    await settle();
    const wants = security === "require" ? "RTP/SAVP" : "RTP/AVP";
    assert.match(session.described ?? "", new RegExp(` ${wants} `));
    rig.calls.dropAll();
    await rig.assertAtRest();
  }
});

Deno.test("RFC 4568 §7.1.3: SRTP that is answered plain ends the call, it is never plain instead", async () => {
  for (const security of ["offer", "require"] as const) {
    const rig = rigThat(security);
    const { session, port } = await rig.dial();
    session.answer(OFFER);
    assert.deepEqual(session.deeds, ["hangUp 488"]);
    assert.deepEqual(port.streams, []);
    await rig.assertAtRest();
  }
});

Deno.test("SRTP that is refused is followed by a plain offer where the call says offer", async () => {
  const again = WISHES.map(async (security) => {
    const rig = rigThat(security);
    const { call } = await rig.dial();
    const [invitation] = rig.invitations;
    const [may, more] = [invitation.offersAgain(), invitation.offersAgain()];
    const next = invitation.offer("192.0.2.1");
    call.drop();
    await rig.assertAtRest();
    return [may, more, / RTP\/SAVP /.test(next)];
  });
  assert.deepEqual(await Promise.all(again), [
    [false, false, false],
    [true, false, false],
    [false, false, true],
  ]);
});

Deno.test("RFC 4568 §7.1.4: a re-INVITE changes the peer's key, and cannot take it away", async () => {
  const rig = rigThat("none");
  const { call, session, port } = await rig.inbound({ offer: SECRET });
  const other = SECRET.replace(KEY, KEY.replace("WVN", "AAA"));
  assert.match(session.reinvite(other) ?? "", / RTP\/SAVP /);
  assert.notDeepEqual(port.streams[1].srtp, port.streams[0].srtp);
  assert.deepEqual(port.streams[1].srtp?.send, port.streams[0].srtp?.send);
  assert.equal(session.reinvite(OFFER), null);
  assert.equal(port.streams.length, 2);
  assert.match(session.reinvite(null) ?? "", / RTP\/SAVP /);
  call.drop();
  await rig.assertAtRest();
});
