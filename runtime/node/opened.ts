/** The machine does not give what the settings ask for; the message says what. */
export class CannotOpen extends Error {}

/** Opens something, or throws an error that says what and where to look. */
export function opened<Thing>(what: string, open: () => Thing): Thing {
  try {
    return open();
  } catch (cause) {
    return cannotOpen(what)(cause);
  }
}

export function cannotOpen(what: string): (cause: unknown) => never {
  return (cause) => {
    throw new CannotOpen(`Cannot open ${what}: ${wordsOf(cause)}`, { cause });
  };
}

/** Without the name of a kind of error that says nothing. */
function wordsOf(cause: unknown): string {
  return `${cause}`.replace(/^Error: /, "");
}
