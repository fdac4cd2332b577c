/** What a file system says that cannot do this, or need not. */
const MEANINGLESS: readonly unknown[] = ["EINVAL", "EBADF", "ENOTSUP"];

/**
 * Resolves when the names in a folder are on the disk: those of new files are
 * not there because the files are.
 * @throws what the system says
 */
export async function syncFolder(path: string): Promise<void> {
  // There a folder is no file that can be opened.
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(path);
  try {
    await folder.sync();
  } catch (error) {
    if (!MEANINGLESS.includes((error as { code?: unknown }).code)) throw error;
  }
}
