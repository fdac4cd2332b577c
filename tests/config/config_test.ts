import assert from "node:assert/strict";
import { resolve } from "node:path";
import {
  type Config,
  type Environment,
  readConfig,
} from "../../runtime/config.ts";
import { readConfigFile } from "../../runtime/config/config_file.ts";

function good(environment: Environment): Config {
  const config = readConfig(environment);
  assert.ok(!Array.isArray(config), JSON.stringify(config));
  return config as Config;
}

const LINES: [line: string, words: string[] | null][] = [
  ["piper", ["piper"]],
  ["  piper  -m   a.onnx ", ["piper", "-m", "a.onnx"]],
  [`say "two words" 'and "these"' a"b c"d`, [
    "say",
    "two words",
    'and "these"',
    "ab cd",
  ]],
  [`say "" {voice}`, ["say", "", "{voice}"]],
  ["say $HOME; rm -rf *", ["say", "$HOME;", "rm", "-rf", "*"]],
  [`say "never closed`, null],
  [`""`, null],
];

for (const [line, words] of LINES) {
  Deno.test(`CTI_SPEECH_COMMAND ${line} is ${words?.length ?? "no"} words`, () => {
    const config = readConfig({ CTI_SPEECH_COMMAND: line });
    if (words === null) {
      assert(Array.isArray(config));
      assert.equal(config[0].name, "CTI_SPEECH_COMMAND");
    } else {assert.deepEqual(
        good({ CTI_SPEECH_COMMAND: line }).CTI_SPEECH_COMMAND,
        words,
      );}
  });
}

Deno.test("CTI_SOUND_HOSTS is hosts with or without a port", () => {
  const hosts = ["files.example", "10.0.0.1:8080", "[::1]:80"];
  const CTI_SOUND_HOSTS = hosts.join(", ");
  assert.deepEqual(good({ CTI_SOUND_HOSTS }).CTI_SOUND_HOSTS, hosts);
  for (const wrong of ["http://x/", "x:99999", "*.example", "x/y", "u@x"]) {
    const told = readConfig({ CTI_SOUND_HOSTS: wrong });
    assert(Array.isArray(told), wrong);
    assert.equal(told[0].allowed, "a comma list of host[:port]");
  }
});

Deno.test("one engine speaks: a command or a service, of http or https", () => {
  const url = good({ CTI_SPEECH_URL: "https://u:p@tts.example/say?key=1" });
  assert.equal(url.CTI_SPEECH_URL?.host, "tts.example");
  for (const wrong of ["tts.example", "ftp://x/y", "http://u%zz@x/y"]) {
    const told = readConfig({ CTI_SPEECH_URL: wrong });
    assert.deepEqual(told, [{
      name: "CTI_SPEECH_URL",
      value: "(hidden)",
      allowed: "an http or https URL",
    }]);
  }
  const both = readConfig({
    CTI_SPEECH_URL: "http://x/y",
    CTI_SPEECH_COMMAND: "say",
  });
  assert(Array.isArray(both));
  assert.equal(both[0].allowed, "nothing, as CTI_SPEECH_COMMAND is set");
});

Deno.test("with nothing set the node has the defaults of the contract", () => {
  assert.deepEqual(good({}), {
    CTI_NODE_ID: "0.0.0",
    CTI_SIP_HOST: "0.0.0.0",
    CTI_SIP_PORT: 5060,
    CTI_SIP_TRANSPORTS: ["udp", "tcp"],
    CTI_SESSION_EXPIRES: 1800,
    CTI_SESSION_MIN_SE: 90,
    CTI_SIP_TLS_PORT: null,
    CTI_SIP_WS_PORT: null,
    CTI_SIP_WSS_PORT: null,
    CTI_TLS_CERT: null,
    CTI_TLS_KEY: null,
    CTI_TLS_CA: [],
    CTI_ADVERTISED_HOST: null,
    CTI_RTP_HOST: null,
    CTI_RTP_PORTS: { first: 20000, last: 29999 },
    CTI_MAX_CALLS: 1000,
    CTI_RTP_SOURCE: "learn",
    CTI_RTP_SECURITY: "none",
    CTI_MEDIA_IO: "auto",
    CTI_MEDIA_TIMEOUT_SECONDS: 30,
    CTI_MEDIA_TIMEOUT_ACTION: "report",
    CTI_HTTP_HOST: "127.0.0.1",
    CTI_HTTP_PORT: 8080,
    CTI_TOKENS: [],
    CTI_CODECS: {
      sound: ["pcma", "pcmu", "gsm", "dvi4"],
      comfortNoise: false,
    },
    CTI_DATA_DIR: resolve("data"),
    CTI_SOUND_ROOTS: [],
    CTI_SOUND_HOSTS: [],
    CTI_SOUND_CACHE_MB: 128,
    CTI_SPEECH_COMMAND: null,
    CTI_SPEECH_URL: null,
    CTI_LANGUAGE: "zh-CN",
    CTI_GATEWAY: null,
    CTI_SOURCE_RATE: 1000,
    CTI_DIAL_TO: "anywhere",
    CTI_TRUSTED_PEERS: [],
    CTI_SIP_USERS: [],
    CTI_SIP_DIGEST: ["SHA-256", "MD5"],
    CTI_NATS_URL: null,
    CTI_WEBHOOK_URL: null,
    CTI_DEMO: "on",
    CTI_DRAIN_SECONDS: 30,
    CTI_IDLE_SECONDS: 3600,
    trunks: [],
    users: [],
  });
});

const TAKEN: [name: keyof Config, text: string, value: unknown][] = [
  ["CTI_NODE_ID", "1.22.3", "1.22.3"],
  ["CTI_SIP_HOST", "::1", "::1"],
  ["CTI_SIP_PORT", "0", 0],
  ["CTI_SIP_PORT", " ", 5060],
  ["CTI_SIP_TRANSPORTS", "udp", ["udp"]],
  ["CTI_SIP_TRANSPORTS", "tcp", ["tcp"]],
  ["CTI_SIP_TRANSPORTS", "tcp, udp", ["tcp", "udp"]],
  ["CTI_SIP_TRANSPORTS", "wss,ws,tls", ["wss", "ws", "tls"]],
  ["CTI_SIP_TLS_PORT", "5071", 5071],
  ["CTI_SIP_WSS_PORT", "0", 0],
  ["CTI_TLS_CA", "a.pem,/b.pem", [resolve("a.pem"), "/b.pem"]],
  ["CTI_ADVERTISED_HOST", "sip.example.org", "sip.example.org"],
  ["CTI_SESSION_EXPIRES", "0", 0],
  ["CTI_SESSION_MIN_SE", "300", 300],
  ["CTI_RTP_PORTS", "1024-65535", { first: 1024, last: 65535 }],
  ["CTI_TOKENS", "a", [{ secret: "a", scopes: [] }]],
  ["CTI_TOKENS", "a:call, b:call+observe", [
    { secret: "a", scopes: ["call"] },
    { secret: "b", scopes: ["call", "observe"] },
  ]],
  ["CTI_SOUND_ROOTS", "/a, /b/../c", ["/a", "/c"]],
  ["CTI_GATEWAY", "gw.example.org:5080", "gw.example.org:5080"],
  ["CTI_GATEWAY", "[2001:db8::1]:5060", "[2001:db8::1]:5060"],
  ["CTI_TRUSTED_PEERS", "10.0.0.0/8,::1", ["10.0.0.0/8", "::1"]],
  ["CTI_SIP_USERS", "bob:s:1, eve:2", [
    { username: "bob", password: "s:1" },
    { username: "eve", password: "2" },
  ]],
  ["CTI_SIP_DIGEST", "md5,sha-512-256", ["MD5", "SHA-512-256"]],
  ["CTI_CODECS", "gsm, pcmu,gsm,cn", {
    sound: ["gsm", "pcmu"],
    comfortNoise: true,
  }],
  ["CTI_LANGUAGE", "en-US", "en-US"],
  ["CTI_IDLE_SECONDS", "0", 0],
];
for (const [name, text, value] of TAKEN) {
  Deno.test(`${name}=${text} is taken`, () => {
    assert.deepEqual(good({ [name]: text })[name], value);
  });
}

const WRONG: [name: string, value: string][] = [
  ["CTI_NODE_ID", "0.0"],
  ["CTI_NODE_ID", "0.0.0-1"],
  ["CTI_NODE_ID", "0.0.0.0"],
  ["CTI_SIP_HOST", "example.org"],
  ["CTI_SIP_PORT", "65536"],
  ["CTI_SIP_PORT", "-1"],
  ["CTI_SIP_PORT", "5060x"],
  ["CTI_SIP_TRANSPORTS", "udp,sctp"],
  ["CTI_SIP_TLS_PORT", "65536"],
  ["CTI_SIP_WS_PORT", "x"],
  ["CTI_SIP_TRANSPORTS", ","],
  ["CTI_ADVERTISED_HOST", "a b"],
  ["CTI_SESSION_EXPIRES", "-1"],
  ["CTI_SESSION_MIN_SE", "89"],
  ["CTI_RTP_HOST", "localhost"],
  ["CTI_RTP_PORTS", "20000"],
  ["CTI_RTP_PORTS", "30000-20000"],
  ["CTI_RTP_PORTS", "20000-70000"],
  ["CTI_MAX_CALLS", "0"],
  ["CTI_MEDIA_IO", "libc"],
  ["CTI_RTP_SOURCE", "any"],
  ["CTI_RTP_SECURITY", "dtls"],
  ["CTI_SIP_DIGEST", "sha-1"],
  ["CTI_SIP_DIGEST", ","],
  ["CTI_CODECS", "cn"],
  ["CTI_CODECS", "g722"],
  ["CTI_HTTP_HOST", "example.org"],
  ["CTI_HTTP_HOST", "0.0.0.0"],
  ["CTI_LANGUAGE", "de-DE"],
  ["CTI_GATEWAY", "sip:gw"],
  ["CTI_GATEWAY", "gw\r\nX: y"],
  ["CTI_TRUSTED_PEERS", "10.0.0.0/33"],
  ["CTI_TRUSTED_PEERS", "10.0.0.0/8/8"],
  ["CTI_TRUSTED_PEERS", "friends"],
  ["CTI_NATS_URL", "nats://127.0.0.1"],
  ["CTI_WEBHOOK_URL", "http://127.0.0.1"],
  ["CTI_DEMO", "yes"],
  ["CTI_DRAIN_SECONDS", "1.5"],
  ["CTI_IDLE_SECONDS", "x"],
];
for (const [name, value] of WRONG) {
  Deno.test(`${name}=${JSON.stringify(value)} is refused with what is allowed`, () => {
    const wrong = readConfig({ [name]: value });
    assert.ok(Array.isArray(wrong));
    assert.deepEqual(wrong.map((one) => [one.name, one.value]), [[
      name,
      value,
    ]]);
    assert.ok(wrong[0].allowed.length > 0);
  });
}

for (const set of ["CTI_TLS_CERT", "CTI_TLS_KEY"]) {
  Deno.test(`${set} alone is refused: the other is missing`, () => {
    const wrong = readConfig({ [set]: "file.pem" });
    assert.ok(Array.isArray(wrong));
    assert.deepEqual(wrong.map(({ name }) => [set, name].toSorted()), [
      ["CTI_TLS_CERT", "CTI_TLS_KEY"],
    ]);
  });
}

for (const tokens of ["a b", "a:root", "a:", "a:call+"]) {
  Deno.test(`CTI_TOKENS=${tokens} is refused without being repeated`, () => {
    const [wrong] = readConfig({ CTI_TOKENS: tokens }) as { value: string }[];
    assert.equal(wrong.value, "(hidden)");
  });
}

for (const users of ["bob", "bob:", ":secret", "a\u0007b:c"]) {
  Deno.test(`CTI_SIP_USERS=${users} is refused without being repeated`, () => {
    const [wrong] = readConfig({ CTI_SIP_USERS: users }) as { value: string }[];
    assert.equal(wrong.value, "(hidden)");
  });
}

Deno.test("users of a file are passwords by name, and are not repeated either", () => {
  const config = readConfig({}, { users: { bob: "s,1", "eve x": "2" } });
  assert.ok(!Array.isArray(config));
  assert.deepEqual((config as Config).users, [
    { username: "bob", password: "s,1" },
    { username: "eve x", password: "2" },
  ]);
  for (const users of [{ bob: "" }, { "a:b": "c" }, ["x"], { bob: 1 }]) {
    const wrong = readConfig({}, { users }) as { value: string }[];
    assert.deepEqual(wrong.map(({ value }) => value), ["(hidden)"]);
  }
});

Deno.test("off loopback a node needs a token", () => {
  const host = { CTI_HTTP_HOST: "0.0.0.0" };
  assert.ok(Array.isArray(readConfig(host)));
  assert.equal(
    good({ ...host, CTI_TOKENS: "secret" }).CTI_HTTP_HOST,
    "0.0.0.0",
  );
});

Deno.test("all that is wrong is said at once", () => {
  const wrong = readConfig({ CTI_SIP_PORT: "x", CTI_DEMO: "x" });
  assert.equal((wrong as unknown[]).length, 2);
});

Deno.test("a file holds lines or JSON, with the same names", () => {
  const text = '# mine\n\nCTI_SIP_PORT=5070\r\n CTI_GATEWAY = "gw:5060" \n';
  const told = { CTI_SIP_PORT: "5070", CTI_GATEWAY: "gw:5060" };
  const file = { settings: told, sections: {} };
  assert.deepEqual(readConfigFile(text), file);
  const json = '{ "CTI_SIP_PORT": 5070, "CTI_GATEWAY": "gw:5060" }';
  assert.deepEqual(readConfigFile(json), file);
});

Deno.test("a name that is no setting is refused in a file", () => {
  const wrong = readConfigFile("CTI_TOKEN=secret");
  assert.ok(Array.isArray(wrong));
  assert.equal(wrong[0].name, "CTI_TOKEN");
  assert.equal(wrong[0].value, "(hidden)");
  assert.ok(Array.isArray(readConfigFile("{")));
});
