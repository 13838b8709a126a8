import type { Summary } from '../figures/summarize.ts';

/** Those in which tools deploy the same. In the removal it is the way back that counts. */
export const comparedScenarios: readonly string[] = ['smoke', 'S1', 'S2', 'S3', 'S4', 'S5', 'S8'];
export const removalScenario = 'S9';

export function isCompared({ scenario }: Summary): boolean {
  return comparedScenarios.includes(scenario);
}

/** What only berth does. */
export function isOwn({ scenario }: Summary): boolean {
  return !comparedScenarios.includes(scenario) && scenario !== removalScenario;
}
