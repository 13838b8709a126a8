import { tuningFlags, type FluxTuning } from './flux-tuning.ts';

export function renderHelmControllerFlags(tuning: FluxTuning, healthPort: number): readonly string[] {
  return [...common(healthPort), '--graceful-shutdown-timeout=5s', ...tuningFlags[tuning]];
}

interface Storage {
  readonly storage: number;
  /** The folder. */
  readonly artifacts: string;
}

export function renderSourceControllerFlags(healthPort: number, { storage, artifacts }: Storage): readonly string[] {
  const address = `127.0.0.1:${storage}`;
  return [
    ...common(healthPort),
    `--storage-path=${artifacts}`,
    `--storage-addr=${address}`,
    `--storage-adv-addr=${address}`,
  ];
}

/** Everything on loopback; nothing that would listen to events; no leader to elect, since there is one of each. */
function common(healthPort: number): readonly string[] {
  return [`--health-addr=127.0.0.1:${healthPort}`, '--metrics-addr=0', '--events-addr=', '--log-level=info'];
}
