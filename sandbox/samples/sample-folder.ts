import { fileURLToPath } from 'node:url';

/** The files of the sample repository acme/shop, as they are on its main branch. */
export const sampleFolder = fileURLToPath(new URL('shop', import.meta.url));
