import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach } from 'vitest';

/** What a test must not leave behind: children, listening and connected sockets, and timers that keep the process alive. */
const watched = new Set(['ProcessWrap', 'TCPServerWrap', 'TCPSocketWrap', 'PipeWrap', 'Timeout', 'FSEventWrap']);
const graceMs = 2_000; // closing a socket takes a turn or two of the loop, on a loaded machine more

let before = new Map<string, number>();

beforeEach(() => {
  before = countResources();
});

afterEach(async ({ task }) => {
  const deadline = Date.now() + graceMs;
  let leaked = listLeaks();
  while (leaked.length > 0 && Date.now() < deadline) {
    await sleep(20, undefined, { ref: false });
    leaked = listLeaks();
  }
  if (leaked.length > 0) throw new Error(`test "${task.name}" left behind: ${leaked.join(', ')}`);
});

function listLeaks(): string[] {
  return [...countResources()]
    .filter(([type, count]) => count > (before.get(type) ?? 0))
    .map(([type, count]) => `${count - (before.get(type) ?? 0)} ${type}`);
}

function countResources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo()) {
    if (watched.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
