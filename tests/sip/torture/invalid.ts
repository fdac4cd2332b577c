import {
  except,
  INVITE,
  OFFER,
  OPTIONS,
  ordinary,
  raw,
  REGISTER,
  SDP,
  type Specimen,
  whole,
} from "./specimen.ts";

/** An INVITE with an offer that one field spoils. */
function invite(name: string, ...instead: readonly string[]): Uint8Array {
  return whole([INVITE, ...except("INVITE", name, ...instead), SDP], OFFER);
}

/** The same, by its start line. */
function started(startLine: string): Uint8Array {
  return whole([startLine, ...ordinary("INVITE"), SDP], OFFER);
}

/** RFC 4475 §3.1.2: what no grammar makes. */
export const INVALID: readonly Specimen[] = [
  {
    source: "RFC 4475 §3.1.2.1 (badinv01)",
    what: "semicolons and commas with nothing between them",
    bytes: whole([
      INVITE,
      ...except("INVITE", "Via", "Via: SIP/2.0/UDP 192.0.2.15;;,;,,")
        .with(-1, 'Contact: "Joe" <sip:joe@field.example>;;;;'),
      SDP,
    ], OFFER),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.2 (clerr)",
    what: "a Content-Length larger than the message",
    bytes: raw(
      [INVITE, ...ordinary("INVITE"), SDP, "Content-Length: 9999"],
      OFFER,
    ),
    fate: 400,
    onStream: "waits",
  },
  {
    source: "RFC 4475 §3.1.2.3 (ncl)",
    what: "a negative Content-Length",
    bytes: raw(
      [INVITE, ...ordinary("INVITE"), SDP, "Content-Length: -999"],
      OFFER,
    ),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.4 (scalar02)",
    what: "numbers past what they may be, in a request",
    bytes: whole([
      REGISTER,
      ...except("REGISTER", "CSeq", "CSeq: 36893488147419103232 REGISTER")
        .with(1, "Max-Forwards: 300"),
      `Expires: 1${"0".repeat(100)}`,
      "Contact: <sip:probe@field.example>",
      "  ;expires=280297596632815",
    ]),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.5 (scalarlg)",
    what: "numbers past what they may be, in a response",
    bytes: whole([
      "SIP/2.0 503 Service Unavailable",
      ...except("OPTIONS", "CSeq", "CSeq: 9292394834772304023312 OPTIONS"),
      "Retry-After: 949302838503028349304023988",
      'Warning: 1812 overture "In Progress"',
    ]),
    fate: "dropped",
  },
  {
    source: "RFC 4475 §3.1.2.6 (quotbal)",
    what: "a quotation that does not end",
    bytes: invite("To", 'To: "Mr. J. Echo <sip:echo@node.example>'),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.7 (ltgtruri)",
    what: "a Request-URI in brackets",
    bytes: started("INVITE <sip:echo@node.example> SIP/2.0"),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.8 (lwsruri)",
    what: "a blank in the Request-URI",
    bytes: started("INVITE sip:echo@node.example; lr SIP/2.0"),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.9 (lwsstart)",
    what: "two blanks between the parts of the start line",
    bytes: started("INVITE  sip:echo@node.example  SIP/2.0"),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.10 (trws)",
    what: "blanks at the end of the start line",
    bytes: started("INVITE sip:echo@node.example SIP/2.0  "),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.11 (escruri)",
    what: "header fields in the Request-URI",
    bytes: started(
      "INVITE sip:echo@node.example?Route=%3Csip:field.example%3E SIP/2.0",
    ),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.12 (baddate)",
    what: "a Date in a time zone of its own, which nobody here reads",
    bytes: whole([
      INVITE,
      ...ordinary("INVITE"),
      SDP,
      "Date: Fri, 01 Jan 2010 16:00:00 EST",
    ], OFFER),
    fate: 200,
  },
  {
    source: "RFC 4475 §3.1.2.13 (regbadct)",
    what: "header fields in a Contact without brackets",
    bytes: whole([
      REGISTER,
      ...except(
        "REGISTER",
        "Contact",
        "Contact: sip:probe@field.example?Route=%3Csip:edge.field.example%3E",
      ),
    ]),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.14 (badaspec)",
    what: "blanks within the brackets of To",
    bytes: whole([
      OPTIONS,
      ...except("OPTIONS", "To", 'To: "Echo, A." < sip:echo@node.example >'),
    ]),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.15 (baddn)",
    what: "a comma in a name without quotes",
    bytes: whole([
      OPTIONS,
      ...except(
        "OPTIONS",
        "From",
        "From: Bell, A. <sip:a@field.example>;tag=1",
      ),
    ]),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.16 (badvers)",
    what: "another version of SIP, in its Via too",
    bytes: whole([
      "OPTIONS sip:echo@node.example SIP/7.0",
      ...except(
        "OPTIONS",
        "Via",
        "Via: SIP/7.0/UDP field.example;branch=z9hG4bKv7",
      ),
    ]),
    fate: 505,
  },
  {
    source: "RFC 4475 §3.1.2.17 (mismatch01)",
    what: "one method in the start line, another in CSeq",
    bytes: whole([OPTIONS, ...ordinary("INVITE")]),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.18 (mismatch02)",
    what: "the same with a method that nobody knows",
    bytes: whole([
      "NEWMETHOD sip:echo@node.example SIP/2.0",
      ...ordinary("INVITE"),
      SDP,
    ], OFFER),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.1.2.19 (bigcode)",
    what: "a status that no 32 bits hold",
    bytes: whole([
      "SIP/2.0 4294967301 better not break the receiver",
      ...ordinary("INVITE"),
    ]),
    fate: "dropped",
  },
];
