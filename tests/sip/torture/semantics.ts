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

/** RFC 4475 §3.2 to §3.4: grammar is not what is wrong with them. */
export const SEMANTICS: readonly Specimen[] = [
  {
    source: "RFC 4475 §3.2.1 (badbranch)",
    what: "a branch that is the magic cookie alone",
    bytes: whole([
      OPTIONS,
      ...except(
        "OPTIONS",
        "Via",
        "Via: SIP/2.0/UDP field.example;branch=z9hG4bK",
      ),
    ]),
    fate: 200,
  },
  {
    source: "RFC 4475 §3.3.1 (insuf)",
    what: "no Call-ID, From or To",
    bytes: whole([
      INVITE,
      "CSeq: 193942 INVITE",
      "Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKinsuf",
      SDP,
    ], OFFER),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.3.2 (unkscm)",
    what: "a URI of a scheme that nobody knows",
    bytes: whole([
      "OPTIONS unheardOf:opaquecontent SIP/2.0",
      ...ordinary("OPTIONS"),
    ]),
    fate: 416,
  },
  {
    source: "RFC 4475 §3.3.3 (novelsc)",
    what: "a URI of a scheme that is not for SIP",
    bytes: whole([
      "OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0",
      ...ordinary("OPTIONS"),
    ]),
    fate: 416,
  },
  {
    source: "RFC 4475 §3.3.4 (unksm2)",
    what: "other schemes in To, From and Contact",
    bytes: whole([
      REGISTER,
      "To: isbn:9780131872486",
      "From: <http://www.field.example>;tag=3234",
      "Call-ID: schemes@field.example",
      "CSeq: 234902 REGISTER",
      "Max-Forwards: 70",
      "Via: SIP/2.0/UDP 192.0.2.21:5060;branch=z9hG4bKschemes",
      "Contact: <name:John_Smith>",
    ]),
    fate: 405,
  },
  {
    source: "RFC 4475 §3.3.5 (bext01)",
    what: "extensions required that nobody has, of proxies too",
    bytes: whole([
      OPTIONS,
      ...ordinary("OPTIONS"),
      "Require: nothingHasThis, nothingHasThisEither",
      "Proxy-Require: noProxyHasThis, norHasAnyThis",
    ]),
    fate: 420,
  },
  {
    source: "RFC 4475 §3.3.6 (invut)",
    what: "a body of a type that nobody reads",
    bytes: whole([
      INVITE,
      ...ordinary("INVITE"),
      "Content-Type: application/unheard-of",
    ], "<audio>\r\n <port>443</port>\r\n</audio>\r\n"),
    fate: 415,
  },
  {
    source: "RFC 4475 §3.3.7 (regaut01)",
    what: "credentials of a scheme that nobody knows",
    bytes: whole([
      REGISTER,
      ...ordinary("REGISTER"),
      "Authorization: NobodyKnowsThis opaque-data=here",
    ]),
    fate: 405,
  },
  {
    source: "RFC 4475 §3.3.8 (multi01)",
    what: "two each of the fields of which there is one",
    bytes: whole([
      INVITE,
      ...ordinary("INVITE"),
      "CSeq: 59 INVITE",
      "Call-ID: another@field.example",
      "To: sip:other@node.example",
      "From: sip:other@field.example;tag=2923",
      "Max-Forwards: 5",
      SDP,
    ], OFFER),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.3.9 (mcl01)",
    what: "two Content-Length that differ",
    bytes: raw([
      OPTIONS,
      ...ordinary("OPTIONS"),
      "Content-Length: 13",
      "Content-Length: 5",
      "Content-Type: text/plain",
    ], "Who could tell how much of this belongs to it?\r\n"),
    fate: 400,
  },
  {
    source: "RFC 4475 §3.3.10 (bcast)",
    what: "a response by way of the broadcast address",
    bytes: whole([
      "SIP/2.0 200 OK",
      ...ordinary("INVITE"),
      "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKeverybody",
      SDP,
    ], OFFER),
    fate: "dropped",
  },
  {
    source: "RFC 4475 §3.3.11 (zeromf)",
    what: "no hops left, at the one who is asked",
    bytes: whole([
      OPTIONS,
      ...except("OPTIONS", "Max-Forwards", "Max-Forwards: 0"),
    ]),
    fate: 200,
  },
  {
    source: "RFC 4475 §3.3.12 (cparam01)",
    what: "a parameter of Contact that nobody knows",
    bytes: whole([
      REGISTER,
      ...except(
        "REGISTER",
        "Contact",
        "Contact: sip:+15550100@gw.field.example;unheardof",
      ),
    ]),
    fate: 405,
  },
  {
    source: "RFC 4475 §3.3.13 (cparam02)",
    what: "the same as a parameter of its URI",
    bytes: whole([
      REGISTER,
      ...except(
        "REGISTER",
        "Contact",
        "Contact: <sip:+15550100@gw.field.example;unheardof>",
      ),
    ]),
    fate: 405,
  },
  {
    source: "RFC 4475 §3.3.14 (regescrt)",
    what: "header fields in a Contact with brackets",
    bytes: whole([
      REGISTER,
      ...except(
        "REGISTER",
        "Contact",
        "m: <sip:probe@field.example?Route=%3Csip:edge.field.example%3E>",
      ),
    ]),
    fate: 405,
  },
  {
    source: "RFC 4475 §3.3.15 (sdp01)",
    what: "an answer wanted in a type that nobody writes",
    bytes: whole([
      INVITE,
      ...ordinary("INVITE"),
      "Accept: text/unheard-of",
      SDP,
    ], OFFER),
    fate: 406,
  },
  {
    source: "RFC 4475 §3.4.1 (inv2543)",
    what: "as RFC 2543 wrote it: no branch, tag, Contact or length",
    bytes: raw([
      INVITE,
      "Via: SIP/2.0/UDP old.field.example",
      "From: <sip:+15550199@old.field.example;user=phone>",
      "Record-Route: <sip:echo@node.example;maddr=edge.field.example>",
      "To: sip:+15550101@node.example;user=phone",
      "Call-ID: old.1717@field.example",
      "CSeq: 56 INVITE",
      SDP,
    ], OFFER),
    fate: 200,
    onStream: 400,
  },
];
