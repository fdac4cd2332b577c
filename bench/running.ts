import {
  figuresOf,
  type ProcessFigures,
} from "../runtime/load/watched_process.ts";

/**
 * What a process takes of the machine; Linux alone.
 * @throws {TypeError} it is gone
 */
export async function running(pid: number): Promise<ProcessFigures> {
  const figures = await figuresOf(pid);
  if (!figures) throw new TypeError(`Process ${pid} is gone`);
  return figures;
}
