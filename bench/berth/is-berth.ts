import type { Asker } from '../requests/count-requests.ts';
import { benchInstallation } from './start-bench-berth.ts';

/** Its own account, and those that Helm has in its environments. */
export function isBerth({ user }: Asker): boolean {
  return user.startsWith(`system:serviceaccount:${benchInstallation}`);
}
