/** One measured figure, and what it can be compared with. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** More is better. */
  readonly isSpeed?: true;
  /** What others need for the same work, measured beside it. */
  readonly references?: readonly Reference[];
  readonly aim?: Aim;
}

export interface Reference {
  readonly name: string;
  readonly value: number;
}

/** What a row should be: so little, or so many times less than another. */
export interface Aim {
  readonly most: number;
  readonly than?: { readonly name: string; readonly times: number };
}
