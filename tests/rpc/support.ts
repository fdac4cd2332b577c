import { CtiError } from "../../runtime/base/fault.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { SILENT } from "../../runtime/base/log.ts";
import type { UnixSeconds } from "../../runtime/base/units.ts";
import type { ConstructParameters } from "../../runtime/call/parameters.ts";
import type { ConferenceParameters } from "../../runtime/conf/parameters.ts";
import type { CallSnapshot } from "../../runtime/call/snapshot.ts";
import type { Caller } from "../../runtime/rpc/caller.ts";
import type { DrivenCall, DrivenCalls } from "../../runtime/rpc/calls.ts";
import type {
  DrivenConference,
  DrivenConferences,
} from "../../runtime/rpc/conferences.ts";
import type { DrivenExt, DrivenService } from "../../runtime/rpc/ext.ts";
import { Rpc } from "../../runtime/rpc/rpc.ts";

/** Calls that write down what they are told. */
export class KeepingCalls implements DrivenCalls {
  readonly told: [string, unknown][] = [];
  /** What the next command throws. */
  fault: Error | null = null;
  /** How long a construct takes. */
  constructing: Promise<void> = Promise.resolve();

  #note(name: string, value?: unknown): void {
    this.told.push([name, value]);
    if (this.fault) throw this.fault;
  }

  readonly #call: DrivenCall = {
    snapshot: () => SNAPSHOT,
    nop: () => this.#note("nop"),
    answer: (p) => this.#note("answer", p),
    drop: (p) => this.#note("drop", p),
    reject: (p) => this.#note("reject", p),
    redirect: (p) => this.#note("redirect", p),
    progress: (p) => this.#note("progress", p),
    playStart: (p) => this.#note("playStart", p),
    playStop: () => this.#note("playStop"),
    recordStart: (p) => this.#note("recordStart", p),
    recordStop: () => this.#note("recordStop"),
    sendDtmfStart: (keys, timing) =>
      this.#note("sendDtmfStart", { keys, ...timing }),
    sendDtmfStop: () => this.#note("sendDtmfStop"),
    receiveDtmfStart: (p) => this.#note("receiveDtmfStart", p),
    receiveDtmfStop: () => this.#note("receiveDtmfStop"),
    connectStart: (_, p) => this.#note("connectStart", p),
    connectStop: () => this.#note("connectStop"),
    confEnter: (_, p) => this.#note("confEnter", p),
    confExit: (p) => this.#note("confExit", p),
    beConnected: () => {
      throw new TypeError("only a first party says so");
    },
  };

  async construct(parameters: ConstructParameters) {
    this.#note("construct", parameters);
    await this.constructing;
    return { resId: "0.0.0-sys.call-9", processId: 9 };
  }

  find(resId: string): DrivenCall | undefined {
    return resId === RES_ID ? this.#call : undefined;
  }

  get(resId: string): DrivenCall {
    if (resId === RES_ID) return this.#call;
    throw new CtiError("unknownResource", `No such resource: ${resId}`);
  }
}

/** Services that write down what they are told. */
export class KeepingExt implements DrivenExt {
  readonly told: [string, unknown][] = [];
  readonly notifyCall = this.#service("notify_call");
  readonly captchaCall = this.#service("captcha_call");
  readonly duoCallback = {
    ...this.#service("duo_callback"),
    cancel: (resId: string) => void this.told.push(["cancel", resId]),
  };

  #service<P>(kind: string): DrivenService<P> {
    const resId = `0.0.0-ext.${kind}-9`;
    return {
      construct: (parameters) => {
        this.told.push([kind, parameters]);
        return Promise.resolve({ resId, processId: 9 });
      },
      exists: (asked) => asked === resId,
    };
  }
}

/** Conferences that write down what they are told. */
export class KeepingConferences implements DrivenConferences {
  readonly told: [string, ...unknown[]][] = [];

  #note(name: string, ...values: unknown[]): void {
    this.told.push([name, ...values]);
  }

  readonly #conference: DrivenConference = {
    resId: CONF_ID,
    processId: 9,
    enter: () => {
      throw new TypeError("only a call enters");
    },
    nop: () => this.#note("nop"),
    release: () => this.#note("release"),
    getParts: () => [{
      resId: RES_ID,
      channel: 3,
      userData: null,
      voiceMode: 1,
      volume: 0,
    }],
    playStart: (p) => this.#note("playStart", p),
    playStop: () => this.#note("playStop"),
    recordStart: (p) => this.#note("recordStart", p),
    recordStop: () => this.#note("recordStop"),
    setPartVoiceMode: (...p) => this.#note("setPartVoiceMode", ...p),
    setPartVolume: (...p) => this.#note("setPartVolume", ...p),
    setPartsThreshold: (p) => this.#note("setPartsThreshold", p),
  };

  construct(parameters: ConferenceParameters): DrivenConference {
    this.#note("construct", parameters);
    return this.#conference;
  }

  find(resId: string): DrivenConference | undefined {
    return resId === CONF_ID ? this.#conference : undefined;
  }

  get(resId: string): DrivenConference {
    if (resId === CONF_ID) return this.#conference;
    throw new CtiError("unknownResource", `No such conference "${resId}"`);
  }
}

/** The conference that there is. */
export const CONF_ID = "0.0.0-sys.conf-9";

/** The call that there is. */
export const RES_ID = "0.0.0-sys.call-1";

/** What it is doing. */
export const SNAPSHOT: CallSnapshot = {
  resId: RES_ID,
  state: "Dial",
  callDir: "inbound",
  fromUri: "sip:13800138000@192.0.2.7",
  toUri: "sip:4001@192.0.2.1",
  beginTime: 1_795_366_507 as UnixSeconds,
  answerTime: null,
  userData: "visit 5",
  parentResId: null,
  confResId: null,
  processId: 1,
  callId: "call@192.0.2.7",
};

export const ANYBODY: Caller = {
  bearer: "anybody",
  legacy: false,
  allows: () => true,
  created: () => {},
  adopts: () => {},
  hold: () => () => {},
};

export interface Reply {
  readonly jsonrpc?: string;
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data?: Readonly<Record<string, unknown>>;
  };
}

export function rpcOnFakes(caller: Caller = ANYBODY) {
  const calls = new KeepingCalls();
  const ext = new KeepingExt();
  const conferences = new KeepingConferences();
  const clock = new HandClock();
  const rpc = new Rpc({ calls, conferences, ext, clock, log: SILENT });
  const raw = (message: string | Uint8Array, by = caller) =>
    rpc.answer(message, by);
  const send = async (value: unknown) =>
    JSON.parse(await raw(JSON.stringify(value)) ?? "null");
  const ask = async (method: string, params?: unknown): Promise<Reply> =>
    await send({ jsonrpc: "2.0", id: 1, method, params });
  return { rpc, clock, calls, conferences, ext, raw, send, ask };
}
