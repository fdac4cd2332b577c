import { CALL_METHODS, type CallMethod } from "../call/methods.ts";
import {
  CALL_ARROWS,
  CALL_STATES,
  type CallInput,
  type CallState,
} from "../call/states.ts";

/** What leads from one state to the next, in the words of an application. */
const WORDS: Readonly<Record<CallInput, string>> = {
  answer: "answer",
  answered: "answered",
  play: "play_start",
  record: "record_start",
  sendDtmf: "send_dtmf_start",
  receiveDtmf: "receive_dtmf_start",
  dial: "a call is dialled for it",
  connect: "connect_start",
  conf: "conf_enter",
  completed: "over",
  hangUp: "hung up",
};

/** The states of a call, and what is allowed in each, of the tables themselves. */
export function stateReference(): string[] {
  return [
    "## States of a call",
    "",
    "A call that is hung up while something runs is in `Idle` for an instant",
    "before it is `Released`. `Connect` goes back to `Dial` where a call is still",
    "dialled for it.",
    ...["", "```mermaid", ...graph(), "```", ""],
    "What may be asked of a call in which state; everything else is refused with",
    "`data.state` and `data.allowed_methods`, and nothing happens. Before it is",
    "there, and afterwards, a call is an unknown resource, which `exists` alone",
    "may be asked of. A call may be a parent, or the second party of a connection,",
    "in `Idle`.",
    ...["", ...table()],
  ];
}

function graph(): string[] {
  const arrows = CALL_STATES.flatMap((from) => arrowsFrom(from));
  return [
    "stateDiagram-v2",
    "    direction LR",
    "    [*] --> Initiated: comes in, or goes out",
    ...arrows,
    "    Released --> [*]",
  ];
}

function arrowsFrom(from: CallState): string[] {
  return Object.entries(CALL_ARROWS[from]).map(([input, [to]]) =>
    `    ${from} --> ${to}: ${WORDS[input as CallInput]}`
  );
}

function table(): string[] {
  const states = CALL_STATES.filter((state) => state !== "Released");
  const names = Object.keys(CALL_METHODS) as CallMethod[];
  return [
    `| method | ${states.join(" | ")} |`,
    `| --- |${" :-: |".repeat(states.length)}`,
    ...names.map((name) => tableRow(name, states)),
  ];
}

function tableRow(name: CallMethod, states: readonly CallState[]): string {
  const rule = CALL_METHODS[name];
  const allowed: readonly CallState[] = rule.states;
  const marks = states.map((state) => allowed.includes(state) ? "•" : "");
  return `| \`${name}\`${only(rule)} | ${marks.join(" | ")} |`;
}

function only(rule: (typeof CALL_METHODS)[CallMethod]): string {
  if ("ofFirstParty" in rule) return ", of the first party";
  return "direction" in rule ? `, ${rule.direction} only` : "";
}
