import type { Call } from "../../runtime/call/call.ts";
import type { Conference } from "../../runtime/conf/conference.ts";
import type { RaceWorld } from "./race_world.ts";
import { CONF_ENTER, CONFERENCE } from "./rig.ts";

export const KEYS = "0123456789*#ABCD";

/** Something a call is told; `other` may be the same one. */
type CallDeed = (call: Call, world: RaceWorld, other: Call) => void;
type ConferenceDeed = (conference: Conference, world: RaceWorld) => void;

/** What is completed one day, if it is not refused. */
export const ACTIONS: readonly CallDeed[] = [
  (call, { chance }) =>
    call.answer({ maxAnswerSeconds: 1 + chance.integer(60), userData: null }),
  (call, world) =>
    call.progress({
      content: world.oneOf([null, ["ring.wav"], ["ring.wav", "missing.wav"]]),
      repeat: world.chance.integer(3),
    }),
  (call, world) =>
    call.playStart({
      content: world.oneOf([["a.wav"], ["a.wav", "missing.wav"], []]),
      finishKeys: world.oneOf(["", "#", "12"]),
      repeat: world.chance.integer(3),
    }),
  (call, world) =>
    call.recordStart({
      maxSeconds: 10,
      beep: false,
      recordFile: world.oneOf(["r.wav", "forbidden.wav"]),
      recordFormat: 1 + world.chance.integer(8),
      finishKeys: "#",
      maxSilenceSeconds: world.chance.integer(3),
    }),
  (call) => call.sendDtmfStart("123"),
  (call, world) =>
    call.receiveDtmfStart({
      validKeys: world.oneOf([KEYS, "0123456789"]),
      maxKeys: 1 + world.chance.integer(3),
      finishKeys: "#",
      firstKeyTimeout: 1 + world.chance.integer(3),
      continuesKeysTimeout: 1 + world.chance.integer(3),
      playContent: world.oneOf([null, ["a.wav", "menu.wav"], ["missing.wav"]]),
      playRepeat: world.chance.integer(3),
      breakOnKey: world.oneOf([true, false]),
      includingFinishKey: world.oneOf([true, false]),
    }),
  connect,
  connect,
  enter,
  enter,
];

function connect(call: Call, world: RaceWorld, other: Call): void {
  const soon = world.rig.clock.date() + world.chance.integer(3);
  const content = [world.oneOf(["soon.wav", "missing.wav"])];
  call.connectStart(other, {
    maxSeconds: 1 + world.chance.integer(3),
    connectMode: 1 + world.chance.integer(3),
    recordFile: world.oneOf([null, null, "talk.wav", "forbidden.wav"]),
    recordFormat: 1 + world.chance.integer(8),
    recordChannels: world.oneOf([1, 2]),
    localVolume: 0,
    remoteVolume: 200,
    schedule: world.oneOf([null, { time: soon, content, loop: 1 }]),
  });
}

function enter(call: Call, world: RaceWorld): void {
  const { conference } = world;
  // An unknown one is refused as the method table would.
  if (!conference) return call.confExit("nowhere");
  call.confEnter(conference, {
    ...CONF_ENTER,
    maxSeconds: 1 + world.chance.integer(3),
    voiceMode: world.oneOf([1, 2, 3, 4]),
    greeting: world.oneOf([null, ["hello.wav"], ["missing.wav"]]),
    breakingPlay: world.oneOf([true, false]),
  });
}

/** What has no end of its own. */
export const COMMANDS: readonly CallDeed[] = [
  (call) => call.nop(),
  (call) => call.playStop(),
  (call) => call.recordStop(),
  (call) => call.receiveDtmfStop(),
  (call) => call.sendDtmfStop(),
  (call) => call.connectStop(),
  (call, { conference }) => call.confExit(conference?.resId ?? "nowhere"),
  (call) => call.redirect("10.0.0.9"),
  (call) => call.reject(486),
  (call, world) => call.drop(world.oneOf([603, 486, 200])),
];

/** What a conference completes one day, if it is not refused. */
export const CONFERENCE_ACTIONS: readonly ConferenceDeed[] = [
  (conference, world) =>
    conference.playStart({
      content: world.oneOf([["a.wav"], ["a.wav", "missing.wav"], []]),
      isLoop: world.oneOf([true, false]),
      repeat: world.chance.integer(2),
    }),
  (conference, world) =>
    conference.recordStart({
      maxSeconds: 10,
      recordFile: world.oneOf(["conf.wav", "forbidden.wav"]),
      recordFormat: 1 + world.chance.integer(8),
      left: null,
      maxSilenceSeconds: world.chance.integer(3),
    }),
];

export const CONFERENCE_COMMANDS: readonly ConferenceDeed[] = [
  (conference) => conference.nop(),
  (conference) => conference.playStop(),
  (conference) => conference.recordStop(),
  (conference, { chance }) =>
    conference.setPartsThreshold(chance.integer(3) - 1),
  (conference, world) =>
    conference.setPartVoiceMode(
      world.call?.resId ?? "",
      world.oneOf([1, 2, 3, 4]),
    ),
  (conference, world) => conference.setPartVolume(world.call?.resId ?? "", 100),
  (conference) => conference.release(),
];

/** Opens a conference, unless it is refused. */
export function confer(world: RaceWorld): void {
  const { rig, ledger } = world;
  const recordFile = world.oneOf([null, "all.wav", "forbidden.wav"]);
  ledger.attempt(() => {
    const { resId } = rig.conferences.construct({
      ...CONFERENCE,
      maxSeconds: 1 + world.chance.integer(5),
      background: world.oneOf([null, ["music.wav"], ["missing.wav"]]),
      recordFile,
      partsThreshold: world.chance.integer(3) - 1,
    });
    ledger.open(resId, recordFile === null ? 0 : 1);
  });
}

/** Calls somebody, half the time for another call, unless it is refused. */
export function dial(world: RaceWorld): void {
  const { rig, ledger } = world;
  const parentResId = world.oneOf([null, world.call?.resId ?? "nobody"]);
  rig.calls.construct({
    fromUri: null,
    toUri: world.oneOf(["1@192.0.2.7", "1", ["1", "1@192.0.2.7"]]),
    maxAnswerSeconds: 20,
    maxRingSeconds: 5,
    parentResId,
    ringPlayFile: world.oneOf([null, ["ring.wav"], ["missing.wav"]]),
    userData: null,
  }).then(
    ({ resId }) => ledger.open(resId, 1),
    (error) => ledger.refused(error),
  );
}

/** An application does something that is completed one day, or refused. */
export function act(world: RaceWorld): void {
  const { call, call: other = call, conference, ledger } = world;
  if (conference) {
    const action = world.oneOf(CONFERENCE_ACTIONS);
    ledger.begin(conference.resId, () => action(conference, world));
  }
  if (!call || !other) return;
  const action = world.oneOf(ACTIONS);
  ledger.begin(call.resId, () => action(call, world, other));
}

/** An application tells a call, or a conference, something else. */
export function command(world: RaceWorld): void {
  const { call, conference, ledger } = world;
  const deed = world.oneOf(COMMANDS);
  if (call) ledger.attempt(() => deed(call, world, call));
  const other = world.oneOf(CONFERENCE_COMMANDS);
  if (conference) ledger.attempt(() => other(conference, world));
}

/** An application that answers an event at once with whatever it likes. */
export function actOrNot(world: RaceWorld): void {
  const turn = world.chance.integer(4);
  if (turn === 0) act(world);
  if (turn === 1) command(world);
}
