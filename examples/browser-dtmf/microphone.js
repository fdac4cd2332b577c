/** What a browser calls a failure, and what a user can do about it. */
const REASONS = {
  NotAllowedError: "The microphone was refused. Allow it for this page in " +
    "the browser's settings, or choose a sound file.",
  NotFoundError: "There is no microphone. Plug one in, or choose a sound file.",
  NotReadableError: "The microphone gives no sound: another program may be " +
    "using it. A sound file can be chosen all the same.",
  SecurityError:
    "Browsers give the microphone only to pages from https:// or " +
    "from localhost. A sound file can be chosen all the same.",
};

/** Sound as it is: what makes speech clearer for people spoils keys. */
const PLAIN = {
  audio: {
    channelCount: 1,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  },
};

/** Why the microphone cannot be listened to, in words for its user. */
export function reasonOf(error) {
  return REASONS[error.name] ?? `The microphone does not work: ${error}`;
}

/**
 * Listens to the microphone until the returned function is called.
 *
 * @param {BufferSource} core what is in `core.wasm`
 * @param {(message: { type: string, value?: unknown }) => void} tell is given
 * the messages of `listener.js`, and `ended` when the microphone goes away
 * @returns {Promise<() => void>}
 * @throws {DOMException} of which `reasonOf` tells more
 */
export async function listen(core, tell) {
  const stream = await openMicrophone();
  const context = new AudioContext({ latencyHint: "interactive" });
  const tracks = stream.getTracks();
  const stop = () => {
    tell = () => {};
    tracks.forEach((track) => track.stop());
    context.close();
  };
  tracks.forEach((track) => track.onended = () => tell({ type: "ended" }));
  try {
    const ear = await openEar(context, core);
    ear.port.onmessage = ({ data }) => tell(data);
    context.createMediaStreamSource(stream).connect(ear);
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}

function openMicrophone() {
  const { mediaDevices } = navigator;
  if (mediaDevices) return mediaDevices.getUserMedia(PLAIN);
  throw new DOMException("No secure context", "SecurityError");
}

/** The listener on the audio thread; it says nothing, but is run only if heard. */
async function openEar(context, core) {
  await context.audioWorklet.addModule(new URL("listener.js", import.meta.url));
  const ear = new AudioWorkletNode(context, "listener", {
    channelCount: 1,
    channelCountMode: "explicit",
    processorOptions: { core },
  });
  ear.connect(context.destination);
  return ear;
}
