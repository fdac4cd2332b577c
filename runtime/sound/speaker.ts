/** What speaks texts; eSpeak NG unless something else is put in its place. */
export interface Speaker {
  /** It has crashed: it says nothing any more. */
  readonly isLost?: boolean;
  /**
   * Speaks a text: 16-bit samples at 8 kHz, about −16 dBm0.
   * @param voice as eSpeak NG calls it, such as `cmn`
   * @throws {Error} there is no such voice, or nothing that could speak
   */
  say(voice: string, text: string): Promise<Int16Array<ArrayBuffer>>;
  close(): void;
}
