import { camelMembers } from "../base/names.ts";
import { CallEnded } from "./call_ended.ts";
import type { Conference } from "./conference.ts";
import type { CallEvents, CallEventType, NodeEvent } from "./event.ts";
import type {
  AnswerOptions,
  CallSnapshot,
  ConnectOptions,
  EnterOptions,
  PlayContent,
  PlayOptions,
  ProgressOptions,
  ReceiveDtmfOptions,
  RecordOptions,
  SendDtmfOptions,
} from "./parameters.ts";
import { isRecord } from "./record.ts";
import type { Remote, RemoteKind } from "./remote.ts";

const AN_HOUR = 3600;
const A_MINUTE = 60;
/** What `error` of a completed event begins with when the call has ended. */
const HUNG_UP = /^hungup/;
/** These end with an error only when there is no call to go on with. */
const MAKE_THE_CALL: readonly string[] = ["answerCompleted", "dialCompleted"];

export const CALL: RemoteKind = {
  family: "sys.call",
  ended: (resId, reason) => new CallEnded(resId, reason),
  refusal: refusalIn,
};

/** That the other party of a connection hung up leaves this one its call. */
function refusalIn(event: NodeEvent): string | null {
  if (!("error" in event) || event.error === null) return null;
  if (event.type === "connectCompleted") return null;
  const over = MAKE_THE_CALL.includes(event.type) || HUNG_UP.test(event.error);
  return over ? event.error : null;
}

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
  readonly #remote: Remote;

  /** @param incoming how it came in; null for one that this side began */
  constructor(
    remote: Remote,
    readonly incoming: CallEvents["incoming"] | null = null,
  ) {
    this.#remote = remote;
    this.released = remote.expect("released").arrived;
    const dialled = remote.expect("dialCompleted");
    dialled.promised();
    this.dialled = dialled.arrived;
  }

  get resId(): string {
    return this.#remote.resId;
  }

  /** Whether the node has said that it is over. */
  get ended(): boolean {
    return this.#remote.ended;
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
    return this.#remote.tell("play_stop");
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
    return this.#remote.tell("record_stop");
  }

  sendDtmf(
    keys: string,
    options: SendDtmfOptions = {},
  ): Promise<CallEvents["sendDtmfCompleted"]> {
    return this.#act("sendDtmfCompleted", "send_dtmf_start", {
      keys,
      ...options,
    });
  }

  sendDtmfStop(): Promise<void> {
    return this.#remote.tell("send_dtmf_stop");
  }

  receiveDtmf(
    options: ReceiveDtmfOptions = {},
  ): Promise<CallEvents["receiveDtmfCompleted"]> {
    return this.#act("receiveDtmfCompleted", "receive_dtmf_start", options);
  }

  stopReceiveDtmf(): Promise<void> {
    return this.#remote.tell("stop_receive_dtmf_start");
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
    return this.#remote.tell("connect_stop");
  }

  /** Brings it into a conference; resolves when it is out again. */
  enter(
    conference: Conference,
    options: EnterOptions = {},
  ): Promise<CallEvents["confCompleted"]> {
    return this.#act("confCompleted", "conf_enter", {
      confResId: conference.resId,
      maxSeconds: AN_HOUR,
      ...options,
    });
  }

  /** Takes it out of the conference. */
  exit(conference: Conference): Promise<void> {
    return this.#remote.tell("conf_exit", { confResId: conference.resId });
  }

  /** Sends an incoming call elsewhere instead of answering it. */
  redirect(redirectUri: string): Promise<void> {
    return this.#remote.tell("redirect", { redirectUri });
  }

  /** Hangs up, or refuses; `cause` is a SIP status, 603 unless told. */
  drop(cause?: number): Promise<void> {
    return this.#remote.tell("drop", { cause });
  }

  /** Keeps the node from ending a call that is not told anything for long. */
  nop(): Promise<void> {
    return this.#remote.tell("nop");
  }

  /** What there is to know of it at this moment. */
  async get(): Promise<CallSnapshot> {
    const found = await this.#remote.ask("get");
    // The types are those of the table by which the node says it.
    return camelMembers(isRecord(found) ? found : {}) as CallSnapshot;
  }

  exists(): Promise<boolean> {
    return this.#remote.exists();
  }

  #act<T extends CallEventType>(
    type: T,
    method: string,
    params: object,
  ): Promise<CallEvents[T]> {
    return this.#remote.act(type, method, params);
  }
}
