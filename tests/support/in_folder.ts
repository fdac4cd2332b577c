/** Does something in a folder of its own, which is gone afterwards. */
export async function inFolder<T>(
  act: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
