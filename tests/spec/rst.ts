/** A function or an event as the specification declares it. */
export interface Declared {
  readonly name: string;
  /** Each with its default as it is written; null where there is none. */
  readonly parameters: readonly (readonly [string, string | null])[];
  /** Types by the parameter, where they are said. */
  readonly types: ReadonlyMap<string, string>;
}

const FUNCTION = /^\.\. function::\s*(\w+)\(([^)]*)\)$/gm;
const PARAM = /^ {2}:param (\w+) (\w+):/gm;
const TYPE = /^ {2}:type (\w+): (.+)$/gm;

/** Reads the functions and events of the specification, in its order. */
export function readRst(text: string): Declared[] {
  const heads = [...text.matchAll(FUNCTION)];
  return heads.map((head, at) => {
    const [, name, signature] = head;
    const body = text.slice(head.index, heads[at + 1]?.index);
    return {
      name,
      parameters: signature.split(",").map((part) => {
        const [parameter, standing = null] = part.trim().split("=");
        return [parameter, standing] as const;
      }),
      types: typesIn(body),
    };
  });
}

function typesIn(body: string): ReadonlyMap<string, string> {
  const said = [...body.matchAll(PARAM)]
    .map(([, type, name]): [string, string] => [name, type]);
  const better = [...body.matchAll(TYPE)]
    .map(([, name, type]): [string, string] => [name, type.trim()]);
  return new Map([...said, ...better]);
}
