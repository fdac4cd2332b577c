import assert from "node:assert/strict";

/** Types of the members of events; `?`: or null. */
const CHECKS = {
  text: (value: unknown) => typeof value === "string" && value !== "",
  uri: (value: unknown) => /^sips?:\S+$/.test(String(value)),
  id: (value: unknown) => /^\d+\.\d+\.\d+-sys\.call-\d+$/.test(String(value)),
  conference: (value: unknown) =>
    /^\d+\.\d+\.\d+-sys\.conf-\d+$/.test(String(value)),
  /** Unix seconds, whole. */
  time: (value: unknown) =>
    Number.isInteger(value) &&
    Math.abs(Number(value) - Date.now() / 1000) < 600,
  flag: (value: unknown) => typeof value === "boolean",
  number: (value: unknown) => typeof value === "number",
  reason: (value: unknown) => {
    const keys = typeof value === "object" ? Object.keys(value ?? {}) : [];
    return keys.join() === "sip,q850,text";
  },
  dialog: (value: unknown) => {
    const keys = typeof value === "object" ? Object.keys(value ?? {}) : [];
    return keys.join() === "call_id,to_tag,from_tag,early_only";
  },
  status: (value: unknown) =>
    Number.isInteger(value) && Number(value) >= 200 && Number(value) < 700,
  service: (value: unknown) =>
    /^\d+\.\d+\.\d+-ext\.[a-z_]+-\d+$/.test(String(value)),
  key: (value: unknown) => /^[0-9A-D*#]$/.test(String(value)),
  keys: (value: unknown) => /^[0-9A-D*#]*$/.test(String(value)),
  direction: (value: unknown) => value === "inbound" || value === "outbound",
  side: (value: unknown) => value === "usr" || value === "sys",
  nothing: (value: unknown) => value === null,
  process: (value: unknown) => {
    const { process_id } = value as { process_id?: unknown };
    return Number.isInteger(process_id);
  },
} as const;

type Type = keyof typeof CHECKS | `${keyof typeof CHECKS}?`;
type Members = readonly (readonly [member: string, type: Type])[];

const COMPLETED: Members = [
  ["res_id", "id"],
  ["error", "text?"],
  ["begin_time", "time"],
];
const USER_DATA = ["user_data", "text?"] as const;
const END_TIME = ["end_time", "time"] as const;
const ACTION: Members = [...COMPLETED, END_TIME];

/** No `error` stands in an event of a conference. */
const CONFERENCE: Members = [
  ["res_id", "conference"],
  ["begin_time", "time"],
  END_TIME,
  USER_DATA,
];
/** Of a service that makes one call; what it found stands before user_data. */
const SERVICE: Members = [
  ["res_id", "service"],
  ["error", "text?"],
  ["begin_time", "time"],
  ["answer_time", "time?"],
  END_TIME,
  ["dropped_by", "side"],
];

const DATA_OF_BOTH: Members = [
  ["user_data1", "text?"],
  ["user_data2", "text?"],
];
const DIALLED_BACK: Members = [
  ["res_id", "service"],
  ["error", "text?"],
  ["begin_time", "time"],
  ["answer_time", "time?"],
  END_TIME,
  ...DATA_OF_BOTH,
];

/** Members in the order of `sys.call.rst`; then what this node adds. */
const EVENTS: Readonly<Record<string, Members>> = {
  on_incoming: [
    ["res_id", "id"],
    ["from_uri", "uri"],
    ["to_uri", "uri"],
    ["begin_time", "time"],
    USER_DATA,
    ["ipsc_info", "process"],
    ["trunk", "text?"],
    ["asserted_identity", "text?"],
    ["privacy", "text?"],
    ["replaces", "dialog?"],
  ],
  on_answer_completed: [...ACTION, USER_DATA],
  on_ringing: [["res_id", "id"], ["ring_time", "time"], USER_DATA],
  on_early_media: [["res_id", "id"], ["begin_time", "time"], USER_DATA],
  on_progress_completed: [...ACTION, USER_DATA],
  on_media_timeout: [["res_id", "id"], ["seconds", "number"], USER_DATA],
  on_held: [["res_id", "id"], ["held", "flag"], USER_DATA],
  on_refer: [
    ["res_id", "id"],
    ["refer_to", "uri"],
    ["referred_by", "uri?"],
    USER_DATA,
    ["replaces", "dialog?"],
  ],
  on_dial_completed: [
    ...COMPLETED,
    ["answer_time", "time?"],
    END_TIME,
    USER_DATA,
  ],
  on_play_completed: [
    ...ACTION,
    ["finish_key", "key?"],
    USER_DATA,
    ["reason", "text?"],
  ],
  on_record_completed: [
    ...ACTION,
    ["finish_key", "key?"],
    USER_DATA,
    ["record_file", "text"],
    ["seconds", "number"],
    ["bytes", "number"],
    ["reason", "text?"],
  ],
  on_send_dtmf_completed: [...ACTION, USER_DATA],
  on_receive_dtmf_completed: [
    ...ACTION,
    ["keys", "keys?"],
    USER_DATA,
    ["reason", "text?"],
  ],
  on_connect_completed: [...ACTION, USER_DATA],
  on_conf_completed: [...ACTION, USER_DATA, ["conf_res_id", "conference"]],
  on_released: [
    ["res_id", "id"],
    ["call_dir", "direction"],
    ["from_uri", "uri"],
    ["to_uri", "uri"],
    ["begin_time", "time"],
    ["answer_time", "time?"],
    END_TIME,
    ["dropped_by", "side"],
    ["cause", "status"],
    USER_DATA,
    ["ipsc_info", "process"],
    ["error", "nothing"],
    ["reason", "reason?"],
  ],
  "sys.conf.on_play_completed": [...CONFERENCE, ["reason", "text?"]],
  "sys.conf.on_record_completed": [
    ...CONFERENCE,
    ["record_file", "text"],
    ["seconds", "number"],
    ["bytes", "number"],
    ["reason", "text?"],
  ],
  "sys.conf.on_released": CONFERENCE,
  "ext.notify_call.on_released": [...SERVICE, USER_DATA],
  "ext.captcha_call.on_released": [...SERVICE, ["keys", "keys?"], USER_DATA],
  "ext.duo_callback.on_dial1_completed": DIALLED_BACK,
  "ext.duo_callback.on_dial2_started": [
    ["res_id", "service"],
    ["begin_time", "time"],
    ...DATA_OF_BOTH,
  ],
  "ext.duo_callback.on_dial2_completed": DIALLED_BACK,
  "ext.duo_callback.on_released": [
    ["res_id", "service"],
    ["error", "text?"],
    ["begin_time", "time"],
    ["answer_time", "time?"],
    ["connect_time", "time?"],
    END_TIME,
    ["hangup_by", "number"],
    ...DATA_OF_BOTH,
  ],
};

function fits(type: Type, value: unknown): boolean {
  if (type.endsWith("?") && value === null) return true;
  return CHECKS[type.replace("?", "") as keyof typeof CHECKS](value);
}

/** An event has every member of the specification, in its order and type. */
export function checkEvent(
  method: string,
  params: Readonly<Record<string, unknown>>,
): void {
  const members = EVENTS[method.replace("sys.call.", "")];
  assert.ok(members, `unknown event ${method}`);
  const names = members.map(([name]) => name);
  assert.deepEqual(Object.keys(params), [...names, "event_id"], method);
  for (const [name, type] of members) {
    const value = params[name];
    assert.ok(fits(type, value), `${method} ${name}: ${JSON.stringify(value)}`);
  }
  const { begin_time, end_time } = params;
  if (end_time !== undefined) assert.ok(Number(begin_time) <= Number(end_time));
}
