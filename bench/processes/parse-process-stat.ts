/** What Linux tells of one process. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** Processor time, also of children that have ended and were waited for. */
  readonly ticks: number;
  /** Of memory. */
  readonly pages: number;
}

/** See proc_pid_stat(5). The name of the program comes second, in parentheses, and may hold anything. */
export function parseProcessStat(text: string): readonly ProcessStat[] {
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  const pid = Number.parseInt(text, 10);
  if (end === -1 || Number.isNaN(pid)) return [];
  return [{ pid, parent: field(4), ticks: field(14) + field(15) + field(16) + field(17), pages: field(24) }];
}
