/**
 * SIPp scenarios written in steps: each function gives XML for one or more. A
 * message is text with SIPp's own words in brackets, such as `[call_id]`.
 */

/** Where a pattern has to be found, or with `not` must not be. */
export interface Check {
  /** A header with its colon, `body`, or `msg` for all of the message. */
  readonly in: string;
  readonly has?: string;
  readonly not?: string;
  /** The variable that keeps what was found. */
  readonly as?: string;
}

export interface Request {
  readonly cseq?: number;
  /** Of a dialog: to the peer's Contact by its route, with its tag. */
  readonly within?: boolean;
  readonly uri?: string;
  readonly branch?: string;
  readonly to?: string;
  readonly fields?: readonly string[];
  readonly type?: string;
  readonly body?: readonly string[];
  /** Sent once, whether or not an answer comes. */
  readonly once?: boolean;
  /** Names the transaction where SIPp could take another for it. */
  readonly transaction?: string;
}

export interface Expectation {
  readonly optional?: boolean;
  /** Learns the dialog: Contact and Record-Route. */
  readonly learn?: boolean;
  readonly challenge?: boolean;
  readonly next?: number;
  readonly seconds?: number;
  readonly transaction?: string;
  readonly checks?: readonly Check[];
}

const PEER = "sip:[service]@[remote_ip]:[remote_port]";
const SELF = "sip:[scenario]@[local_ip]:[local_port]";

/** The address that is none, of the family that is spoken. */
export const UNSPECIFIED = "[unspecified]";

/** A branch that several messages share, told apart by its name. */
export function branch(name: string): string {
  return `z9hG4bK-${name}-[pid]-[call_number]`;
}

/** Lines of an SDP offer or answer. */
export function sdp(
  { version = 1, direction = "sendrecv", address = "[media_ip]", codecs }: {
    readonly version?: number;
    readonly direction?: string;
    readonly address?: string;
    readonly codecs?: readonly [payloadType: number, name: string][];
  } = {},
): string[] {
  const used = codecs ?? [[8, "PCMA"], [0, "PCMU"], [101, "telephone-event"]];
  return [
    "v=0",
    `o=tester 2026 ${version} IN IP[media_ip_type] [media_ip]`,
    "s=-",
    `c=IN IP[media_ip_type] ${address}`,
    "t=0 0",
    `m=audio [auto_media_port] RTP/AVP ${used.map(([type]) => type).join(" ")}`,
    ...used.map(([type, name]) => `a=rtpmap:${type} ${name}/8000`),
    `a=${direction}`,
  ];
}

/** What a request says, line by line. */
export function words(method: string, request: Request = {}): string[] {
  const { cseq = 1, within = false, fields = [], body = [] } = request;
  const uri = request.uri ?? (within ? "[next_url]" : PEER);
  const to = request.to ?? (within ? `<${PEER}>[peer_tag_param]` : `<${PEER}>`);
  const type = request.type ?? "application/sdp";
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${
      request.branch ?? "[branch]"
    }`,
    "Max-Forwards: 70",
    `From: <${SELF}>;tag=T[pid]x[call_number]`,
    `To: ${to}`,
    "Call-ID: [call_id]",
    `CSeq: ${cseq} ${method}`,
    `Contact: <${SELF};transport=[transport]>`,
    ...within ? ["[routes]"] : [],
    ...fields,
    ...body.length > 0 ? [`Content-Type: ${type}`] : [],
    "Content-Length: [len]",
    "",
    ...body,
  ];
}

/** Sends a message; SIPp repeats it until it is answered. */
export function say(
  lines: readonly string[],
  { once = false, transaction }: Request = {},
): string {
  const repeat = once ? "" : ' retrans="500"';
  const named = transaction ? ` start_txn="${transaction}"` : "";
  const text = [...lines, "", ""].join("\n");
  return `<send${repeat}${named}><![CDATA[\n${text}\n]]></send>`;
}

export function send(method: string, request: Request = {}): string {
  return say(words(method, request), request);
}

/** An ACK: in the dialog for a 2xx, by the INVITE's branch for a refusal. */
export function ack(request: Request = {}): string {
  return send("ACK", { ...request, once: true });
}

/** The ACK to a refusal of an INVITE outside a dialog. */
export function ackRefusal(name: string, cseq = 1): string {
  const to = `<${PEER}>[peer_tag_param]`;
  return ack({ cseq, to, branch: branch(name) });
}

export function expect(status: number, expectation: Expectation = {}): string {
  return received(`response="${status}"`, expectation);
}

/** Waits for a request of the peer's. */
export function expectRequest(
  method: string,
  expectation: Expectation = {},
): string {
  return received(`request="${method}"`, expectation);
}

/** Answers the request that came last; SDP makes it a 2xx to an offer. */
export function reply(
  status: string,
  fields: readonly string[] = [],
  body: readonly string[] = [],
): string {
  const copied = ["Via", "From", "To", "Call-ID", "CSeq"];
  const lines = [
    `SIP/2.0 ${status}`,
    ...copied.map((name) => `[last_${name}:]`),
    ...fields,
    ...body.length > 0 ? ["Content-Type: application/sdp"] : [],
    "Content-Length: [len]",
    "",
    ...body,
  ];
  return say(lines, { once: true });
}

export function pause(milliseconds: number): string {
  return `<pause milliseconds="${milliseconds}"/>`;
}

export function label(id: number): string {
  return `<label id="${id}"/>`;
}

/** Plays one of the captures that SIPp brings. */
export function play(capture: string): string {
  return `<nop><action><exec play_pcap_audio="${capture}"/></action></nop>`;
}

/** The whole, with a variable for each check and a use for each variable. */
export function scenarioOf(
  name: string,
  steps: readonly string[],
  unspecified: string,
): string {
  let unnamed = 0;
  const body = steps.join("\n")
    .replaceAll("[scenario]", name)
    .replaceAll(UNSPECIFIED, unspecified)
    .replace(/assign_to=""/g, () => `assign_to="c${unnamed++}"`);
  const names = body.matchAll(/assign_to="(\w+)"/g);
  const uses = Array.from(
    names,
    ([, used]) => `<Reference variables="${used}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<scenario name="${name}">`,
    body,
    ...uses,
    "</scenario>",
  ].join("\n");
}

function received(what: string, expectation: Expectation): string {
  const {
    optional,
    learn,
    challenge,
    next,
    seconds,
    transaction,
    checks = [],
  } = expectation;
  const attributes = [
    what,
    ...optional ? ['optional="true"'] : [],
    ...learn ? ['rrs="true"'] : [],
    ...challenge ? ['auth="true"'] : [],
    ...next === undefined ? [] : [`next="${next}"`],
    ...seconds === undefined ? [] : [`timeout="${1000 * seconds}"`],
    ...transaction ? [`response_txn="${transaction}"`] : [],
  ].join(" ");
  const action = `<action>${checks.map(checked).join("\n")}</action>`;
  return `<recv ${attributes}>${checks.length > 0 ? action : ""}</recv>`;
}

function checked({ in: place, has, not, as = "" }: Check): string {
  const where = place === "body" || place === "msg"
    ? `search_in="${place}"`
    : `search_in="hdr" header="${place}"`;
  const how = not === undefined ? "check_it" : "check_it_inverse";
  const pattern = (has ?? not ?? "").replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;");
  return `<ereg regexp="${pattern}" ${where} ${how}="true" assign_to="${as}"/>`;
}
