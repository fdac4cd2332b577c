import {
  ack,
  type Check,
  expect,
  expectRequest,
  pause,
  reply,
  say,
  sdp,
  send,
} from "../../support/sipp_steps.ts";
import { ended } from "../../support/sipp_calls.ts";

const RELIABLE: readonly Check[] = [
  { in: "Require:", has: "100rel" },
  { in: "RSeq:", has: "[0-9]+", as: "rseq" },
  { in: "body", has: "m=audio [1-9]" },
];
const UNDESCRIBED: readonly Check[] = [{ in: "body", not: "m=audio" }];

function prack(body: readonly string[]): string[] {
  const fields = ["RAck: [$rseq] 1 INVITE"];
  const transaction = "prack";
  return [
    send("PRACK", { cseq: 2, within: true, fields, body, transaction }),
    expect(200, { transaction }),
  ];
}

/** What follows once all is described: the 200 has nothing to add. */
const ANSWERED = [
  expect(200, { learn: true, seconds: 10, checks: UNDESCRIBED }),
  ack({ within: true }),
  pause(500),
  ...ended(3),
];

/** Calls, and takes what comes before the answer reliably. */
export const PROGRESS: readonly string[] = [
  send("INVITE", { body: sdp(), fields: ["Supported: 100rel"] }),
  expect(100, { optional: true }),
  expect(180, { optional: true }),
  expect(183, { learn: true, checks: RELIABLE }),
  ...prack([]),
  ...ANSWERED,
];

/** Calls without an offer: it is in the 180, the answer in the PRACK. */
export const LATE_OFFER: readonly string[] = [
  send("INVITE", { fields: ["Require: 100rel"] }),
  expect(100, { optional: true }),
  expect(180, { learn: true, checks: RELIABLE }),
  ...prack(sdp()),
  ...ANSWERED,
];

interface Words {
  readonly fields?: readonly string[];
  readonly body?: readonly string[];
  /** Sent again until somebody says something. */
  readonly again?: boolean;
}

function response(
  status: string,
  echoed: readonly string[],
  { fields = [], body = [], again = false }: Words,
): string {
  return say([
    `SIP/2.0 ${status}`,
    ...echoed,
    "Call-ID: [call_id]",
    "CSeq: 1 INVITE",
    "Contact: <sip:far@[local_ip]:[local_port];transport=[transport]>",
    ...fields,
    ...body.length > 0 ? ["Content-Type: application/sdp"] : [],
    "Content-Length: [len]",
    "",
    ...body,
  ], { once: !again });
}

const TAG = "tag=[pid]s[call_number]";

/** A response to the INVITE that came straight from the peer, once. */
function answer(status: string, words: Words = {}): string {
  const echoed = ["Via: [$via]", "From: [$from]", `To: [$to];${TAG}`];
  return response(status, echoed, words);
}

/** A response to the INVITE that has just come, by whatever way. */
function answerNow(status: string, words: Words = {}): string {
  const route = "[last_Record-Route:]";
  const echoed = ["[last_Via:]", route, "[last_From:]", `[last_To:];${TAG}`];
  return response(status, echoed, words);
}

function reliable(rseq: number): string[] {
  return ["Require: 100rel", `RSeq: ${rseq}`];
}

function acknowledged(rseq: number): string[] {
  const checks = [{ in: "RAck:", has: `${rseq} 1 INVITE` }];
  return [expectRequest("PRACK", { checks }), reply("200 OK")];
}

/** Streams µ-law from a file, as long as the call lasts. */
function stream(file: string): string {
  const source = `rtp_stream="${file},-1,0"`;
  return `<nop><action><exec ${source} /></action></nop>`;
}

const SPEECH = sdp({ codecs: [[0, "PCMU"]] }).map((line) =>
  line.replace("auto_media_port", "rtpstream_audio_port")
);

/** An INVITE comes, and is kept for responses that come after other requests. */
const CALLED = expectRequest("INVITE", {
  checks: [
    { in: "Supported:", has: "100rel" },
    { in: "Via:", has: "SIP.*", as: "via" },
    { in: "From:", has: "<.*", as: "from" },
    { in: "To:", has: "<.*", as: "to" },
  ],
});

/** What ends a call that was answered. */
const HUNG_UP = [
  expectRequest("ACK"),
  expectRequest("BYE", { seconds: 10 }),
  reply("200 OK"),
];

/** Is called: rings and announces reliably, speaks, and answers. */
export function farEnd(speech: string): string[] {
  return [
    CALLED,
    answer("180 Ringing", { fields: reliable(900) }),
    ...acknowledged(900),
    answer("183 Session Progress", { fields: reliable(901), body: SPEECH }),
    ...acknowledged(901),
    stream(speech),
    pause(2000),
    answer("200 OK", { again: true }),
    ...HUNG_UP,
  ];
}

/** A fork that announces something, and is cancelled. */
export const ANNOUNCER: readonly string[] = [
  CALLED,
  answerNow("183 Session Progress", { fields: reliable(7), body: sdp() }),
  ...acknowledged(7),
  expectRequest("CANCEL", { seconds: 10 }),
  reply("200 OK"),
  answer("487 Request Terminated", { again: true }),
  expectRequest("ACK"),
];

/** A fork that rings, and answers. */
export const ANSWERER: readonly string[] = [
  CALLED,
  answerNow("180 Ringing"),
  pause(2000),
  answerNow("200 OK", { body: sdp(), again: true }),
  ...HUNG_UP,
];
