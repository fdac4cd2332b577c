import type { CallEvent, CallEvents, CallEventType } from "./call_event.ts";
import { CallEnded } from "./call_ended.ts";
import { Expectations } from "./expectations.ts";
import { wireParameters } from "./names.ts";
import type {
  AnswerOptions,
  ConnectOptions,
  PlayContent,
  PlayOptions,
  ProgressOptions,
  ReceiveDtmfOptions,
  RecordOptions,
} from "./parameters.ts";
import { RpcError } from "./rpc_error.ts";

/** Sends a request and gives the result of its reply. */
export type Ask = (
  method: string,
  params: Record<string, unknown>,
) => Promise<unknown>;

const AN_HOUR = 3600;
const A_MINUTE = 60;
const UNKNOWN_RESOURCE = -32001;
/** What `error` of a completed event begins with when the call has ended. */
const HUNG_UP = /^hungup/;
/** These end with an error only when there is no call to go on with. */
const MAKE_THE_CALL = new Set<CallEventType>([
  "answerCompleted",
  "dialCompleted",
]);

/**
 * One call of the node. An action's promise resolves with its completed event,
 * whose `error` is null if it went well; it rejects with `RpcError` when the
 * node refuses it and with `CallEnded` when the call ends before or meanwhile.
 */
export class Call {
  /** Resolves when the call is over, however that came. */
  readonly released: Promise<CallEvents["released"]>;
  /** An outgoing call: resolves when answered, rejects with `CallEnded`. */
  readonly dialled: Promise<CallEvents["dialCompleted"]>;
  readonly #ask: Ask;
  readonly #expectations = new Expectations();
  #end: CallEnded | null = null;

  /** @param incoming how it came in; null for one that this side began */
  constructor(
    readonly resId: string,
    ask: Ask,
    readonly incoming: CallEvents["incoming"] | null = null,
  ) {
    this.#ask = ask;
    this.released = this.#expectations.expect("released").arrived;
    this.dialled = this.#expectations.expect("dialCompleted").arrived;
  }

  /** Whether the node has said that it is over. */
  get ended(): boolean {
    return this.#end !== null;
  }

  /** Accepts an incoming call; resolves when sound can flow. */
  answer(options: AnswerOptions = {}): Promise<CallEvents["answerCompleted"]> {
    return this.#act("answerCompleted", "answer", {
      maxAnswerSeconds: AN_HOUR,
      ...options,
    });
  }

  /** Lets the caller hear something before the call is answered. */
  progress(
    options: ProgressOptions = {},
  ): Promise<CallEvents["progressCompleted"]> {
    return this.#act("progressCompleted", "progress", options);
  }

  play(
    content: PlayContent,
    options: PlayOptions = {},
  ): Promise<CallEvents["playCompleted"]> {
    return this.#act("playCompleted", "play_start", { content, ...options });
  }

  playStop(): Promise<void> {
    return this.#tell("play_stop");
  }

  record(
    recordFile: string,
    options: RecordOptions = {},
  ): Promise<CallEvents["recordCompleted"]> {
    return this.#act("recordCompleted", "record_start", {
      recordFile,
      maxSeconds: A_MINUTE,
      ...options,
    });
  }

  recordStop(): Promise<void> {
    return this.#tell("record_stop");
  }

  sendDtmf(keys: string): Promise<CallEvents["sendDtmfCompleted"]> {
    return this.#act("sendDtmfCompleted", "send_dtmf_start", { keys });
  }

  sendDtmfStop(): Promise<void> {
    return this.#tell("send_dtmf_stop");
  }

  receiveDtmf(
    options: ReceiveDtmfOptions = {},
  ): Promise<CallEvents["receiveDtmfCompleted"]> {
    return this.#act("receiveDtmfCompleted", "receive_dtmf_start", options);
  }

  stopReceiveDtmf(): Promise<void> {
    return this.#tell("stop_receive_dtmf_start");
  }

  /**
   * Connects it with another call; resolves when that is over, with an `error`
   * when either hung up, or after `maxSeconds`.
   */
  connect(
    other: Call,
    options: ConnectOptions = {},
  ): Promise<CallEvents["connectCompleted"]> {
    return this.#act("connectCompleted", "connect_start", {
      callResId: other.resId,
      maxSeconds: AN_HOUR,
      ...options,
    });
  }

  /** Ends a connection that this call began. */
  connectStop(): Promise<void> {
    return this.#tell("connect_stop");
  }

  /** Sends an incoming call elsewhere instead of answering it. */
  redirect(redirectUri: string): Promise<void> {
    return this.#tell("redirect", { redirectUri });
  }

  /** Hangs up, or refuses; `cause` is a SIP status, 603 unless told. */
  drop(cause?: number): Promise<void> {
    return this.#tell("drop", { cause });
  }

  /** Keeps the node from ending a call that is not told anything for long. */
  nop(): Promise<void> {
    return this.#tell("nop");
  }

  async exists(): Promise<boolean> {
    const params = { res_id: this.resId };
    return await this.#ask("sys.call.exists", params) === true;
  }

  /** Takes an event of this call; for the client that reads them. */
  take(event: CallEvent): void {
    const end = this.#endIn(event);
    if (end) this.#expectations.refuse(event.type, end);
    else this.#expectations.take(event);
    if (event.type === "released") {
      this.lose(new CallEnded(this.resId, `released, cause ${event.cause}`));
    }
  }

  /** Nothing more will be heard of this call; for the client. */
  lose(error: Error): void {
    if (error instanceof CallEnded) this.#end = error;
    this.#expectations.refuseAll(error);
  }

  #endIn(event: CallEvent): CallEnded | null {
    if (!("error" in event) || event.error === null) return null;
    // It may have been the other one that hung up.
    if (event.type === "connectCompleted") return null;
    const over = MAKE_THE_CALL.has(event.type) || HUNG_UP.test(event.error);
    return over ? new CallEnded(this.resId, event.error) : null;
  }

  async #act<T extends CallEventType>(
    type: T,
    method: string,
    params: object,
  ): Promise<CallEvents[T]> {
    const expected = this.#expectations.expect(type);
    try {
      await this.#tell(method, params);
    } catch (error) {
      expected.cancel();
      throw error;
    }
    return await expected.arrived;
  }

  async #tell(method: string, params: object = {}): Promise<void> {
    if (this.#end) throw this.#end;
    const all = { res_id: this.resId, ...wireParameters(params) };
    try {
      await this.#ask(`sys.call.${method}`, all);
    } catch (error) {
      throw this.#gone(error) ?? error;
    }
  }

  /** A call that the node no longer knows is one that has ended meanwhile. */
  #gone(error: unknown): CallEnded | null {
    if (!(error instanceof RpcError)) return null;
    if (error.code !== UNKNOWN_RESOURCE) return null;
    return this.#end ?? new CallEnded(this.resId, error.message);
  }
}
