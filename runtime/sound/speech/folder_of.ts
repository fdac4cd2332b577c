import { createHash } from "node:crypto";

/** The folder of an engine that may be told differently: by what it was told. */
export function folderOf(kind: string, told: string): string {
  const mark = createHash("sha256").update(told).digest("hex").slice(0, 16);
  return `${kind}-${mark}`;
}
