/** What is under load: a process of its own that answers every call. */
export interface Subject {
  readonly pid: number;
  /** Where it is called. */
  readonly uri: string;
  stop(): Promise<void>;
}
