/**
 * Does something in a folder of its own, which is gone afterwards. What goes
 * wrong inside is what is told, even where the folder cannot be removed then.
 */
export async function inFolder<T>(
  act: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir();
  const remove = () => Deno.remove(folder, { recursive: true });
  try {
    const result = await act(folder);
    await remove();
    return result;
  } catch (error) {
    await remove().catch(() => {});
    throw error;
  }
}
