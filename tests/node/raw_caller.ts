const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** A caller that is nothing but a script of SIP messages over UDP. */
export class RawCaller {
  readonly #socket: Deno.DatagramConn;
  readonly #sound: Deno.DatagramConn;
  readonly #node: Deno.NetAddr;
  readonly #callId = crypto.randomUUID();
  /** The last message that it received. */
  heard = "";
  #to = "<sip:100@127.0.0.1>";
  #target = "sip:100@127.0.0.1";

  constructor(sip: string) {
    const [, hostname, port] = sip.split(":");
    this.#node = { transport: "udp", hostname, port: Number(port) };
    const any = { transport: "udp", hostname: "127.0.0.1", port: 0 } as const;
    this.#socket = Deno.listenDatagram(any);
    this.#sound = Deno.listenDatagram(any);
  }

  /** Sends an INVITE and gives its responses up to the final one. */
  async invite(): Promise<number[]> {
    const { port } = this.#sound.addr as Deno.NetAddr;
    const sdp = [
      "v=0",
      "o=- 1 1 IN IP4 127.0.0.1",
      "s=-",
      "c=IN IP4 127.0.0.1",
      "t=0 0",
      `m=audio ${port} RTP/AVP 8 101`,
      "a=rtpmap:101 telephone-event/8000",
      "",
    ].join("\r\n");
    await this.#send("INVITE", 1, sdp);
    const statuses: number[] = [];
    while ((statuses.at(-1) ?? 0) < 200) statuses.push(await this.status());
    return statuses;
  }

  ack(): Promise<void> {
    return this.#send("ACK", 1);
  }

  async bye(): Promise<number> {
    await this.#send("BYE", 2);
    return await this.status();
  }

  /** The status of the next response. */
  async status(): Promise<number> {
    const text = await this.#receive();
    this.#to = /^To: (.*)\r$/m.exec(text)?.[1] ?? this.#to;
    this.#target = /^Contact: <(.*)>\r$/m.exec(text)?.[1] ?? this.#target;
    return Number(/^SIP\/2.0 (\d{3}) /.exec(text)?.[1]);
  }

  /** The method of the next request. */
  async request(): Promise<string> {
    return /^[A-Z]+/.exec(await this.#receive())?.[0] ?? "";
  }

  /** Waits for one packet of sound and gives its payload type. */
  async payloadType(): Promise<number> {
    const [packet] = await this.#sound.receive();
    return packet[1] & 0x7f;
  }

  /** The sequence numbers of all packets of sound up to the `count`th. */
  async sequenceNumbers(count: number): Promise<number[]> {
    const numbers: number[] = [];
    while (numbers.length < count) {
      const [packet] = await this.#sound.receive();
      numbers.push(packet[2] << 8 | packet[3]);
    }
    return numbers;
  }

  close(): void {
    this.#socket.close();
    this.#sound.close();
  }

  async #receive(): Promise<string> {
    const [datagram] = await this.#socket.receive(new Uint8Array(65535));
    this.heard = DECODER.decode(datagram);
    return this.heard;
  }

  async #send(method: string, cseq: number, body = ""): Promise<void> {
    const { port } = this.#socket.addr as Deno.NetAddr;
    const branch = `z9hG4bK${crypto.randomUUID()}`;
    const lines = [
      `${method} ${this.#target} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=${branch};rport`,
      "Max-Forwards: 70",
      "From: <sip:13800138000@127.0.0.1>;tag=raw",
      `To: ${this.#to}`,
      `Call-ID: ${this.#callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:raw@127.0.0.1:${port}>`,
      ...body ? ["Content-Type: application/sdp"] : [],
      `Content-Length: ${body.length}`,
      "",
      body,
    ];
    const message = ENCODER.encode(lines.join("\r\n"));
    await this.#socket.send(message, this.#node);
  }
}
