/** The connection to the node ended while something was awaited from it. */
export class ConnectionClosed extends Error {
  override readonly name = "ConnectionClosed";

  constructor(reason: string) {
    super(`Connection closed: ${reason}`);
  }
}
