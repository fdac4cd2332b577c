import assert from "node:assert/strict";
import { type Wire, wirePair } from "../../runtime/client/mod.ts";

export interface SeenRequest {
  readonly id: number;
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** The node's end of a wire, played by a test. */
export class FakeNode {
  /** The end for the client. */
  readonly wire: Wire;
  readonly #end: Wire;
  readonly #seen: SeenRequest[] = [];
  #awaiting: ((request: SeenRequest) => void) | null = null;
  #eventId = 0;

  constructor() {
    [this.wire, this.#end] = wirePair();
    this.#end.listen({
      text: (text) => this.#take(JSON.parse(text)),
      closed: () => {},
    });
  }

  /** The next request that nobody has looked at; it must be this method. */
  async next(method: string): Promise<SeenRequest> {
    const request = await this.any();
    assert.equal(request.method, method);
    return request;
  }

  /** The next request that nobody has looked at. */
  async any(): Promise<SeenRequest> {
    return this.#seen.shift() ?? await new Promise<SeenRequest>(
      (resolve) => this.#awaiting = resolve,
    );
  }

  reply({ id }: SeenRequest, result: unknown = null): void {
    this.say({ jsonrpc: "2.0", id, result });
  }

  refuse({ id }: SeenRequest, error: Record<string, unknown>): void {
    this.say({ jsonrpc: "2.0", id, error });
  }

  /** An event of a call, with the members that every one has. */
  event(name: string, members: Record<string, unknown> = {}): void {
    const params = {
      event_id: ++this.#eventId,
      res_id: "0.0.0-sys.call-1",
      user_data: null,
      ...members,
    };
    this.say({ jsonrpc: "2.0", method: `sys.call.on_${name}`, params });
  }

  incoming(resId = "0.0.0-sys.call-1"): void {
    this.event("incoming", {
      res_id: resId,
      from_uri: "sip:alice@127.0.0.1",
      to_uri: "sip:100@127.0.0.1",
      begin_time: 1_700_000_000,
      ipsc_info: { process_id: 1, call_id: "abc" },
    });
  }

  completed(action: string, members: Record<string, unknown> = {}): void {
    const [begin_time, end_time] = [1_700_000_000, 1_700_000_001];
    const all = { error: null, begin_time, end_time, ...members };
    this.event(`${action}_completed`, all);
  }

  released(members: Record<string, unknown> = {}): void {
    this.event("released", {
      call_dir: "inbound",
      from_uri: "sip:alice@127.0.0.1",
      to_uri: "sip:100@127.0.0.1",
      begin_time: 1_700_000_000,
      answer_time: null,
      end_time: 1_700_000_009,
      dropped_by: "usr",
      cause: 200,
      ipsc_info: { process_id: 1, call_id: "abc" },
      ...members,
    });
  }

  say(message: unknown): void {
    this.#end.send(JSON.stringify(message));
  }

  close(): void {
    this.#end.close();
  }

  #take(request: SeenRequest): void {
    const awaiting = this.#awaiting;
    this.#awaiting = null;
    if (awaiting) awaiting(request);
    else this.#seen.push(request);
  }
}
