/** What is wrong, as it is sent, and how the node has to say so. */
export interface WrongRequest {
  readonly what: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly code: number;
  /** The parameter that the error has to name. */
  readonly param?: string;
  /** The state that it has to name. */
  readonly state?: string;
}

export const ID = 7;

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
const BAD_PARAMS = -32602;
const UNKNOWN_RESOURCE = -32001;
const WRONG_STATE = -32002;
const WRONG_DIRECTION = -32003;

function request(method: string, params?: unknown): string {
  const name = `sys.call.${method}`;
  return JSON.stringify({ jsonrpc: "2.0", id: ID, method: name, params });
}

const LEVELS = 10_000;
const MEGABYTES_10 = 10_000_000;

/** What is no request whoever sends it. */
const GIBBERISH: readonly WrongRequest[] = [
  { what: "nothing", body: "", code: PARSE_ERROR },
  { what: "half a request", body: '{"id":7,', code: PARSE_ERROR },
  { what: "a number", body: "5", code: INVALID_REQUEST },
  { what: "an empty batch", body: "[]", code: INVALID_REQUEST },
  {
    what: "10 MB of text",
    body: "x".repeat(MEGABYTES_10),
    code: INVALID_REQUEST,
  },
  {
    what: "10,000 brackets that open",
    body: "[".repeat(LEVELS),
    code: PARSE_ERROR,
  },
  {
    what: "10,000 brackets that close again",
    body: "[".repeat(LEVELS) + "]".repeat(LEVELS),
    code: INVALID_REQUEST,
  },
  {
    what: "text that is no UTF-8",
    body: Uint8Array.of(0x22, 0xc3, 0x28, 0x22),
    code: PARSE_ERROR,
  },
  {
    what: "bytes of all kinds",
    body: Uint8Array.from({ length: 256 }, (_, n) => n),
    code: PARSE_ERROR,
  },
];

/** Parameters that are wrong whatever the call is doing. */
function badParameters(res_id: string): WrongRequest[] {
  const rows: [what: string, method: string, params: object, param: string][] =
    [
      ["content is missing", "play_start", { res_id }, "content"],
      ["res_id is missing", "drop", {}, "res_id"],
      ["res_id is null", "nop", { res_id: null }, "res_id"],
      ["res_id is an object", "nop", { res_id: {} }, "res_id"],
      [
        "content is null",
        "play_start",
        { res_id, content: null },
        "content",
      ],
      [
        "a number of keys is a word",
        "receive_dtmf_start",
        { res_id, max_keys: "many" },
        "max_keys",
      ],
      [
        "a number of keys is 0",
        "receive_dtmf_start",
        { res_id, max_keys: 0 },
        "max_keys",
      ],
      [
        "a timeout is negative",
        "receive_dtmf_start",
        { res_id, first_key_timeout: -1 },
        "first_key_timeout",
      ],
      ["keys are no keys", "send_dtmf_start", { res_id, keys: "x" }, "keys"],
      ["a cause is no status", "drop", { res_id, cause: 99 }, "cause"],
      [
        "a format is beyond the table",
        "record_start",
        { res_id, max_seconds: 5, record_file: "x.wav", record_format: 7 },
        "record_format",
      ],
      [
        "a time is an array",
        "record_start",
        { res_id, max_seconds: [5], record_file: "x.wav" },
        "max_seconds",
      ],
      [
        "an address is none",
        "construct",
        { to_uri: "a b", max_answer_seconds: 5 },
        "to_uri",
      ],
    ];
  return rows.map(([what, method, params, param]) => ({
    what,
    body: request(method, params),
    code: BAD_PARAMS,
    param,
  }));
}

/** Commands that are right and come at the wrong time, or to the wrong call. */
function misplaced(playing: string, dialled: string): WrongRequest[] {
  const play = { content: "prompt.wav" };
  const answer = { max_answer_seconds: 5 };
  return [
    {
      what: "a second play_start",
      body: request("play_start", { res_id: playing, ...play }),
      code: WRONG_STATE,
      state: "Play",
    },
    {
      what: "record_stop while playing",
      body: request("record_stop", { res_id: playing }),
      code: WRONG_STATE,
      state: "Play",
    },
    {
      what: "answer of an answered call",
      body: request("answer", { res_id: playing, ...answer }),
      code: WRONG_STATE,
      state: "Play",
    },
    {
      what: "play_start before the answer",
      body: request("play_start", { res_id: dialled, ...play }),
      code: WRONG_STATE,
      state: "Initiated",
    },
    {
      what: "answer of an outgoing call",
      body: request("answer", { res_id: dialled, ...answer }),
      code: WRONG_DIRECTION,
      state: "Initiated",
    },
    {
      what: "redirect of an outgoing call",
      body: request("redirect", { res_id: dialled, redirect_uri: "10.0.0.9" }),
      code: WRONG_DIRECTION,
      state: "Initiated",
    },
    {
      what: "a call that never was",
      body: request("drop", { res_id: "0.0.0-sys.call-1" }),
      code: UNKNOWN_RESOURCE,
    },
    {
      what: "a method that is none",
      body: request("fly", { res_id: playing }),
      code: METHOD_NOT_FOUND,
    },
    {
      what: "parameters that are a text",
      body: request("drop", playing),
      code: BAD_PARAMS,
      param: "params",
    },
  ];
}

/** Every kind of wrong request, at a call that plays and one that is dialled. */
export function wrongRequests(
  playing: string,
  dialled: string,
): WrongRequest[] {
  return [
    ...GIBBERISH,
    ...badParameters(playing),
    ...misplaced(playing, dialled),
  ];
}
