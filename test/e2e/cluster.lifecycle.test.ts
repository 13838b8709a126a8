import { createServer, type Server } from 'node:net';
import { access, readdir } from 'node:fs/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addresses } from '../../sandbox/cluster/addresses.ts';
import { readBackgroundProcess } from '../../sandbox/cluster/host/background-process.ts';
import { listNetworkRemains } from '../../sandbox/cluster/host/network.ts';
import { listShims } from '../../sandbox/cluster/host/remove-containers.ts';
import { listMounts } from '../../sandbox/cluster/host/remove-mounts.ts';
import { listStrayFiles } from '../../sandbox/cluster/host/remove-stray-files.ts';
import { determineClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';
import { listComponents } from '../../sandbox/cluster/list-components.ts';
import { readClusterStatus, type ClusterStatus } from '../../sandbox/cluster/read-cluster-status.ts';
import { repositoryRoot } from '../house/list-source-files.ts';
import { runPod } from '../helpers/run-pod.ts';

const paths = determineClusterPaths();
const names = listComponents(paths, '').map(({ name }) => name);

// This file takes the run's cluster through its life, as its commands do, and so runs alone and after all others.
describe('the life of a cluster', () => {
  let wasUp = false;

  beforeAll(async () => {
    wasUp = (await readClusterStatus(paths)).state === 'up';
    // A life begins with a birth. An old cluster recovers too, but its first pod after a killed etcd takes a minute.
    await cluster('down');
    await cluster('up');
  });
  afterAll(async () => {
    if (wasUp) await cluster('up');
  });

  test('`up` on a cluster that is up starts nothing', async () => {
    const before = await listPids();

    const { stderr } = await cluster('up');

    expect(stderr).not.toContain('starting');
    expect(await listPids()).toEqual(before);
  });

  test.each(names)('after a kill -9 of %s `status` names it, `up` repairs it, and a new pod runs', async (name) => {
    const victim = await readBackgroundProcess(name, paths);
    expect(victim).toBeDefined();

    process.kill(victim!.pid, 'SIGKILL');
    const seen = await cluster('status', '--json');
    const repair = await cluster('up');

    expect(seen.exitCode).toBe(1);
    const status = JSON.parse(seen.stdout) as ClusterStatus;
    expect(status.state).toBe('impaired');
    expect(status.components.find((component) => component.name === name)?.state).toBe('stopped');
    expect(repair.stderr).toContain(`starting ${name}`);
    expect(repair.exitCode, repair.stderr).toBe(0);
    expect((await readClusterStatus(paths)).state).toBe('up');
    expect((await readBackgroundProcess(name, paths))?.pid).not.toBe(victim!.pid);
    await runPod(paths, `after-${name}`);
  });

  test('after a kill -9 of everything at once `up` repairs it all, and what was stored is there', async () => {
    await runPod(paths, 'before');
    for (const pid of Object.values(await listPids())) process.kill(pid, 'SIGKILL');

    await cluster('up');

    const { stdout } = await kubectl('get', 'pod', 'before', '-o', 'name');
    expect(stdout).toBe('pod/before');
    await runPod(paths, 'after');
  });

  test('a component that is frozen is restarted', async () => {
    const frozen = await readBackgroundProcess('kube-scheduler', paths);
    process.kill(frozen!.pid, 'SIGSTOP');

    const status = await cluster('status');
    const repair = await cluster('up');

    expect(status.stdout).toMatch(/kube-scheduler +unhealthy .* does not answer/);
    expect(repair.stderr).toContain('kube-scheduler runs but does not answer: restarting it');
    expect(repair.exitCode, repair.stderr).toBe(0);
    await runPod(paths, 'thawed');
  });

  test('`down` leaves no process, container, mount, link, rule or file, also with pods and volumes in use', async () => {
    await runPod(paths, 'in-use', { keepRunning: true });
    const pids = await listPids();
    const shims = await listShims(paths);
    expect(shims.length).toBeGreaterThan(0);

    const { exitCode } = await cluster('down');

    expect(exitCode).toBe(0);
    const running = await Promise.all([...Object.values(pids), ...shims.map(({ pid }) => pid)].map(isAlive));
    expect(running.filter(Boolean)).toEqual([]);
    expect(await listMounts([paths.state, paths.run])).toEqual([]);
    expect(await listNetworkRemains()).toEqual([]);
    expect(await listStrayFiles(paths)).toEqual([]);
    await expect(access(paths.state)).rejects.toThrow('ENOENT');
    await expect(access(paths.run)).rejects.toThrow('ENOENT');
    expect(await listContainerCgroups()).toEqual([]);
    const again = await cluster('status');
    expect(again.stdout).toContain('cluster down');
  });

  test('`down` on nothing does nothing and says so', async () => {
    const { exitCode, stderr } = await cluster('down');

    expect(exitCode).toBe(0);
    expect(stderr).toContain('nothing was running');
  });

  test('a busy port is named, and nothing half-started stays behind', async () => {
    const blocker = await listen(addresses.ports.scheduler);

    const { exitCode, stderr } = await cluster('up');
    blocker.close();

    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `port ${addresses.ports.scheduler}, which kube-scheduler of the sandbox cluster needs, is in use`,
    );
    expect((await readClusterStatus(paths)).state).toBe('down');
    expect(await listNetworkRemains()).toEqual([]);
    await expect(access(paths.state)).rejects.toThrow('ENOENT');
  });

  test('an interrupted `up` leaves nothing half-started behind', async () => {
    const pending = cluster('up');
    pending.stderr.on('data', (text: Buffer) => {
      if (text.includes('starting kube-apiserver')) pending.kill('SIGINT');
    });

    const { exitCode, stderr } = await pending;

    expect(exitCode).toBe(1);
    expect(stderr).toContain('interrupted');
    expect((await readClusterStatus(paths)).state).toBe('down');
    expect(await listNetworkRemains()).toEqual([]);
  });
});

function cluster(...args: readonly string[]) {
  return execa('node', ['sandbox/cluster/main.ts', ...args], {
    cwd: repositoryRoot,
    preferLocal: true,
    reject: false,
    stdin: 'ignore',
  });
}

function kubectl(...args: readonly string[]) {
  return execa('kubectl', args, { env: { KUBECONFIG: paths.kubeconfig } });
}

async function listPids(): Promise<Readonly<Record<string, number>>> {
  const { components } = await readClusterStatus(paths);
  return Object.fromEntries(
    components.flatMap((component) => (component.state === 'stopped' ? [] : [[component.name, component.pid]])),
  );
}

// A zombie that its parent has not reaped is not alive.
async function isAlive(pid: number): Promise<boolean> {
  const { stdout, failed } = await execa('ps', ['-o', 'stat=', '-p', String(pid)], { reject: false });
  return !failed && !stdout.startsWith('Z');
}

async function listContainerCgroups(): Promise<readonly string[]> {
  const hierarchies = await readdir('/sys/fs/cgroup');
  const found: string[] = [];
  for (const hierarchy of hierarchies) {
    const groups = await readdir(`/sys/fs/cgroup/${hierarchy}`).catch((): string[] => []);
    if (groups.includes('k8s.io')) found.push(hierarchy);
  }
  return found;
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}
