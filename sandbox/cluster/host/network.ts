import { readFile, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { addresses } from '../addresses.ts';

const { bridge, bridgeAddress, nodePodNetwork, serviceNetwork } = addresses;
const chain = 'BERTH-SANDBOX';
const settings = ['/proc/sys/net/ipv4/ip_forward', '/proc/sys/net/bridge/bridge-nf-call-iptables'];

export type KernelSettings = Readonly<Record<string, string>>;

/** Reads the kernel settings that `ensureNetwork` changes, so that `removeNetwork` can put them back. */
export async function readKernelSettings(): Promise<KernelSettings> {
  const values: Record<string, string> = {};
  for (const path of settings) {
    const value = await readFile(path, 'utf8').catch(() => undefined);
    if (value !== undefined) values[path] = value.trim();
  }
  return values;
}

/**
 * Makes the bridge that pods hang on, and sees to it that nothing leaves the machine by mistake: a packet from a pod stays on the bridge,
 * and one to a Service that kube-proxy has no rule for goes to the bridge instead of following the default route. Safe to repeat.
 */
export async function ensureNetwork(): Promise<void> {
  if (!(await hasLink(bridge))) await run('ip', 'link', 'add', bridge, 'type', 'bridge');
  await run('ip', 'address', 'replace', nodePodNetwork.replace(/^.*\//, `${bridgeAddress}/`), 'dev', bridge);
  await run('ip', 'link', 'set', bridge, 'up');
  await run('ip', 'route', 'replace', serviceNetwork, 'dev', bridge);
  for (const path of Object.keys(await readKernelSettings())) await writeFile(path, '1');
  await ensureForwardingRules();
}

/** Takes away links, routes and rules of the cluster, also those that kube-proxy and the CNI plug-ins made, and restores `before`. */
export async function removeNetwork(before: KernelSettings): Promise<void> {
  for (const link of await listPodLinks()) await attempt('ip', 'link', 'delete', link);
  if (await hasLink(bridge)) await run('ip', 'link', 'delete', bridge); // its routes go with it
  for (const iptables of ['iptables', 'ip6tables']) {
    for (const table of ['filter', 'nat', 'mangle', 'raw']) await removeChains(iptables, table);
  }
  for (const [path, value] of Object.entries(before)) await writeFile(path, value);
}

async function ensureForwardingRules(): Promise<void> {
  await attempt('iptables', '-w', '-N', chain);
  await run('iptables', '-w', '-F', chain);
  await run('iptables', '-w', '-A', chain, '-i', bridge, '-o', bridge, '-j', 'ACCEPT');
  await run('iptables', '-w', '-A', chain, '-i', bridge, '-j', 'REJECT');
  if (!(await attempt('iptables', '-w', '-C', 'FORWARD', '-j', chain))) {
    await run('iptables', '-w', '-I', 'FORWARD', '-j', chain);
  }
}

/** Lists what of the cluster's network there still is, as a person would name it; empty after a complete `down`. */
export async function listNetworkRemains(): Promise<readonly string[]> {
  const links = [...(await listPodLinks()), ...((await hasLink(bridge)) ? [bridge] : [])].map((link) => `link ${link}`);
  const rules: string[] = [];
  for (const iptables of ['iptables', 'ip6tables']) {
    const { stdout, failed } = await execa(`${iptables}-save`, { reject: false });
    if (!failed) {
      rules.push(
        ...stdout
          .split('\n')
          .filter((line) => isOurRule(line))
          .map((line) => `${iptables} ${line}`),
      );
    }
  }
  return [...links, ...rules];
}

// CNI names a pod's end on the machine veth + 8 hexadecimal digits and hangs it on the bridge; one that lost its bridge has no master.
async function listPodLinks(): Promise<string[]> {
  const { stdout } = await execa('ip', ['-json', 'link', 'show', 'type', 'veth'], { reject: false });
  const links = JSON.parse(stdout === '' ? '[]' : stdout) as { ifname?: string; master?: string }[];
  return links.flatMap(({ ifname, master }) => (ifname !== undefined && master === bridge ? [ifname] : []));
}

async function hasLink(name: string): Promise<boolean> {
  return attempt('ip', 'link', 'show', name);
}

/** Removes our chains from one table by writing the table back without them: one atomic step, whoever else has rules there. */
async function removeChains(iptables: string, table: string): Promise<void> {
  const { stdout, failed } = await execa(`${iptables}-save`, ['-t', table], { reject: false });
  if (failed || !stdout.split('\n').some((line) => isOurRule(line))) return;
  const kept = stdout.split('\n').filter((line) => !isOurRule(line));
  await execa(`${iptables}-restore`, ['-w', '-T', table], { input: `${kept.join('\n')}\n` });
}

function isOurRule(line: string): boolean {
  return /(^:|-A |-j )(KUBE-|CNI-|BERTH-SANDBOX)/.test(line);
}

async function run(command: string, ...args: readonly string[]): Promise<void> {
  await execa(command, args, { stdin: 'ignore' });
}

async function attempt(command: string, ...args: readonly string[]): Promise<boolean> {
  const { failed } = await execa(command, args, { stdin: 'ignore', reject: false });
  return !failed;
}
