/** Asks an address the way somebody who opens it would. */
export interface Prober {
  /** Whether it answers with a status below 400. Never throws. */
  answers(url: string, signal: AbortSignal): Promise<boolean>;
}
