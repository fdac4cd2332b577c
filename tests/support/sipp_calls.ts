import {
  ack,
  type Check,
  expect,
  type Expectation,
  type Request,
  sdp,
  send,
} from "./sipp_steps.ts";

/** Responses that may come before a final one. */
export const MEANWHILE: readonly string[] = [100, 180, 183].map((status) =>
  expect(status, { optional: true })
);

/** What every 2xx to an INVITE has. */
const ANSWER: readonly Check[] = [
  { in: "To:", has: ";tag=" },
  { in: "Contact:", has: "sips?:" },
  { in: "Content-Type:", has: "application/sdp" },
  { in: "body", has: "m=audio [1-9][0-9]* RTP/AVP" },
];

/** A call that is made, answered and acknowledged. */
export function answered(
  invite: Request = {},
  expectation: Expectation = {},
): string[] {
  const { cseq = 1 } = invite;
  const checks = [...ANSWER, ...expectation.checks ?? []];
  return [
    send("INVITE", { body: sdp(), ...invite }),
    ...MEANWHILE,
    expect(200, { learn: true, ...expectation, checks }),
    ack({ cseq, within: true }),
  ];
}

/** Another offer in the dialog, and what its answer has. */
export function reoffered(
  cseq: number,
  offer: readonly string[],
  checks: readonly Check[],
  fields: readonly string[] = [],
): string[] {
  return [
    send("INVITE", { cseq, within: true, body: offer, fields }),
    expect(100, { optional: true }),
    expect(200, { checks }),
    ack({ cseq, within: true }),
  ];
}

/** The end of a call by the one who made it. */
export function ended(cseq = 2): string[] {
  return [send("BYE", { cseq, within: true }), expect(200)];
}
