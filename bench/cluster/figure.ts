/** One thing that was measured, as often as was asked for. */
export interface Figure {
  readonly what: string;
  readonly unit: 's' | 'MB';
  readonly values: readonly number[];
  /** The most that the project's goals allow. */
  readonly wanted?: number;
}
