import { extname, join } from 'node:path';
import { execa, type Options } from 'execa';
import type { Logger } from '../../logger.ts';
import { usualFolders, type HelmEnd, type RunHelm } from '../run-helm.ts';
import type { Answer, Order } from './order.ts';

export interface LauncherProcess {
  /** It listens, and has not ended. */
  readonly isReady: boolean;
  /** When something else ended it, by the time of this process. What it had at work is told as lost. */
  readonly endedAtMs: number | undefined;
  readonly run: RunHelm;
  end(): Promise<void>;
}

interface LauncherProcessOptions {
  readonly log: Pick<Logger, 'warn'>;
  /** It is killed where it has told nothing of a run that long after it must have ended. */
  readonly graceMs: number;
}

/** Starts the program of `main.ts` beside this file. */
export function startLauncherProcess({ log, graceMs }: LauncherProcessOptions): LauncherProcess {
  const child = execa('sh', ['-c', startScript, 'sh', process.execPath, ...nodeOptions, program], options);
  let isReady = false;
  let isEnding = false;
  let endedAtMs: number | undefined;
  const runs = createRuns({
    // Asynchronous, so that it also holds what is thrown at once. The end of the process tells whoever waits.
    tell: async (order) => await child.sendMessage(order),
    onHang: () => child.kill('SIGKILL'),
    graceMs,
  });
  const listen = async () => {
    for await (const message of child.getEachMessage()) {
      const answer = message as Answer;
      if (answer.kind === 'ready') isReady = true;
      else runs.settle(answer.id, answer.end);
    }
    // Nothing can be ordered any more, though it may take a moment to end.
    isReady = false;
  };
  const ended = Promise.allSettled([child, listen()]).then(([end]) => {
    isReady = false;
    endedAtMs = performance.now();
    if (!isEnding) log.warn({ action: 'launch', ...describeEnd(end) }, 'starting helm without what launches it');
    runs.loseAll();
  });
  return {
    get isReady() {
      return isReady;
    },
    get endedAtMs() {
      return endedAtMs;
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

interface RunsOptions {
  readonly tell: (order: Order) => Promise<void>;
  /** It has not answered long after it should have. */
  readonly onHang: () => void;
  readonly graceMs: number;
}

/** What was ordered and has not ended. */
function createRuns({ tell, onHang, graceMs }: RunsOptions) {
  const waiting = new Map<number, (end: HelmEnd) => void>();
  let count = 0;
  const run: RunHelm = async (command, signal, rest) => {
    count += 1;
    const id = count;
    const { promise, resolve } = Promise.withResolvers<HelmEnd>();
    waiting.set(id, resolve);
    const order = (one: Order) => void tell(one).catch(() => undefined);
    let hanging = setTimeout(onHang, command.deadlineMs + graceMs);
    const cancel = () => {
      order({ kind: 'cancel', id });
      clearTimeout(hanging);
      hanging = setTimeout(onHang, graceMs);
    };
    order({ kind: 'run', id, command });
    rest?.then(
      (text) => order({ kind: 'feed', id, rest: text }),
      () => undefined,
    );
    signal.addEventListener('abort', cancel, { once: true });
    const end = await promise;
    clearTimeout(hanging);
    waiting.delete(id);
    signal.removeEventListener('abort', cancel);
    return end.kind === 'lost' && signal.aborted ? { kind: 'cancelled' } : end;
  };
  return {
    run,
    settle: (id: number, end: HelmEnd) => waiting.get(id)?.(end),
    loseAll: () => {
      for (const settle of waiting.values()) settle({ kind: 'lost' });
    },
  };
}

function describeEnd(
  end: PromiseSettledResult<{ readonly exitCode?: number | undefined; readonly signal?: string | undefined }>,
) {
  const { exitCode, signal } = end.status === 'fulfilled' ? end.value : {};
  return { ...(exitCode !== undefined && { status: exitCode }), ...(signal !== undefined && { signal }) };
}

/** Where it can be, it is killed when berth ends, and all that it has started with it: it need not come to see that first. */
const startScript = `
command -v setpriv > /dev/null && exec setpriv --pdeathsig KILL --no-new-privs "$@"
exec "$@"`;

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
