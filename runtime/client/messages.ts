import { isRecord } from "./record.ts";

/**
 * The messages of a text, one or a batch of them. A node that sends no JSON says
 * nothing that we could understand.
 */
export function messagesIn(text: string): Record<string, unknown>[] {
  try {
    const message: unknown = JSON.parse(text);
    return (Array.isArray(message) ? message : [message]).filter(isRecord);
  } catch {
    return [];
  }
}
