import { createHook } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach } from 'vitest';

/** Handles that a test must not leave behind. Timers are told apart by who made them: the test runner has its own all the time. */
const watched = new Set(['ProcessWrap', 'TCPServerWrap', 'TCPSocketWrap', 'PipeWrap', 'FSEventWrap']);
const runnersOwn = /node_modules\/(vitest|@vitest|tinypool|tinyrainbow)\//;
const graceMs = 2_000; // closing a socket takes a turn or two of the loop, on a loaded machine more

interface Timer {
  readonly resource: { hasRef?(): boolean };
  readonly madeAt: string;
}

const timers = new Map<number, Timer>();
let handlesBefore = new Map<string, number>();
let timersBefore = new Set<number>();

createHook({
  init(id, type, _trigger, resource) {
    if (type !== 'Timeout') return;
    const madeAt = findMaker(new Error('made').stack ?? '');
    if (!runnersOwn.test(madeAt)) timers.set(id, { resource, madeAt });
  },
  destroy(id) {
    timers.delete(id);
  },
}).enable();

beforeEach(() => {
  handlesBefore = countHandles();
  timersBefore = new Set(timers.keys());
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
  const handles = [...countHandles()]
    .filter(([type, count]) => count > (handlesBefore.get(type) ?? 0))
    .map(([type, count]) => `${count - (handlesBefore.get(type) ?? 0)} ${type}`);
  // One that does not keep the process alive is not waited for either.
  const running = [...timers].filter(([id, { resource }]) => !timersBefore.has(id) && resource.hasRef?.() === true);
  return [...handles, ...running.map(([, { madeAt }]) => `a timer made ${madeAt}`)];
}

function countHandles(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo()) {
    if (watched.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

// The first line of the stack that is neither this file's nor Node's.
function findMaker(stack: string): string {
  const lines = stack
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
  return lines.find((line) => !line.includes('leak-check') && !line.includes('node:')) ?? 'by Node itself';
}
