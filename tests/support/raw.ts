/** How sox names one channel of 16-bit samples at a rate. */
export function raw(rate = 8000): string[] {
  return ["-t", "raw", "-r", `${rate}`, "-c", "1", "-e", "signed", "-b", "16"];
}
