/** What a part of a text says once one encoding is undone. */
export interface View {
  readonly start: number;
  readonly end: number;
  /** Characters, or bytes read as Latin-1. */
  readonly text: string;
  readonly isText: boolean;
  /** The part with another text in it. What did not change keeps its spelling. */
  encode(changed: string): string;
}

/** Finds what one encoding hides in a text: views in order, none inside another. `limit` is the largest size of a view. */
export type Decoder = (text: string, limit: number) => Iterable<View>;
