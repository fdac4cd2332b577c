import { basename } from "node:path";
import { FakeNode } from "../client/fake_node.ts";

/** What the caller does, for each thing that the application asks. */
export interface Caller {
  readonly keys?: string | null;
  /** How long the message is, in seconds. */
  readonly message?: number;
  /** Hangs up in the middle of this method. */
  readonly hangsUpIn?: string;
  /** The node refuses this method. */
  readonly refused?: string;
  /** The node cannot play this prompt. */
  readonly broken?: string;
}

const ACTIONS: Readonly<Record<string, string>> = {
  answer: "answer",
  play_start: "play",
  record_start: "record",
  receive_dtmf_start: "receive_dtmf",
};

/** Plays a node with callers at it; `course` says what each was asked. */
export class ScriptedNode {
  readonly node = new FakeNode();
  readonly course: Record<string, string[]> = {};
  readonly #callers = new Map<string, Caller>();
  readonly #over = new Map<string, () => void>();

  /** Lets a caller call in; resolves when the call is over. */
  call(resId: string, caller: Caller): Promise<void> {
    this.course[resId] = [];
    this.#callers.set(resId, caller);
    this.node.incoming(resId);
    return new Promise((resolve) => this.#over.set(resId, resolve));
  }

  /** Answers requests until the node is closed. */
  async serve(): Promise<never> {
    while (true) {
      const request = await this.node.any();
      const resId = String(request.params.res_id);
      const method = request.method.replace("sys.call.", "");
      this.course[resId].push(told(method, request.params));
      const caller = this.#callers.get(resId) ?? {};
      if (caller.refused === method) {
        this.node.refuse(request, { code: -32602, message: "Invalid params" });
        continue;
      }
      this.node.reply(request);
      this.#answer(resId, method, request.params, caller);
    }
  }

  #answer(
    resId: string,
    method: string,
    params: Record<string, unknown>,
    caller: Caller,
  ): void {
    const hungUp = caller.hangsUpIn === method;
    const action = ACTIONS[method];
    if (action) {
      this.node.completed(action, {
        res_id: resId,
        error: errorOf(hungUp, caller, params),
        finish_key: null,
        keys: caller.keys ?? null,
        record_file: params.record_file,
        seconds: caller.message ?? 0,
        bytes: 0,
      });
    }
    if (hungUp || method === "drop") {
      this.node.released({ res_id: resId });
      this.#over.get(resId)?.();
    }
  }
}

function errorOf(
  hungUp: boolean,
  { broken }: Caller,
  { content }: Record<string, unknown>,
): string | null {
  if (hungUp) return "hungup";
  const isBroken = broken !== undefined && String(content).includes(broken);
  return isBroken ? "play error" : null;
}

function told(method: string, params: Record<string, unknown>): string {
  const file = params.content ?? params.play_content ?? params.record_file;
  return file ? `${method} ${basename(String(file), ".wav")}` : method;
}
