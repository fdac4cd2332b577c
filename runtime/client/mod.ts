/** All that an application needs to drive a node. */
export type { Call } from "./call.ts";
export { CallEnded } from "./call_ended.ts";
export { Client, type OnIncoming } from "./client.ts";
export { connect, type ConnectionOptions } from "./connect.ts";
export type { Conference } from "./conference.ts";
export { ConferenceEnded } from "./conference_ended.ts";
export { ConnectionClosed } from "./connection_closed.ts";
export type { ConnectionEvent } from "./connection_event.ts";
export type {
  CallEvent,
  CallEvents,
  CallEventType,
  ConferenceEvents,
  NodeEvent,
  NodeEvents,
  NodeEventType,
} from "./event.ts";
export type { DuoCallback } from "./duo_callback.ts";
export { EventsLost } from "./events_lost.ts";
export type {
  AnswerOptions,
  CallSnapshot,
  CaptchaCallOptions,
  ConferenceOptions,
  ConferencePart,
  ConferencePlayOptions,
  ConferenceRecordOptions,
  ConnectOptions,
  ConstructOptions,
  DuoCallbackOptions,
  EnterOptions,
  NotifyCallOptions,
  PlayContent,
  PlayOptions,
  ProgressOptions,
  ReceiveDtmfOptions,
  RecordOptions,
  SendDtmfOptions,
} from "./parameters.ts";
export { ResourceEnded } from "./resource_ended.ts";
export { RpcError, type RpcErrorData } from "./rpc_error.ts";
export type { Service, ServiceEnd } from "./service.ts";
export type { Tap } from "./tapped.ts";
export type { SocketMaker } from "./web_socket_wire.ts";
export type { Wire, WireListener } from "./wire.ts";
export { wirePair } from "./wire_pair.ts";
