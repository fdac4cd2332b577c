/** A session description (RFC 8866) of these media lines, at an IPv4 address. */
export function plainSdp(address: string, media: readonly string[]): string {
  const head = [
    "v=0",
    `o=- 1 1 IN IP4 ${address}`,
    "s=-",
    `c=IN IP4 ${address}`,
    "t=0 0",
  ];
  return [...head, ...media, ""].join("\r\n");
}
