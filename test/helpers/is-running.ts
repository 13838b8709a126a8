import { readFile } from 'node:fs/promises';

/** Whether a process has not ended; one that nobody has waited for yet has. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z ');
  return !stat.includes(') Z ');
}
