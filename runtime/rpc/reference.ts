import * as z from "zod";
import { FAULTS } from "../base/fault.ts";
import { callRule } from "./call_rule.ts";
import { eventReference } from "./event_reference.ts";
import { expectation } from "./expectation.ts";
import { idempotencyKey, KEY_NAME } from "./idempotency_key.ts";
import { memberTable } from "./member_table.ts";
import { accepted, type Method } from "./method.ts";
import { METHODS } from "./methods.ts";
import { stateReference } from "./state_reference.ts";

/** The API reference, in Markdown, of the very tables that the node runs by. */
export function apiReference(): string {
  return [
    "# API reference",
    "",
    "Made by `deno task docs` from the method table of the node. Commands and",
    "events travel as JSON-RPC 2.0; see the [guide](GUIDE.md). The leading `sys.`",
    "of a method may be left out. Parameters are given by name, or as an array in",
    "the order below. Numbers and truth values may be texts that hold them; null",
    "is as if left out; unknown names are ignored. The result is null unless said.",
    "",
    `Every method also takes \`${KEY_NAME}\`, ${expectation(idempotencyKey)},`,
    'with `"replayed":true` beside the result.',
    "",
    ...stateReference(),
    "",
    "## Methods",
    ...[...METHODS].flatMap(([name, method]) => methodText(name, method)),
    "",
    "## Events",
    "",
    "Every event also has its `event_id`. Times are Unix seconds. `user_data` is",
    "what `construct` or `answer` was given.",
    ...eventReference(),
    "",
    "## Errors",
    "",
    "| code | message unless a better one is known |",
    "| --- | --- |",
    ...Object.values(FAULTS).map(([code, text]) => `| ${code} | ${text} |`),
    "",
    "`data.param` and `data.expected` name a wrong parameter; `data.state` and",
    "`data.allowed_methods` say what a call would listen to.",
    "",
  ].join("\n");
}

function methodText(name: string, method: Method): string[] {
  const rows = Object.entries(method.params.shape).map(([param, shape]) => {
    const what = expectation(shape).replaceAll("|", "\\|");
    return `| \`${param}\` | ${standing(shape)} | ${what} |`;
  });
  const aliases = Object.entries(method.aliases)
    .map(([alias, param]) => ["", `\`${alias}\` is taken for \`${param}\`.`]);
  return [
    ...["", `### ${name}`, "", method.summary, ""],
    ...["| parameter | default | what |", "| --- | --- | --- |", ...rows],
    ...aliases.flat(),
    ...resultText(method.result),
    ...whenText(name),
  ];
}

/** What the reply says, where it is not null. */
function resultText(result: z.ZodType): string[] {
  if (result === accepted) return [];
  const item = result instanceof z.ZodArray ? result.element : result;
  if (!(item instanceof z.ZodObject)) {
    return ["", `Result: ${expectation(result)}.`];
  }
  const what = item === result ? "Result" : "Result, an array of";
  return ["", `${what}:`, "", ...memberTable(item)];
}

/** What a parameter is if it is not given. */
function standing(shape: z.ZodType): string {
  if (shape instanceof z.ZodDefault) {
    return `\`${JSON.stringify(shape.def.defaultValue)}\``;
  }
  return shape instanceof z.ZodOptional ? "none" : "required";
}

/** In which states of a call the method is allowed, where not in all. */
function whenText(name: string): string[] {
  const rule = callRule(name);
  if (!rule) return [];
  const call = rule.direction ? `an ${rule.direction} call` : "a call";
  return ["", `Allowed on ${call} that is ${rule.states.join(", ")}.`];
}
