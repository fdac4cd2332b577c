import type { BindDatagram } from "../../net/datagram.ts";

/** Sees each datagram that leaves or arrives. */
export type Overhear = (direction: "out" | "in", datagram: Uint8Array) => void;

/** The same sockets, with somebody listening in. */
export function overheard(
  bind: BindDatagram,
  overhear: Overhear,
): BindDatagram {
  return (local, receive) => {
    const socket = bind(local, (datagram, from) => {
      overhear("in", datagram);
      receive(datagram, from);
    });
    return {
      get local() {
        return socket.local;
      },
      get sendErrors() {
        return socket.sendErrors;
      },
      send(datagram, to) {
        overhear("out", datagram);
        socket.send(datagram, to);
      },
      connect: (peer) => socket.connect(peer),
      age: () => socket.age(),
      close: () => socket.close(),
    };
  };
}
