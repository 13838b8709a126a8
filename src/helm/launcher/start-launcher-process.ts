import { extname, join } from 'node:path';
import { execa, type Options } from 'execa';
import type { Logger } from '../../logger.ts';
import { usualFolders, type HelmCommand, type HelmEnd } from '../run-helm.ts';
import type { Answer, Order } from './order.ts';

export interface LauncherProcess {
  /** It listens, and has not ended. */
  readonly isReady: boolean;
  /** What it had at work when something else ended it is told as killed. */
  readonly run: (command: HelmCommand, signal: AbortSignal) => Promise<HelmEnd>;
  end(): Promise<void>;
}

/** Starts the program of `main.ts` beside this file. */
export function startLauncherProcess(log: Pick<Logger, 'warn'>): LauncherProcess {
  const child = execa(process.execPath, [...nodeOptions, program], options);
  // If nobody listens any more, the end of the process says so to whoever waits.
  const runs = createRuns((order) => void child.sendMessage(order).catch(() => undefined));
  let isReady = false;
  let isEnding = false;
  const listen = async () => {
    for await (const message of child.getEachMessage()) {
      const answer = message as Answer;
      if (answer.kind === 'ready') isReady = true;
      else runs.settle(answer.id, answer.end);
    }
  };
  const ended = Promise.allSettled([listen(), child]).then(() => {
    isReady = false;
    if (!isEnding) log.warn({ action: 'launch' }, 'starting helm without what launches it');
    runs.settleAll({ kind: 'failed', stderr: '', exit: 'SIGKILL' });
  });
  return {
    get isReady() {
      return isReady;
    },
    run: runs.run,
    end: () => {
      isEnding = true;
      isReady = false;
      child.kill();
      return ended;
    },
  };
}

/** What was ordered and has not ended. */
function createRuns(tell: (order: Order) => void) {
  const waiting = new Map<number, (end: HelmEnd) => void>();
  let count = 0;
  return {
    settle: (id: number, end: HelmEnd) => waiting.get(id)?.(end),
    settleAll: (end: HelmEnd) => {
      for (const settle of waiting.values()) settle(end);
    },
    run: async (command: HelmCommand, signal: AbortSignal): Promise<HelmEnd> => {
      count += 1;
      const id = count;
      const cancel = () => tell({ kind: 'cancel', id });
      const { promise, resolve } = Promise.withResolvers<HelmEnd>();
      waiting.set(id, resolve);
      tell({ kind: 'run', id, command });
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
      return await promise.finally(() => {
        waiting.delete(id);
        signal.removeEventListener('abort', cancel);
      });
    },
  };
}

/** All it does is to wait. */
const nodeOptions = ['--max-semi-space-size=1', '--max-old-space-size=64'];
const program = join(import.meta.dirname, `main${extname(import.meta.filename)}`);

const options = {
  extendEnv: false,
  env: { PATH: usualFolders },
  reject: false,
  ipc: true,
  buffer: false,
  // A group of its own: what is sent to the group of berth is not for it.
  detached: true,
  cleanup: false,
  stdin: 'ignore',
  stdout: 'ignore',
  stderr: 'ignore',
} as const satisfies Options;
