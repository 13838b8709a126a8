import type { Disposition } from './reason-info.ts';

/** Whether something may pass without anybody's doing: it is tried again, or looked at again. */
export function mayPass(disposition: Disposition): boolean {
  return disposition === 'retry' || disposition === 'wait';
}
