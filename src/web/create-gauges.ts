import { Counter, Gauge, type Registry } from 'prom-client';
import type { EngineLoad } from '../engine/engine.ts';
import { EnvironmentStatus, type Environment } from '../environment/environment.ts';

/** What can be asked at any time for how it is. Asking costs nothing. */
export interface GaugeSources {
  readonly listEnvironments: () => readonly Environment[];
  readonly readLoad: () => EngineLoad;
  readonly listWatches: () => readonly WatchState[];
}

interface WatchState {
  readonly resource: string;
  readonly lists: number;
  /** When the watch that has been silent for longest was heard last, if any is open. */
  readonly heardAtMs: number | undefined;
}

/** Registers what is read when somebody asks for the metrics. */
export function createGauges(register: Registry, sources: GaugeSources): void {
  const registers = [register];
  addEnvironments(registers, sources);
  addLoad(registers, sources);
  addWatches(registers, sources);
}

function addEnvironments(registers: Registry[], { listEnvironments }: GaugeSources): void {
  new Gauge({
    ...gauges.environments,
    registers,
    collect() {
      const phases = listEnvironments().map(({ status }) => status.phase);
      // One that none is in any more is told as well: otherwise the last number would stay.
      for (const phase of EnvironmentStatus.shape.phase.unwrap().options) {
        this.set({ phase }, phases.filter((one) => one === phase).length);
      }
    },
  });
}

function addLoad(registers: Registry[], { readLoad }: GaugeSources): void {
  new Gauge({
    ...gauges.queueKeys,
    registers,
    collect() {
      for (const [queue, { working, waiting }] of Object.entries(readLoad().queues)) {
        this.set({ queue, state: 'working' }, working);
        this.set({ queue, state: 'waiting' }, waiting);
      }
    },
  });
  new Gauge({
    ...gauges.helmRuns,
    registers,
    collect() {
      const { working, waiting, ahead } = readLoad().helm;
      this.set({ state: 'working' }, working);
      this.set({ state: 'waiting' }, waiting);
      this.set({ state: 'ahead' }, ahead);
    },
  });
  new Gauge({
    ...gauges.helmSlots,
    registers,
    collect() {
      this.set(readLoad().helm.slots);
    },
  });
}

function addWatches(registers: Registry[], { listWatches }: GaugeSources): void {
  new Counter({
    ...gauges.watchLists,
    registers,
    collect() {
      this.reset();
      for (const { resource, lists } of listWatches()) this.inc({ resource }, lists);
    },
  });
  new Gauge({
    ...gauges.watchSilence,
    registers,
    collect() {
      this.reset();
      for (const { resource, heardAtMs } of listWatches()) {
        if (heardAtMs !== undefined) this.set({ resource }, Math.max(0, Date.now() - heardAtMs) / 1_000);
      }
    },
  });
}

const gauges = {
  environments: {
    name: 'berth_environments',
    help: 'Environments by phase. Every replica counts all of them.',
    labelNames: ['phase'],
  },
  queueKeys: {
    name: 'berth_queue_keys',
    help: 'Pull requests and environments that are worked on or wait for that, by queue.',
    labelNames: ['queue', 'state'],
  },
  helmRuns: {
    name: 'berth_helm_runs',
    help: 'Runs of Helm that are at work, wait for a slot, or were begun ahead of what they wait for.',
    labelNames: ['state'],
  },
  helmSlots: { name: 'berth_helm_slots', help: 'How many runs of Helm may be at work at a time.' },
  watchLists: {
    name: 'berth_watch_lists_total',
    help: 'How often all objects of a resource were read, at first and after a watch could not go on.',
    labelNames: ['resource'],
  },
  watchSilence: {
    name: 'berth_watch_silence_seconds',
    help: 'How long the API server has said nothing on the watch of a resource that is silent for longest. After 90 seconds berth asks anew, and is answered even if nothing happened.',
    labelNames: ['resource'],
  },
} as const;
