import {
  except,
  lines,
  ordinary,
  OWN,
  SDP,
  type Specimen,
  whole,
} from "./specimen.ts";

const VIA = `Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKsix${OWN}`;

function register(uri: string): Uint8Array {
  return whole([
    `REGISTER ${uri} SIP/2.0`,
    ...except("REGISTER", "Via", VIA)
      .with(-1, 'Contact: "Probe" <sip:probe@[2001:db8::1]>'),
  ]);
}

function options(uri: string, via = VIA): Uint8Array {
  return whole([`OPTIONS ${uri} SIP/2.0`, ...except("OPTIONS", "Via", via)]);
}

function bye(...vias: readonly string[]): Uint8Array {
  return whole([
    "BYE sip:echo@[2001:db8::10] SIP/2.0",
    ...except("BYE", "Via", ...vias)
      .with(-4, "To: sip:echo@node.example;tag=b76y"),
  ]);
}

function invite(contact: string, sdp: string): Uint8Array {
  const fields = ordinary("INVITE").with(-1, `Contact: <${contact}>`);
  return whole(["INVITE sip:echo@[2001:db8::10] SIP/2.0", ...fields, SDP], sdp);
}

/** Audio that the node does not have, at an address. */
function foreign(connection: string): string {
  return lines(
    "v=0",
    `o=probe 971731711378798081 0 IN ${connection}`,
    "s=Live from the field, today",
    `c=IN ${connection}`,
    "t=3338481189 3370017201",
    "m=audio 6000 RTP/AVP 2",
    "a=rtpmap:2 G726-32/8000",
    "m=video 6024 RTP/AVP 107",
    "a=rtpmap:107 H263-1998/90000",
  );
}

const BOTH = lines(
  "v=0",
  "o=probe 280744730 28977631 IN IP4 host.field.example",
  "s=",
  "t=0 0",
  "m=audio 22334 RTP/AVP 0",
  "c=IN IP4 192.0.2.1",
  "m=video 6024 RTP/AVP 107",
  "c=IN IP6 2001:db8::1",
  "a=rtpmap:107 H263-1998/90000",
);

/** RFC 5118 §4. */
export const IPV6: readonly Specimen[] = [
  {
    source: "RFC 5118 §4.1 (ipv6-good)",
    what: "an address in brackets",
    bytes: register("sip:[2001:db8::10]"),
    fate: 405,
  },
  {
    source: "RFC 5118 §4.2 (ipv6-bad)",
    what: "an address without brackets",
    bytes: register("sip:2001:db8::10"),
    fate: 400,
  },
  {
    source: "RFC 5118 §4.3 (port-ambiguous)",
    what: "what might be a port within the brackets",
    bytes: register("sip:[2001:db8::10:5070]"),
    fate: 405,
  },
  {
    source: "RFC 5118 §4.4 (port-unambiguous)",
    what: "a port behind the brackets",
    bytes: register("sip:[2001:db8::10]:5070"),
    fate: 405,
  },
  {
    source: "RFC 5118 §4.5 (via-received-param-with-delim)",
    what: "`received` in brackets",
    bytes: bye(VIA.replace(";", ";received=[2001:db8::9:255];")),
    fate: 481,
  },
  {
    source: "RFC 5118 §4.5 (via-received-param-no-delim)",
    what: "`received` without brackets",
    bytes: options(
      "sip:[2001:db8::10]",
      VIA.replace(";", ";received=2001:db8::9:255;"),
    ),
    fate: 200,
  },
  {
    source: "RFC 5118 §4.6 (ipv6-in-sdp)",
    what: "an address in the SDP",
    bytes: invite("sip:probe@[2001:db8::20]", foreign("IP6 2001:db8::20")),
    fate: 200,
    ofNode: 488,
  },
  {
    source: "RFC 5118 §4.7 (mult-ip-in-header)",
    what: "addresses of both families in Via",
    bytes: bye(
      VIA.replace("]", "]:5060"),
      "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKfour",
      "Via: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bKsix2;received=192.0.2.200",
    ),
    fate: 481,
  },
  {
    source: "RFC 5118 §4.8 (mult-ip-in-sdp)",
    what: "addresses of both families in the SDP, and no name of the session",
    bytes: invite("sip:probe@[2001:db8::9:1]", BOTH),
    fate: 200,
  },
  {
    source: "RFC 5118 §4.9 (ipv4-mapped-ipv6)",
    what: "IPv4 addresses as IPv6",
    bytes: invite(
      "sip:probe@[::ffff:192.0.2.2]",
      foreign("IP6 ::ffff:192.0.2.2"),
    ),
    fate: 200,
    ofNode: 488,
  },
  {
    source: "RFC 5118 §4.10 (ipv6-bug-abnf-3-colons)",
    what: "three colons, by a mistake in the grammar of RFC 3261",
    bytes: options("sip:echo@[2001:db8:::192.0.2.1]"),
    fate: 200,
  },
  {
    source: "RFC 5118 §4.10 (ipv6-correct-abnf-2-colons)",
    what: "two colons, as they should be",
    bytes: options("sip:echo@[2001:db8::192.0.2.1]"),
    fate: 200,
  },
];
