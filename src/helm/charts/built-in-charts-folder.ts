import { fileURLToPath } from 'node:url';

/** Where the charts lie that berth brings along: as far away from `src` as from what is built out of it. */
export const builtInChartsFolder = fileURLToPath(new URL('../../../charts', import.meta.url));
