import { bindUdp } from "../../net/udp.ts";
import type { BindDatagram } from "../../net/datagram.ts";

/** A UDP port of loopback that nobody has at the moment. */
export function freeUdpPort(bind: BindDatagram = bindUdp): number {
  const socket = bind({ address: "127.0.0.1", port: 0 }, () => {});
  const { port } = socket.local;
  socket.close();
  return port;
}
