/** What holds a feature: tests of a clause, or by words of their names. */
export type Holder = RegExp | readonly [rfc: number, clause?: string];

/** A feature of SIP that the node has, and what holds it. */
export interface Feature {
  readonly name: string;
  readonly heldBy: readonly Holder[];
}

/** All that is claimed of SIP; a feature that no test holds is a failure. */
export const MATRIX: readonly Feature[] = [
  { name: "UDP and TCP", heldBy: [[3261, "§18"]] },
  { name: "TLS", heldBy: [[5922]] },
  { name: "WebSocket, WS and WSS", heldBy: [[7118]] },
  { name: "IPv6", heldBy: [[5118]] },
  { name: "A request too large for UDP goes by TCP", heldBy: [/1300/] },
  { name: "Servers by NAPTR, SRV and addresses; failover", heldBy: [[3263]] },
  {
    name: "The four transactions, with the accepted state",
    heldBy: [[3261, "§17"], [3261, "figure"], [3261, "table 4"], [6026]],
  },
  { name: "Dialogs, loose and strict routes", heldBy: [[3261, "§12"]] },
  { name: "Each 2xx acknowledged again", heldBy: [[3261, "§13.2.2.4"]] },
  { name: "Forks and early dialogs", heldBy: [/\bfork/] },
  { name: "Merged requests: 482", heldBy: [[3261, "§8.2.2.2"]] },
  { name: "Extensions required: 420", heldBy: [[3261, "§8.2.2.3"]] },
  {
    name: "405, 501, 415, 416, 505, 406, 400",
    heldBy: [[3261, "§8.2.1"], [3261, "§8.2.2.1"], [3261, "§8.2.3"], [4475]],
  },
  { name: "CANCEL and its races", heldBy: [[3261, "§9"]] },
  { name: "Offer and answer, hold", heldBy: [[3264], [6337]] },
  { name: "Late offer", heldBy: [/late offer|without an offer/] },
  { name: "Another INVITE, 488, 491", heldBy: [[3261, "§14"]] },
  { name: "Bodies of several parts", heldBy: [[5621], [2046]] },
  { name: "Reliable provisional responses", heldBy: [[3262]] },
  {
    name: "Sound before the answer, both ways",
    heldBy: [/before (it|she|he)( is)? answer/],
  },
  {
    name: "Ringing that lasts, invitations that expire",
    heldBy: [[3261, "§13.3.1"], [3261, "§13.3.1.1"]],
  },
  { name: "UPDATE", heldBy: [[3311]] },
  { name: "Session timers, 422", heldBy: [[4028]] },
  { name: "Reason", heldBy: [[3326]] },
  { name: "P-Asserted-Identity and Privacy", heldBy: [[3325], [3323]] },
  { name: "Responses to where requests come from", heldBy: [[3581]] },
  { name: "Keep-alive", heldBy: [[5626]] },
  {
    name: "Digest, SHA-256 and MD5, asked and answered",
    heldBy: [[7616], [8760]],
  },
  { name: "REFER is reported, Replaces read", heldBy: [[3515], [3891]] },
  { name: "Registration with a trunk", heldBy: [[3261, "§10"]] },
  { name: "Keys by RFC 4733 and by INFO", heldBy: [[4733], [6086]] },
  { name: "Opus", heldBy: [[7587], [6716]] },
  { name: "SRTP by SDES", heldBy: [[3711], [4568]] },
  {
    name: "Sound from the settled source alone",
    heldBy: [/attacker|RTPbleed/],
  },
  { name: "Drain", heldBy: [/\bdrain/] },
  { name: "Events resume", heldBy: [/resumes|`after`|Last-Event-ID/] },
  { name: "Overload: 503 with Retry-After", heldBy: [[3261, "§21.5.4"]] },
];
