import type { ToneCadence } from "./call_progress.ts";

/** What `assembly/index.ts` exports; addresses are offsets into `memory`. */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  init(ports: number, mixes: number): number;
  heapBase(): number;
  exchange(): number;

  tick(phase?: number): void;
  openPort(
    port: number,
    ssrc: number,
    sequence: number,
    timestamp: number,
    phase?: number,
  ): void;
  movePort(port: number, phase: number): void;
  closePort(port: number): void;
  setStream(
    port: number,
    codec: number,
    payloadType: number,
    eventPayloadType: number,
    packetSamples: number,
    sending: number,
    receiving: number,
  ): void;
  setComfortNoise(port: number, payloadType: number): void;
  setEventRate(port: number, rate: number): void;
  accept(port: number, payloadType: number, kind: number): void;
  /** At `keys` lie two master keys with their salts: ours, at 32 the peer's. */
  secure(
    port: number,
    keys: number,
    ourTag: number,
    theirTag: number,
    theirKeyName: number,
  ): void;
  expose(port: number): void;
  isAuthentic(port: number, at: number, length: number): number;
  protectControl(port: number, at: number, length: number): number;
  openControl(port: number, at: number, length: number): number;
  receive(port: number, at: number, length: number): number;
  /** Where the packet is described that is to be decoded; 0 for none. */
  nextCoded(port: number): number;
  putDecoded(
    port: number,
    sequence: number,
    sound: number,
    samples: number,
  ): void;
  putRecovered(
    port: number,
    sequence: number,
    sound: number,
    samples: number,
  ): void;
  seal(port: number, at: number, length: number, sound: number): number;
  leaveOut(port: number): void;
  refusePacket(port: number): void;
  packetCount(): number;
  packetList(): number;
  drainEvents(): number;
  eventList(): number;

  playerRoom(port: number): number;
  feedPlayer(port: number, from: number, samples: number): number;
  endPlayer(port: number): void;
  clearPlayer(port: number): void;
  startRecorder(port: number): void;
  stopRecorder(port: number): void;
  /** Which 10 ms of the frame heard last were made up or moved, bit by bit. */
  alteredBlocks(port: number): number;
  readRecorder(port: number, into: number, samples: number): number;
  startTone(port: number, ...tone: ToneCadence): void;
  stopTone(port: number): void;
  prepareKeys(
    port: number,
    toneSamples: number,
    gapSamples: number,
    lowPeak: number,
    highPeak: number,
    asTones: number,
  ): void;
  addKey(port: number, key: number): number;
  stopKeys(port: number): void;
  openMix(mix: number, phase?: number): void;
  closeMix(mix: number): void;
  /** 0 when the port is of another phase than the mix. */
  joinMix(port: number, mix: number, voice: number, ear: number): number;
  leaveMix(port: number): void;
  mixPlayerRoom(mix: number): number;
  feedMixPlayer(mix: number, from: number, samples: number): number;
  endMixPlayer(mix: number): void;
  clearMixPlayer(mix: number): void;
  startMixRecorder(
    mix: number,
    channels: number,
    left: number,
    right: number,
  ): void;
  stopMixRecorder(mix: number): void;
  readMixRecorder(mix: number, into: number, samples: number): number;
  statistics(port: number, into: number): void;
  levels(port: number, into: number): void;

  /** Round keys of AES-128, in 176 octets (FIPS 197). */
  aesExpandKey(keys: number, key: number): void;
  /** Session keys from a master key with its salt (RFC 3711 §4.3). */
  cipherSet(cipher: number, master: number, labels: number): void;
  /** Adds the key stream of a packet with this index (RFC 3711 §4.1.1). */
  cipherCrypt(
    cipher: number,
    ssrc: number,
    index: bigint,
    at: number,
    length: number,
  ): void;
  hmacSetKey(hmac: number, key: number, octets: number): void;
  hmacAuthenticate(hmac: number, at: number, length: number): void;
  readonly hmacDigest: WebAssembly.Global;
  encodeG711(law: number, sound: number, codes: number, samples: number): void;
  decodeG711(law: number, codes: number, sound: number, samples: number): void;
  /** The formulas, one sample at a time: what the two above are held against. */
  encodeG711Plain(
    law: number,
    sound: number,
    codes: number,
    samples: number,
  ): void;
  decodeG711Plain(
    law: number,
    codes: number,
    sound: number,
    samples: number,
  ): void;
  encodePcmU8(sound: number, codes: number, samples: number): void;
  decodePcmU8(codes: number, sound: number, samples: number): void;
  /** One sample at a time: what the two above are held against. */
  encodePcmU8Plain(sound: number, codes: number, samples: number): void;
  decodePcmU8Plain(codes: number, sound: number, samples: number): void;
  resetAdpcm(state: number): void;
  encodeImaBlocks(
    state: number,
    sound: number,
    bytes: number,
    blocks: number,
    blockBytes: number,
  ): void;
  decodeImaBlocks(
    state: number,
    bytes: number,
    sound: number,
    blocks: number,
    blockBytes: number,
  ): void;
  dvi4Encode(
    state: number,
    sound: number,
    bytes: number,
    samples: number,
  ): number;
  dvi4Decode(
    state: number,
    bytes: number,
    sound: number,
    length: number,
  ): number;
  gsmStateBytes(): number;
  gsmReset(state: number): void;
  gsmEncode(state: number, sound: number, frames: number, bytes: number): void;
  /** How many of the frames were without the signature. */
  gsmDecode(
    state: number,
    bytes: number,
    frames: number,
    sound: number,
  ): number;
  gsmEncodeWav49(
    state: number,
    sound: number,
    blocks: number,
    bytes: number,
  ): void;
  gsmDecodeWav49(
    state: number,
    bytes: number,
    blocks: number,
    sound: number,
  ): void;
  detectorBytes(): number;
  detectorReset(detector: number): void;
  detectorHear(
    detector: number,
    sound: number,
    samples: number,
    madeUp: number,
  ): number;
  detectorReports(): number;
  detectorHeld(detector: number): number;
  /** What the detector measures; the powers lie at `screenPowers` then. */
  screenFold(block: number, copy: number): number;
  screenMeasure(): void;
  screenPowers(): number;
  /** Two samples lie before the block, `low` and `high` number the tones. */
  phasors(
    block: number,
    low: number,
    high: number,
    count: number,
    into: number,
  ): void;
  stepEnergies(block: number, into: number): void;
  tone(
    low: number,
    high: number,
    lowPeak: number,
    highPeak: number,
    samples: number,
    out: number,
  ): void;
  keyTone(
    key: number,
    lowPeak: number,
    highPeak: number,
    samples: number,
    out: number,
  ): void;
  cadence(...tone: [...ToneCadence, samples: number, out: number]): void;
  /** The period of the sound that ends at `end`, 40 to `longest` samples. */
  periodBefore(end: number, longest: number): number;
  likeness(one: number, other: number, samples: number): number;
  toneLevels(sound: number, samples: number, out: number): void;
  levelBytes(): number;
  levelReset(level: number): void;
  levelMeasure(level: number, sound: number): number;
  levelRead(level: number, into: number): void;
  powerOf(sound: number): number;
  /** One sample at a time: what the one above is held against. */
  powerOfPlain(sound: number): number;
  resamplerBytes(): number;
  resamplerReset(
    resampler: number,
    filter: number,
    rows: number,
    width: number,
    line: number,
    places: number,
    placesOfStep: number,
  ): void;
  resamplerTake(resampler: number, sound: number, samples: number): void;
  resamplerTakeFloat(resampler: number, sound: number, samples: number): void;
  resamplerGive(resampler: number, out: number): number;
  mixerBytes(parties: number): number;
  mixerInit(mixer: number, parties: number, block: number): void;
  mixerSet(
    mixer: number,
    party: number,
    voice: number,
    ear: number,
    atOnce: number,
  ): void;
  mixerMix(mixer: number, samples: number): void;
}
