/**
 * A UDP port of loopback that nobody has at the moment. It is free again when
 * this returns: a socket that is read from would be so a turn later.
 */
export function freeUdpPort(): number {
  const any = { transport: "udp", hostname: "127.0.0.1", port: 0 } as const;
  const socket = Deno.listenDatagram(any);
  const { port } = socket.addr as Deno.NetAddr;
  socket.close();
  return port;
}
