import assert from "node:assert/strict";
import {
  isUpgraded,
  replyTo,
  upgradeRequest,
} from "../../runtime/net/websocket_handshake.ts";

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const REQUEST = [
  "GET /chat HTTP/1.1",
  "Host: server.example.com",
  "Upgrade: websocket",
  "Connection: keep-alive, Upgrade",
  `Sec-WebSocket-Key: ${KEY}`,
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Protocol: xmpp, sip",
];

/** The request with one line changed; null: without it. */
function changed(from: string, to: string | null): string {
  return REQUEST.flatMap((line) =>
    line.startsWith(from) ? to === null ? [] : [to] : [line]
  ).join("\r\n");
}

function statusOf(request: string): string {
  return replyTo(request, "sip").head.split(" ")[1];
}

Deno.test("RFC 6455 §1.3: the key is answered as in its example, and RFC 7118 §4: by the subprotocol sip", () => {
  const { accepted, head } = replyTo(REQUEST.join("\r\n"), "sip");
  assert.ok(accepted);
  assert.deepEqual(head.split("\r\n"), [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    "Sec-WebSocket-Protocol: sip",
    "",
    "",
  ]);
});

const REFUSED: [
  what: string,
  line: string,
  to: string | null,
  status: string,
][] = [
  ["§4.1: HTTP/1.0", "GET", "GET /chat HTTP/1.0", "400"],
  ["§4.1: a POST", "GET", "POST /chat HTTP/1.1", "405"],
  ["§4.1: a request without Host", "Host", null, "400"],
  ["§4.2.1: an ordinary GET", "Upgrade", null, "426"],
  ["§4.2.1: Connection without Upgrade", "Connection", null, "426"],
  [
    "§4.4: another version",
    "Sec-WebSocket-V",
    "Sec-WebSocket-Version: 8",
    "426",
  ],
  ["§4.2.1: a short key", "Sec-WebSocket-K", "Sec-WebSocket-Key: x", "400"],
  ["§4.2.1: a line that is no field", "Host", "Host", "400"],
  [
    "§4.2.2: another subprotocol",
    "Sec-WebSocket-P",
    "Sec-WebSocket-Protocol: sips, xsip",
    "400",
  ],
  ["§4.2.2: no subprotocol", "Sec-WebSocket-P", null, "400"],
];
for (const [what, line, to, status] of REFUSED) {
  Deno.test(`RFC 6455 ${what} is answered ${status}`, () => {
    assert.equal(statusOf(changed(line, to)), status);
  });
}

Deno.test("RFC 6455 §4.1: a client takes the answer to its own key and protocol, and no other", () => {
  const request = upgradeRequest("host:80", KEY, "sip").split("\r\n\r\n")[0];
  const { head } = replyTo(request, "sip");
  const answer = head.slice(0, -4);
  assert.ok(isUpgraded(answer, KEY, "sip"));
  const wrong: [string, string][] = [
    ["101", "200"],
    ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "s3pPLMBiTxaQ9kYGzzhZRbK+xOp="],
    ["Protocol: sip", "Protocol: xmpp"],
    ["Upgrade: websocket", "Upgrade: h2c"],
    ["Upgrade: websocket", "Upgrade"],
  ];
  for (const [from, to] of wrong) {
    assert.ok(!isUpgraded(answer.replace(from, to), KEY, "sip"), to);
  }
  const extended = `${answer}\r\nSec-WebSocket-Extensions: permessage-deflate`;
  assert.ok(!isUpgraded(extended, KEY, "sip"));
});
