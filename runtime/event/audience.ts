/** What a connection wants to be told. */
export type Audience =
  /** Its share of the work of its group; first what came `after` that event. */
  | {
    readonly kind: "worker";
    readonly group: string;
    readonly after: number | null;
    /** A name that its next connection has too, and no other. */
    readonly client?: string | null;
  }
  /** Everything that happens in the node. */
  | { readonly kind: "observer"; readonly after: number | null }
  /** Incoming calls that no worker takes. */
  | { readonly kind: "fallback" }
  /** What itself has created. */
  | { readonly kind: "creator" };

/** Names that no group of workers has. */
export const FALLBACK = "";
const CREATOR = "creator ";

/** The name under which such connections share their work. */
export function groupOf(audience: Audience): string {
  if (audience.kind === "worker") return audience.group;
  return audience.kind === "creator" ? CREATOR : FALLBACK;
}
