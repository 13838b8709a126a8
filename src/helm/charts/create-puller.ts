import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { rejectOnAbort } from './reject-on-abort.ts';
import type { PreparedChart } from '../../engine/ports/helm.ts';
import { renderChart, type Chart } from '../../manifest/schema/chart.ts';
import { toPullError } from '../errors.ts';
import { runHelm, type HelmOptions } from '../run-helm.ts';
import { withRunFolder } from '../with-run-folder.ts';

/** Pulls charts from registries and Helm repositories; one that is being pulled is not pulled a second time. */
export interface Puller {
  pull(wanted: PulledChart, signal: AbortSignal): Promise<PreparedChart>;
}

interface PulledChart {
  readonly chart: Extract<Chart, { kind: 'oci' | 'repository' }>;
  readonly version: string | undefined;
  /** `service/release`, for messages. */
  readonly release: string;
}

interface PullerOptions extends Pick<HelmOptions, 'helmPath'> {
  readonly cacheFolder: string;
}

const pullDeadlineMs = 60_000;

export function createPuller(options: PullerOptions): Puller {
  const underWay = new Map<string, Promise<PreparedChart>>();
  const ensure = (wanted: PulledChart): Promise<PreparedChart> => {
    const key = `${renderChart(wanted.chart)} ${wanted.version ?? ''}`;
    const known = underWay.get(key);
    if (known !== undefined) return known;
    // Its own deadline ends it: whoever asked first may give up while others still wait for it.
    const pulled = ensurePulled(wanted, key, options).finally(() => underWay.delete(key));
    underWay.set(key, pulled);
    return pulled;
  };
  return {
    pull: (wanted, signal) => rejectOnAbort(ensure(wanted), signal),
  };
}

async function ensurePulled(wanted: PulledChart, key: string, options: PullerOptions): Promise<PreparedChart> {
  const name = createHash('sha256').update(key).digest('hex');
  // A version that is given exactly is one content for ever; "the newest" is another one tomorrow.
  const kept = isExact(wanted) ? await readKept(join(options.cacheFolder, name)) : undefined;
  return (
    kept ??
    (await withRunFolder(join(options.cacheFolder, 'pulling'), (folder) => pullInto(folder, wanted, name, options)))
  );
}

function isExact({ chart, version = '' }: PulledChart): boolean {
  return /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version) || (chart.kind === 'oci' && chart.reference.includes('@'));
}

async function readKept(folder: string): Promise<PreparedChart | undefined> {
  const [file] = await readdir(folder).catch(() => []);
  if (file === undefined) return undefined;
  const path = join(folder, file);
  return { path, digest: toDigest(await readFile(path)) };
}

async function pullInto(
  folder: string,
  wanted: PulledChart,
  name: string,
  options: PullerOptions,
): Promise<PreparedChart> {
  const chart = renderChart(wanted.chart);
  const action = `pulling chart "${chart}"`;
  const destination = join(folder, 'pulled');
  const args = buildPull(wanted, destination);
  await mkdir(destination);
  const end = await runHelm({ args, folder, deadlineMs: pullDeadlineMs }, options, new AbortController().signal);
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
  return { path: join(to, basename(pulled.path)), digest: pulled.digest };
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
