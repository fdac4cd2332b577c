/** All that an application needs to drive a node. */
export { Call } from "./call.ts";
export { CallEnded } from "./call_ended.ts";
export type {
  CallEvent,
  CallEvents,
  CallEventType,
  IpscInfo,
  Replaces,
} from "./call_event.ts";
export { Client, type OnIncoming } from "./client.ts";
export { connect, type ConnectOptions } from "./connect.ts";
export { ConnectionClosed } from "./connection_closed.ts";
export type {
  AnswerOptions,
  ConstructOptions,
  PlayContent,
  PlayOptions,
  ProgressOptions,
  ReceiveDtmfOptions,
  RecordOptions,
} from "./parameters.ts";
export { RpcError, type RpcErrorData } from "./rpc_error.ts";
export type { Tap } from "./tapped.ts";
export type { Wire, WireListener } from "./wire.ts";
export { wirePair } from "./wire_pair.ts";
