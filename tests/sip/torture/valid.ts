import { concat, utf8 } from "../../../runtime/base/bytes.ts";
import {
  except,
  INVITE,
  lines,
  OFFER,
  OPTIONS,
  ordinary,
  raw,
  REGISTER,
  SDP,
  type Specimen,
  whole,
} from "./specimen.ts";

const WSINV = raw([
  "INVITE sip:echo@node.example;novelty SIP/2.0",
  "tO  :",
  "   sip:echo@node.example   ;  tag   =  20b1x",
  'FROM :  "One \\\\ two \\"three\\""    <sip:probe@field.example>',
  " ;",
  "\ttag = 77c0",
  "mAX-fORWARDS: 00044",
  "i: folds.1@field.example",
  `cOnTeNt-LeNgTh  : ${utf8(OFFER).length}`,
  "CSEQ: 00017",
  " INVITE",
  "v  : SIP  /  2.0",
  "  / UDP",
  "      field.example;branch=oldstyle1",
  "Subject :",
  "X-New-Thing:   one",
  "   two",
  "X-Odd-Thing: ,;;,;,,;",
  "c: application/sdp",
  "ROUTE:",
  " <sip:edge.field.example;lr;odd=1;valueless>",
  "Via:  SIP /  2.0 / TCP   second.field.example  ;",
  "   branch = z9hG4bK2nd   ,",
  "  SIP/  2.0/ UDP 198.51.100.4  ; branch=",
  "  z9hG4bK3rd",
  'm:"A \\"B\\"" <sip:probe@field.example> ; fresh =',
  "   value ;",
  "  bare ; q = 0.25",
], OFFER);

/** Every character of RFC 3261 §25.1 `token` that is no letter or digit. */
const MARKS = "-.!%*_+`'~";

const INTMETH = whole([
  `M${MARKS}9 sip:u1_odd.~(it-is!so)&isn't+that$/mad?,/;;*:&p+w=1,x!*w$o~r_d.(no)@node.example SIP/2.0`,
  `Via: SIP/2.0/UDP field.example;branch=z9hG4bK${MARKS}`,
  'To: "bell:\\\x07 nul:\\\x00 del:\\\x7f" <sip:u1_odd.~(it-is!so)&isn\'t+that$/mad?,/;;*@node.example>',
  `From: t1~\` t2'+_ t3*%!.- <sip:probe@field.example> ;p''~+*_!.-%="слово";tag=${MARKS}g`,
  "Call-ID: w%QK-!.*_+'@wrd`~)(><:\\/\"][?}{",
  `CSeq: 4019 M${MARKS}9`,
  "Max-Forwards: 255",
  `x${MARKS}: 電話`,
]);

const ESC01 = whole([
  "INVITE sip:sips%3Aecho%40node.example@node.example SIP/2.0",
  ...except(
    "INVITE",
    "Contact",
    "Contact:",
    "  <sip:p%72obe@field.example;%6C%72;x%61=y%61%25%34%31>",
  ),
  SDP,
], OFFER);

const LONG = "long".repeat(40);

const LONGREQ = whole([
  INVITE,
  `To: "A name that is ${LONG}"<sip:echo@node.example:6000;p1=${LONG}value;` +
  `${LONG}=short;${LONG}valueless>`,
  `F: sip:${"caller".repeat(25)}@field.example;tag=${"921".repeat(45)};` +
  `${LONG}name=${LONG}value;${LONG}flag`,
  `Call-ID: call-that-is-${LONG}`,
  "CSeq: 3882 INVITE",
  `X-${LONG}-Name: ${LONG}-value; ${LONG}-parameter = ${LONG}`,
  ...Array.from({ length: 33 }, (_, n) => {
    const name = ["Via", "v", "V", "VIA ", "viA  "][n % 5];
    return `${name}: SIP/2.0/UDP hop${33 - n}.field.example`;
  }),
  `Via: SIP/2.0/TCP deep.field.example;received=192.0.2.5;branch=${LONG}`,
  "Max-Forwards: 70",
  `Contact: <sip:${"caller".repeat(25)}@deep.field.example>`,
  SDP,
], OFFER);

const MULTIPART = concat([
  utf8(lines(
    "--7a9cbec02ceef655",
    "Content-Type: text/plain",
    "Content-Transfer-Encoding: binary",
    "",
    "Hello",
    "--7a9cbec02ceef655",
    "Content-Type: application/octet-stream",
    "Content-Transfer-Encoding: binary",
    "",
  )),
  Uint8Array.from({ length: 256 }, (_, byte) => byte),
  utf8(lines("", "--7a9cbec02ceef655--")),
]);

function response(startLine: string): Uint8Array {
  return whole([startLine, ...ordinary("INVITE"), SDP], OFFER);
}

/** RFC 4475 §3.1.1: odd, and in order. */
export const VALID: readonly Specimen[] = [
  {
    source: "RFC 4475 §3.1.1.1 (wsinv)",
    what: "folds, blanks, cases and quotes in all places; a dialog of nobody's",
    bytes: WSINV,
    fate: 481,
  },
  {
    source: "RFC 4475 §3.1.1.2 (intmeth)",
    what: "all characters that a token, a word and a quoted string may have",
    bytes: INTMETH,
    fate: 501,
  },
  {
    source: "RFC 4475 §3.1.1.3 (esc01)",
    what: "escapes in users and parameters",
    bytes: ESC01,
    fate: 200,
  },
  {
    source: "RFC 4475 §3.1.1.4 (escnull)",
    what: "escaped NUL in users",
    bytes: whole([
      REGISTER,
      ...except("REGISTER", "To", "To: sip:a-%00-b@node.example"),
      "Contact: <sip:%00@field.example>",
      "Contact: <sip:%00%00@field.example>",
    ]),
    fate: 405,
  },
  {
    source: "RFC 4475 §3.1.1.5 (esc02)",
    what: "a percent sign that escapes nothing, in a method and a field name",
    bytes: whole([
      "RE%47IST%45R sip:node.example SIP/2.0",
      ...except("RE%47IST%45R", "To", 'To: "%Z%45" <sip:echo@node.example>'),
      "C%6Fntact: <sip:second@field.example>",
    ]),
    fate: 501,
  },
  {
    source: "RFC 4475 §3.1.1.6 (lwsdisp)",
    what: "no blank between a name and its bracket",
    bytes: whole([
      OPTIONS,
      ...except(
        "OPTIONS",
        "From",
        "From: probe<sip:probe@field.example>;tag=6",
      ),
    ]),
    fate: 200,
  },
  {
    source: "RFC 4475 §3.1.1.7 (longreq)",
    what: "long values of everything, and 34 Via",
    bytes: LONGREQ,
    fate: 200,
  },
  {
    source: "RFC 4475 §3.1.1.8 (dblreq)",
    what: "octets behind the message, in which another seems to begin",
    bytes: concat([
      whole([REGISTER, ...ordinary("REGISTER")]),
      whole([INVITE, ...ordinary("INVITE"), SDP], OFFER),
    ]),
    fate: 405,
    // There it is another message.
    onStream: 200,
  },
  {
    source: "RFC 4475 §3.1.1.9 (semiuri)",
    what: "a semicolon and an escaped @ in the user",
    bytes: whole([
      "OPTIONS sip:echo;par=u%40field.example@node.example SIP/2.0",
      ...ordinary("OPTIONS"),
      "Accept: application/sdp, application/pkcs7-mime,",
      "  multipart/mixed, message/sipfrag",
    ]),
    fate: 200,
  },
  {
    source: "RFC 4475 §3.1.1.10 (transports)",
    what: "Via of every transport, and of one that nobody knows",
    bytes: whole([
      OPTIONS,
      ...ordinary("OPTIONS"),
      "Via: SIP/2.0/SCTP t2.field.example;branch=z9hG4bKt2",
      "Via: SIP/2.0/TLS t3.field.example;branch=z9hG4bKt3",
      "Via: SIP/2.0/MYSTERY t4.field.example;branch=z9hG4bKt4",
      "Via: SIP/2.0/TCP t5.field.example;branch=z9hG4bKt5",
    ]),
    fate: 200,
  },
  {
    source: "RFC 4475 §3.1.1.11 (mpart01)",
    what: "a multipart body with every octet there is",
    bytes: whole([
      "MESSAGE sip:echo@node.example SIP/2.0",
      ...ordinary("MESSAGE"),
      "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655",
    ], MULTIPART),
    fate: 405,
  },
  {
    source: "RFC 4475 §3.1.1.12 (unreason)",
    what: "a reason phrase of formulas in a script of its own",
    bytes: response("SIP/2.0 200 = 2**3 * 5**2 двести - это просто"),
    fate: "dropped",
  },
  {
    source: "RFC 4475 §3.1.1.13 (noreason)",
    what: "a status without a reason phrase",
    bytes: response("SIP/2.0 100 "),
    fate: "dropped",
  },
];
