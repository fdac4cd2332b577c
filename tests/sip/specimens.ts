import { message } from "../support/sip_world.ts";

const SDP = [
  "v=0",
  "o=phone 20518 1 IN IP4 192.0.2.7",
  "s=-",
  "c=IN IP4 192.0.2.7",
  "t=0 0",
  "m=audio 49170 RTP/AVP 0 8 101",
  "a=rtpmap:101 telephone-event/8000",
  "a=fmtp:101 0-15",
  "",
].join("\r\n");

const SDP_TYPE = "Content-Type: application/sdp";
const FROM = 'From: "Extension 200" <sip:200@192.0.2.7>;tag=8aef31';
const TO = "To: <sip:100@192.0.2.1>";
const TAGGED = `${TO};tag=a6c85cf`;
const VIA = "Via: SIP/2.0/UDP 192.0.2.7:5062;branch=z9hG4bK776asdhds;rport";
const CONTACT =
  'Contact: <sip:200@192.0.2.7:5062;ob>;+sip.instance="<urn:uuid:1>"';
const DIALOG = [FROM, TAGGED, "Call-ID: 84b4c76e66710@192.0.2.7"];
const ALL_METHODS =
  "Allow: PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, REFER";

function request(method: string, fields: readonly string[], body = ""): string {
  return message(`${method} sip:100@192.0.2.1 SIP/2.0`, fields, body);
}

/** Messages as real telephones and proxies send them. */
export const SPECIMENS: readonly string[] = [
  request("INVITE", [
    VIA,
    "Max-Forwards: 70",
    FROM,
    TO,
    "Call-ID: 84b4c76e66710@192.0.2.7",
    "CSeq: 314159 INVITE",
    CONTACT,
    ALL_METHODS,
    "Supported: replaces, 100rel, timer, norefersub",
    "Session-Expires: 1800;refresher=uac",
    "Min-SE: 90",
    "User-Agent: Telephone 2.1 (embedded; lang=en)",
    SDP_TYPE,
  ], SDP),
  message("INVITE sip:+861380013800@gw.example;user=phone SIP/2.0", [
    "Record-Route: <sip:198.51.100.2;lr;ftag=8aef31;did=3f.b1>",
    "Record-Route: <sip:198.51.100.1:5080;transport=tcp;r2=on;lr>",
    "Via: SIP/2.0/UDP 198.51.100.2;branch=z9hG4bKcydzigwkX;i=1",
    "Via: SIP/2.0/TCP 198.51.100.1:5080;received=198.51.100.1;branch=z9hG4bK7",
    "Max-Forwards: 68",
    "From: <sip:+862066304057@trunk.example;user=phone>;tag=gK0c2",
    "To: <sip:+861380013800@gw.example;user=phone>",
    "Call-ID: 1-2147483647_44@198.51.100.1",
    "CSeq: 1 INVITE",
    "Contact: <sip:198.51.100.1:5080;transport=tcp>",
    'P-Asserted-Identity: "Zhang, San" <sip:+862066304057@trunk.example>',
    "Privacy: none",
    SDP_TYPE,
  ], SDP),
  [
    "INVITE sip:100@192.0.2.1;x SIP/2.0",
    "TO :",
    " sip:100@192.0.2.1 ;   tag    = 1918181833n",
    'f   : "J \\\\\\""       <sip:j@example.com>',
    "  ;",
    "  tag = 98asjd8",
    "MaX-fOrWaRdS: 0068",
    "i: odd.ndaksdj@192.0.2.1",
    "l   : 4",
    "cseq: 0009",
    "  INVITE",
    "v  : SIP  /   2.0",
    " /UDP",
    "    192.0.2.2;branch=390skdjuw",
    "s :",
    "Odd: ;;,,;;,;",
    "c: application/sdp",
    "Route:",
    " <sip:services.example.com;lr;unknownwith=value;unknown-no-value>",
    "v:  SIP  / 2.0  / TCP     spindle.example.com   ;",
    "  branch  =   z9hG4bK9ikj8  ,",
    " SIP  /    2.0   / UDP  192.168.255.111   ; branch=",
    " z9hG4bK30239",
    'm:"Quoted \\"\\"" <sip:j@example.com> ; newparam = newvalue ;',
    "  second ; q = 0.33",
    "",
    "v=0\n",
  ].join("\r\n"),
  message("INVITE sip:[2001:db8::10] SIP/2.0", [
    "Via: SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111",
    "To: sip:user@example.com",
    "From: sip:user@example.com;tag=81x2",
    "Call-ID: SSG9559905523997077@[2001:db8::9:1]",
    'Contact: "Caller" <sip:caller@[2001:db8::1]:5070>',
    "CSeq: 8612 INVITE",
    "Max-Forwards: 70",
    SDP_TYPE,
  ], SDP),
  message("SIP/2.0 100 Trying", [
    VIA,
    FROM,
    TO,
    "Call-ID: x",
    "CSeq: 1 INVITE",
  ]),
  message("SIP/2.0 183 Session Progress", [
    `${VIA};received=192.0.2.7`,
    ...DIALOG,
    "CSeq: 1 INVITE",
    "Contact: <sip:100@192.0.2.1>",
    "Require: 100rel",
    "RSeq: 988789",
    SDP_TYPE,
  ], SDP),
  message("SIP/2.0 200 OK", [
    VIA,
    "Record-Route: <sip:198.51.100.2;lr>, <sip:198.51.100.1:5080;lr>",
    ...DIALOG,
    "CSeq: 314159 INVITE",
    "Contact: <sip:100@192.0.2.1:5060>",
    SDP_TYPE,
  ], SDP),
  message("SIP/2.0 302 Moved Temporarily", [
    VIA,
    ...DIALOG,
    "CSeq: 1 INVITE",
    'Contact: <sip:a@192.0.2.3;x=1,2>;q=0.7;expires=3600, "B, C" <sip:b@192.0.2.4>',
  ]),
  message("SIP/2.0 401 Unauthorized", [
    VIA,
    ...DIALOG,
    "CSeq: 1 INVITE",
    'WWW-Authenticate: Digest realm="pbx, \\"main\\"",nonce="5f",algorithm=SHA-256,qop="auth"',
  ]),
  request("ACK", [VIA, ...DIALOG, "CSeq: 314159 ACK", "Max-Forwards: 70"]),
  request("BYE", [
    VIA,
    ...DIALOG,
    "CSeq: 314160 BYE",
    'Reason: Q.850;cause=16;text="Normal call clearing"',
    "Route: <sip:198.51.100.2;lr>",
  ]),
  request("CANCEL", [VIA, FROM, TO, "Call-ID: x", "CSeq: 314159 CANCEL"]),
  request("OPTIONS", [
    VIA,
    FROM,
    TO,
    "Call-ID: ping",
    "CSeq: 63104 OPTIONS",
    "Accept: application/sdp, text/plain",
    "Require: nothingSupportsThis",
  ]),
  request("REGISTER", [
    VIA,
    FROM,
    TO,
    "Call-ID: reg",
    "CSeq: 2 REGISTER",
    "Contact: *",
    "Expires: 0",
  ]),
  request("INFO", [
    VIA,
    ...DIALOG,
    "CSeq: 314161 INFO",
    "Content-Type: application/dtmf-relay",
  ], "Signal=5\r\nDuration=160\r\n"),
  request("NOTIFY", [
    VIA,
    ...DIALOG,
    "CSeq: 5 NOTIFY",
    "Event: refer;id=93809823",
    "Subscription-State: active;expires=60",
    "Content-Type: message/sipfrag;version=2.0",
  ], "SIP/2.0 100 Trying\r\n"),
];
