/** The wire says `max_ring_seconds`, the client `maxRingSeconds`. */
export function camelOf(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

export function snakeOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Parameters as the wire names them; members that are undefined are left out. */
export function wireParameters(parameters: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [snakeOf(name), value]),
  );
}
