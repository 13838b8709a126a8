import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import PQueue from 'p-queue';
import { readPackedName } from './read-packed-name.ts';
import { rejectOnAbort } from './reject-on-abort.ts';
import { FairQueue, type FairOptions } from '../../engine/fair-queue.ts';
import type { PreparedChart } from '../../engine/ports/helm.ts';
import { renderChart, type Chart } from '../../manifest/schema/chart.ts';
import { toPullError } from '../errors.ts';
import { runHelm } from '../run-helm.ts';
import { withRunFolder } from '../with-run-folder.ts';

/**
 * Pulls charts from registries and Helm repositories. One that is being pulled is not pulled a second time, and the pull
 * goes on for as long as somebody waits for it.
 */
export interface Puller {
  pull(wanted: PulledChart, signal: AbortSignal): Promise<PreparedChart>;
}

interface PulledChart {
  readonly chart: Extract<Chart, { kind: 'oci' | 'repository' }>;
  readonly version: string | undefined;
  /** `service/release`, for messages. */
  readonly release: string;
  /** The unpacked repository at the commit: the charts of one take turns with those of others. */
  readonly source: string;
}

interface PullerOptions {
  readonly helmPath: string;
  readonly cacheFolder: string;
}

/**
 * Runs of Helm that pull at a time. They have turns of their own, since those of the slots may be held by hooks, which take
 * minutes and which only a goal that is prepared can end; `determineHelmSlots` leaves them their memory.
 */
export const mostPulls = 2;
const pullDeadlineMs = 60_000;

interface Pull {
  readonly chart: Promise<PreparedChart>;
  readonly stop: AbortController;
  waiting: number;
}

export function createPuller(options: PullerOptions): Puller {
  const underWay = new Map<string, Pull>();
  const turns = new PQueue<FairQueue, FairOptions>({ concurrency: mostPulls, queueClass: FairQueue });
  const forget = (key: string, pull: Pull) => {
    if (underWay.get(key) === pull) underWay.delete(key);
  };
  const start = (wanted: PulledChart, key: string): Pull => {
    const stop = new AbortController();
    const pull = { chart: ensurePulled(wanted, key, { ...options, turns }, stop.signal), stop, waiting: 0 };
    underWay.set(key, pull);
    return pull;
  };

  return {
    async pull(wanted, signal) {
      const key = `${renderChart(wanted.chart)} ${wanted.version ?? ''}`;
      const pull = underWay.get(key) ?? start(wanted, key);
      pull.waiting += 1;
      try {
        return await rejectOnAbort(pull.chart, signal);
      } finally {
        pull.waiting -= 1;
        if (pull.waiting === 0) {
          forget(key, pull);
          pull.stop.abort();
        }
      }
    },
  };
}

async function ensurePulled(
  wanted: PulledChart,
  key: string,
  { turns, ...options }: PullerOptions & { readonly turns: PQueue<FairQueue, FairOptions> },
  signal: AbortSignal,
): Promise<PreparedChart> {
  const name = createHash('sha256').update(key).digest('hex');
  // A version that is given exactly is one content for ever; "the newest" is another one tomorrow.
  const kept = isExact(wanted) ? await readKept(join(options.cacheFolder, name)) : undefined;
  const pull = () => {
    signal.throwIfAborted();
    return withRunFolder(join(options.cacheFolder, 'pulling'), (folder) =>
      pullInto({ folder, wanted, name }, options, signal),
    );
  };
  // Without the signal: a turn that was begun lasts until Helm has ended.
  return kept ?? (await turns.add(pull, { share: wanted.source }));
}

function isExact({ chart, version = '' }: PulledChart): boolean {
  return /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version) || (chart.kind === 'oci' && chart.reference.includes('@'));
}

async function readKept(folder: string): Promise<PreparedChart | undefined> {
  const [file] = await readdir(folder).catch(() => []);
  if (file === undefined) return undefined;
  const path = join(folder, file);
  const archive = await readFile(path);
  // Helm pushes a chart under its own name, other tools under any.
  return { path, digest: toDigest(archive), name: await readPackedName(archive) };
}

async function pullInto(
  { folder, wanted, name }: { readonly folder: string; readonly wanted: PulledChart; readonly name: string },
  options: PullerOptions,
  signal: AbortSignal,
): Promise<PreparedChart> {
  const chart = renderChart(wanted.chart);
  const action = `pulling chart "${chart}"`;
  const destination = join(folder, 'pulled');
  const args = buildPull(wanted, destination);
  await mkdir(destination);
  const end = await runHelm(
    { helmPath: options.helmPath, args, folder, deadlineMs: pullDeadlineMs, endMs: undefined },
    signal,
  );
  if (end.kind !== 'success') throw toPullError(action, end, { chart, release: wanted.release });
  const pulled = await readKept(destination);
  if (pulled === undefined) throw new Error(`${action}: helm left no file`);
  return keep(pulled, destination, join(options.cacheFolder, isExact(wanted) ? name : toFileName(pulled.digest)));
}

function buildPull({ chart, version }: PulledChart, destination: string): readonly string[] {
  const options = [`--destination=${destination}`, ...(version === undefined ? [] : [`--version=${version}`])];
  if (chart.kind === 'repository') return ['pull', ...options, `--repo=${chart.repository}`, '--', chart.name];
  // As everywhere with registries: one on this machine has no certificate.
  const plain = /^oci:\/\/(localhost|127\.0\.0\.1)[:/]/.test(chart.reference) ? ['--plain-http'] : [];
  return ['pull', ...options, ...plain, '--', chart.reference];
}

/** Moves what was pulled to where it stays, whole or not at all; what another berth put there meanwhile is as good. */
async function keep(pulled: PreparedChart, from: string, to: string): Promise<PreparedChart> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to).catch((error: unknown) => {
    if (!isTaken(error)) throw error;
  });
  return { ...pulled, path: join(to, basename(pulled.path)) };
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');
}

function toDigest(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function toFileName(digest: string): string {
  return digest.replace(':', '-');
}
