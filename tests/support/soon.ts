const PATIENCE_MS = 15_000;

/** Waits for what has to happen soon, and says what did not. */
export async function soon<T>(awaited: Promise<T>, what: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const said = `Not within ${PATIENCE_MS / 1000} s: ${what}`;
  const timer = setTimeout(() => late.reject(new Error(said)), PATIENCE_MS);
  try {
    return await Promise.race([awaited, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
