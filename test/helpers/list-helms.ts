import { readdir, readFile } from 'node:fs/promises';

/** Lists running Helms that work on namespaces of an installation of berth: each as it was called. */
export async function listHelms(prefix: string): Promise<readonly string[]> {
  const numbers = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(numbers.map(readCommand));
  return commands.filter((words) => words.some((word) => word.startsWith(`--namespace=${prefix}`))).map(toLine);
}

/** What ended in between has no command any more. */
async function readCommand(number: string): Promise<readonly string[]> {
  try {
    return (await readFile(`/proc/${number}/cmdline`, 'utf8')).split('\0');
  } catch {
    return [];
  }
}

function toLine(words: readonly string[]): string {
  return words.join(' ').trim();
}
