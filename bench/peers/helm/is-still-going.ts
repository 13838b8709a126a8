/**
 * Whether Helm called it an error that an object is still going: its wait ends too early now and then (seen with 4.2.4, in one of 30
 * uninstalls). The release is uninstalled by then, and its objects are on their way.
 */
export function isStillGoing(error: unknown): boolean {
  return error instanceof Error && error.message.includes(stillGoing);
}

/** What Helm says then. */
export const stillGoing = 'still exists. status: Terminating';
