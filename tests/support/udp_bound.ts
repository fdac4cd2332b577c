const ATTEMPTS = 500;
const MS = 20;

/** Resolves when some process has this UDP port, as the kernel says. */
export async function udpBound(port: number): Promise<void> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const table = await Deno.readTextFile("/proc/net/udp");
    const bound = table.split("\n").map((row) => row.trim().split(/\s+/)[1]);
    if (bound.some((address) => address?.endsWith(local))) return;
    await new Promise((resume) => setTimeout(resume, MS));
  }
  throw new Error(`Nobody has UDP port ${port}`);
}
