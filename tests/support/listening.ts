/** Resolves when somebody takes connections at `host:port`. */
export async function listening(at: string): Promise<void> {
  const [hostname, port] = at.split(":");
  for (let attempt = 0; attempt < 500; attempt++) {
    try {
      return (await Deno.connect({ hostname, port: Number(port) })).close();
    } catch {
      await new Promise((resume) => setTimeout(resume, 20));
    }
  }
  throw new Error(`Nobody listens at ${at}`);
}
