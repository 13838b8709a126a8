import { homedir } from 'node:os';
import { join } from 'node:path';

export interface ClusterPaths {
  /** Built binaries, images and the registry's storage: kept by `down`, safe to delete when nothing runs. */
  readonly cache: string;
  readonly images: string;
  /** Everything a running cluster writes: deleted whole by `down`. */
  readonly state: string;
  /** Sockets, in a folder of their own because a socket's path may have 107 characters at most. */
  readonly run: string;
  readonly logs: string;
  readonly processes: string;
  readonly certificates: string;
  readonly configuration: string;
  readonly auditLog: string;
  readonly kubeconfig: string;
  readonly volumes: string;
  readonly containerdSocket: string;
}

/**
 * State is one place a machine, not one a user: bridge, ports and iptables rules exist once, so there is one sandbox cluster.
 * The cache follows the XDG base directory rule (https://specifications.freedesktop.org/basedir-spec).
 */
export function determineClusterPaths(environment: NodeJS.ProcessEnv = process.env): ClusterPaths {
  const cacheHome = environment['XDG_CACHE_HOME'];
  const cache = join(cacheHome === undefined || cacheHome === '' ? join(homedir(), '.cache') : cacheHome, 'berth');
  const state = '/var/lib/berth-sandbox';
  const run = '/run/berth-sandbox';
  return {
    cache,
    images: join(cache, 'images'),
    state,
    run,
    logs: join(state, 'logs'),
    processes: join(state, 'processes'),
    certificates: join(state, 'certificates'),
    configuration: join(state, 'configuration'),
    auditLog: join(state, 'audit', 'audit.log'),
    kubeconfig: join(state, 'kubeconfig'),
    volumes: join(state, 'volumes'),
    containerdSocket: join(run, 'containerd.sock'),
  };
}
