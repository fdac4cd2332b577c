/**
 * A rule for `deno lint`: no regular expression of `runtime/` may take more than
 * time in proportion to its text, or to its square where a bound is written out.
 */

/** A piece of a regular expression, and how often it may come. */
interface Piece {
  /** Alternatives, for a group; null for one character of a set. */
  readonly group: readonly Piece[][] | null;
  /** How the set is written. */
  readonly set: string;
  readonly least: number;
  readonly most: number;
}

const QUANTIFIER = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/;

/** Reads what a regular expression is made of; lookarounds are groups. */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  alternatives(): Piece[][] {
    const found: Piece[][] = [[]];
    while (this.#at < this.#source.length && this.#source[this.#at] !== ")") {
      if (this.#source[this.#at] === "|") {
        found.push([]);
        this.#at++;
      } else found[found.length - 1].push(this.#piece());
    }
    return found;
  }

  #piece(): Piece {
    const group = this.#source[this.#at] === "(" ? this.#group() : null;
    const set = group ? "" : this.#set();
    const [text, low, comma, high] =
      QUANTIFIER.exec(this.#source.slice(this.#at)) ?? [""];
    this.#at += text.length;
    const [least, most] = timesOf(text, low, comma, high);
    return { group, set, least, most };
  }

  #group(): Piece[][] {
    const start = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/;
    this.#at += start.exec(this.#source.slice(this.#at))?.[0].length ?? 1;
    const alternatives = this.alternatives();
    this.#at++;
    return alternatives;
  }

  /** One character, an escape, or a class in brackets. */
  #set(): string {
    const one =
      /^(?:\[(?:\\.|[^\]\\])*\]|\\u\{\w+\}|\\u\w{4}|\\x\w\w|\\p\{\w+\}|\\.|.)/s;
    const [text] = one.exec(this.#source.slice(this.#at)) ?? [""];
    this.#at += text.length || 1;
    return text;
  }
}

function timesOf(
  text: string,
  low: string | undefined,
  comma: string,
  high: string,
): [least: number, most: number] {
  if (low !== undefined) {
    const most = comma === "" ? Number(low) : high ? Number(high) : Infinity;
    return [Number(low), most];
  }
  if (text === "") return [1, 1];
  return [text[0] === "+" ? 1 : 0, text[0] === "?" ? 1 : Infinity];
}

/** What is slow about a regular expression; null for nothing. */
export function slownessOf(source: string): string | null {
  const alternatives = new Reader(source).alternatives();
  for (const pieces of alternatives) {
    const found = nestedIn(pieces, false) ?? overlapIn(pieces) ??
      searchIn(pieces);
    if (found) return found;
  }
  return null;
}

/** Repeats within repeats: the ways to divide a text among them explode. */
function nestedIn(pieces: readonly Piece[], repeated: boolean): string | null {
  for (const { group, most } of pieces) {
    if (most === Infinity && repeated) return "a repeat within a repeat";
    for (const alternative of group ?? []) {
      const found = nestedIn(alternative, repeated || most === Infinity);
      if (found) return found;
    }
  }
  return null;
}

/** Two endless repeats side by side that take the same characters. */
function overlapIn(pieces: readonly Piece[]): string | null {
  let before: string[] = [];
  for (const { group, set, least, most } of pieces) {
    for (const alternative of group ?? []) {
      const found = overlapIn(alternative);
      if (found) return found;
    }
    if (most === Infinity && before.some((other) => meet(other, set))) {
      return "two repeats of the same characters side by side";
    }
    if (least > 0) before = [];
    if (most === Infinity && !group) before.push(set);
  }
  return null;
}

/** `x+y` that may begin anywhere tries every x again. */
function searchIn([first, ...rest]: readonly Piece[]): string | null {
  const isEndless = first && !first.group && first.most === Infinity;
  return isEndless && rest.length > 0
    ? "a repeat at the beginning without ^ before it"
    : null;
}

/** Latin-1 tells sets of characters well enough apart. */
const SAMPLE = Array.from({ length: 256 }, (_, code) => {
  return String.fromCharCode(code);
});

function meet(a: string, b: string): boolean {
  if (b === "") return false;
  const [one, other] = [new RegExp(`^${a}$`, "s"), new RegExp(`^${b}$`, "s")];
  return SAMPLE.some((char) => one.test(char) && other.test(char));
}

const plugin: Deno.lint.Plugin = {
  name: "edge-cti",
  rules: {
    "slow-regex": {
      create(context) {
        if (!context.filename.includes("/runtime/")) return {};
        return {
          Literal(node) {
            const text = context.sourceCode.getText(node);
            if (!text.startsWith("/")) return;
            const slow = slownessOf(text.slice(1, text.lastIndexOf("/")));
            if (slow) context.report({ node, message: `May be slow: ${slow}` });
          },
          NewExpression(node) {
            const { callee } = node;
            if (callee.type === "Identifier" && callee.name === "RegExp") {
              context.report({ node, message: "A regular expression of text" });
            }
          },
        };
      },
    },
  },
};

export default plugin;
