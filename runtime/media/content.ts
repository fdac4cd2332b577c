/** One thing to be heard: the name of a sound file. */
export type SoundItem = string;

/** What is played, one after the other without a gap; it may be nothing. */
export type Content = readonly SoundItem[];
