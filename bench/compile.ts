const FOLDER = new URL("./native/", import.meta.url);

/**
 * Compiles a file of `bench/native/` into a program of its name; false where
 * the compiler or a library is missing.
 */
export async function compile(
  source: string,
  options: readonly string[],
  program: string,
): Promise<boolean> {
  const { pathname } = new URL(source, FOLDER);
  // Libraries stand behind what needs them
  const args = ["-o", program, pathname, ...options];
  try {
    const compiler = new Deno.Command("cc", { args, stderr: "null" });
    return (await compiler.output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
