import { apiReference } from "../runtime/rpc/reference.ts";
import { EVENTS } from "../tests/spec/events.ts";
import { FUNCTIONS } from "../tests/spec/functions.ts";
import type { Held, SpecEvent } from "../tests/spec/specification.ts";
import { STATES } from "../tests/spec/states.ts";

/** docs/API.md: the reference, and what of the specification holds it. */
export function apiPage(): string {
  return [apiReference(), ...specification(), ""].join("\n");
}

function specification(): string[] {
  return [
    "## What the specification says",
    "",
    "Each function and event of the specification of `sys.call`, and the tests that",
    "hold it. That parameters, defaults and members are the specification's, and in",
    "its order, is held by [sys_call_test](../tests/spec/sys_call_test.ts); `…`",
    "stands for the cases of a table.",
    "",
    "| | what it says | test |",
    "| --- | --- | --- |",
    ...rowsOf(["states", { held: STATES }]),
    "",
    "| function | what it says | test |",
    "| --- | --- | --- |",
    ...Object.entries(FUNCTIONS).flatMap(rowsOf),
    "",
    "| event | what it says | test |",
    "| --- | --- | --- |",
    ...Object.entries(EVENTS).flatMap(rowsOf),
  ];
}

function rowsOf(
  [name, { held }]: [string, Pick<SpecEvent, "held">],
): string[] {
  return held.map((one, at) => rowOf(at === 0 ? `\`${name}\`` : "", one));
}

function rowOf(name: string, { says, file, test }: Held): string {
  const shown = test.replace(/\$\{[^}]*\}/g, "…").replaceAll("|", "\\|");
  return `| ${name} | ${says} | [${shown}](../tests/${file}) |`;
}
