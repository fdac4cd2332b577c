/** Every file below a folder whose name ends so, in the order of its path. */
export async function* walk(folder: URL, ending: string): AsyncGenerator<URL> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const entry of entries) {
    if (entry.isDirectory) {
      yield* walk(new URL(`${entry.name}/`, folder), ending);
    } else if (entry.name.endsWith(ending)) yield new URL(entry.name, folder);
  }
}
