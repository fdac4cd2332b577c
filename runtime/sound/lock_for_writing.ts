/**
 * Makes the program the only one that writes a file, until that is closed;
 * false when somebody else writes it. Where files have no locks, or a lock would
 * keep readers out, nobody can tell.
 */
export async function lockForWriting(file: Deno.FsFile): Promise<boolean> {
  if (Deno.build.os === "windows") return true;
  return await file.tryLock(true).catch(() => true);
}
