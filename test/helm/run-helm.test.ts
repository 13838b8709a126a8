import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { createHelm } from '../../src/helm/create-helm.ts';
import { runHelm } from '../../src/helm/run-helm.ts';
import { createTemporaryFolder } from '../helpers/chart-folder.ts';
import { isRunning } from '../helpers/is-running.ts';

const run = {
  namespace: 'shop-pr-1',
  helmRelease: 'api-web',
  release: 'api/web',
  kubeconfig: 'apiVersion: v1',
  timeoutMs: 5_000,
};
const upgrade = {
  ...run,
  chartPath: '/charts/x',
  valuesFiles: ['a: 1'],
  values: { b: 2 },
  digest: `sha256:${'d'.repeat(64)}`,
};
const { signal } = new AbortController();

describe('what Helm is started with', () => {
  test('is a fixed environment: nothing of our own, whatever it holds', async () => {
    vi.stubEnv('HELM_PLUGINS', '/evil');
    vi.stubEnv('KUBECONFIG', '/evil');
    vi.stubEnv('PRIVATE_KEY', 'canary');
    vi.stubEnv('HTTPS_PROXY', 'http://evil');
    const { helm, folder } = await createStub('env > "$0.env"');

    await helm.upgrade(upgrade, signal);

    vi.unstubAllEnvs();
    const lines = (await readFile(join(folder, 'helm.env'), 'utf8')).trim().split('\n');
    const known = lines.filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line)); // the shell's own
    expect(known.map((line) => line.replace(/=.*\/helm-\w{6}/, '=RUN')).toSorted()).toEqual([
      'GOGC=off',
      'GOMAXPROCS=2',
      'GOMEMLIMIT=128MiB',
      'HELM_CACHE_HOME=RUN/cache',
      'HELM_CONFIG_HOME=RUN/config',
      'HELM_DATA_HOME=RUN/data',
      'HELM_DRIVER=secret',
      'HELM_PLUGINS=RUN/plugins',
      'HOME=RUN',
      'KUBECACHEDIR=/dev/null',
      'LC_MESSAGES=zh_TW.UTF-8',
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'TMPDIR=RUN',
    ]);
  });

  test('are arguments of one form, with names behind "--"', async () => {
    const { helm, folder } = await createStub('printf "%s\\n" "$@" > "$0.args"');

    await helm.upgrade({ ...upgrade, helmRelease: '--kubeconfig=/etc/passwd' }, signal);

    const args = (await readFile(join(folder, 'helm.args'), 'utf8')).trim().split('\n');
    expect(args.map((one) => one.replace(/=.*\/helm-\w{6}/, '=RUN'))).toEqual([
      'upgrade',
      '--kubeconfig=RUN/kubeconfig',
      '--install',
      '--namespace=shop-pr-1',
      '--timeout=5000ms',
      '--history-max=2',
      '--server-side=auto',
      '--force-conflicts',
      '--disable-openapi-validation',
      '--skip-crds',
      '--skip-schema-validation',
      '--hide-notes',
      `--labels=berth.dev/digest=${'d'.repeat(40)}`,
      '--values=RUN/values-0.yaml',
      '--values=RUN/values-1.yaml',
      '--',
      '--kubeconfig=/etc/passwd',
      '/charts/x',
    ]);
  });

  test('are files that nobody else may read, gone afterwards', async () => {
    const { helm, folder, temporaryFolder } = await createStub(
      'stat -c "%a %n" kubeconfig values-* > "$0.modes"; cat values-* > "$0.values"',
    );

    await helm.upgrade(upgrade, signal);

    expect(await readFile(join(folder, 'helm.modes'), 'utf8')).toBe(
      '600 kubeconfig\n600 values-0.yaml\n600 values-1.yaml\n',
    );
    expect(await readFile(join(folder, 'helm.values'), 'utf8')).toBe('a: 1{"b":2}');
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  test('are bounds that it cannot raise: a template may loop for minutes, a registry may stream for ever', async () => {
    const { helm, folder } = await createStub('cat /proc/$$/limits > "$0.limits"');

    await helm.upgrade(upgrade, signal);

    const limits = await readFile(join(folder, 'helm.limits'), 'utf8');
    const bounds = ['Max cpu time', 'Max file size', 'Max open files', 'Max address space'].map((name) =>
      limits
        .match(new RegExp(`^${name} +(\\d+) +(\\d+)`, 'm'))
        ?.slice(1)
        .map(Number),
    );
    expect(bounds).toEqual([30, 20 * 1024 ** 2, 1_024, 1024 ** 3].map((bound) => [bound, bound]));
  });

  test('hooks are run on the way out unless they are not to', async () => {
    const { helm, folder } = await createStub('printf "%s\\n" "$@" >> "$0.args"');

    await helm.uninstall({ ...run, runHooks: true }, signal);
    await helm.uninstall({ ...run, runHooks: false }, signal);

    expect((await readFile(join(folder, 'helm.args'), 'utf8')).match(/--no-hooks/g)).toHaveLength(1);
  });
});

describe('a Helm that waits for its cue', () => {
  const script = 'echo begun > "$0.begun"; cat > "$0.read"; [ -s "$0.read" ] && echo read >> "$0.begun"';

  test('has begun by then, and reads the values of its release from its input once it has it, after those in files', async () => {
    const { helm, folder } = await createStub(`printf "%s\\n" "$@" > "$0.args"; ${script}`);
    const cue = Promise.withResolvers<undefined>();
    const end = helm.upgrade(upgrade, signal, { given: cue.promise, withinMs: 60_000 });
    await untilBegun(folder);
    await sleep(100);
    expect(await readFile(join(folder, 'helm.begun'), 'utf8')).toBe('begun\n');

    cue.resolve(undefined);
    await end;

    expect(JSON.parse(await readFile(join(folder, 'helm.read'), 'utf8'))).toEqual(upgrade.values);
    const args = (await readFile(join(folder, 'helm.args'), 'utf8')).split('\n');
    const files = args
      .filter((one) => one.startsWith('--values='))
      .map((one) => one.replace(/=.*\/helm-\w{6}/, '=RUN'));
    expect(files).toEqual(['--values=RUN/values-0.yaml', '--values=-']);
  });

  test('is ended where that is refused, and throws the same', async () => {
    const { helm, folder, temporaryFolder } = await createStub(script);
    const cue = Promise.withResolvers<undefined>();
    const end = helm.upgrade(upgrade, signal, { given: cue.promise, withinMs: 60_000 });
    await untilBegun(folder);

    cue.reject(new Error('held elsewhere'));

    await expect(end).rejects.toThrow('held elsewhere');
    expect(await readFile(join(folder, 'helm.begun'), 'utf8')).toBe('begun\n');
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  test('does not begin where it is refused at once', async () => {
    const { helm, folder } = await createStub(script);

    const end = helm.upgrade(upgrade, signal, { given: Promise.reject(new Error('no')), withinMs: 60_000 });

    await expect(end).rejects.toThrow('no');
    await expect(readFile(join(folder, 'helm.read'), 'utf8')).rejects.toThrow('ENOENT');
  });

  test('is ended by the signal, before its cue and after', async () => {
    for (const given of [new Promise<never>(() => undefined), Promise.resolve()]) {
      const { helm, folder } = await createStub('echo begun > "$0.begun"; sleep 60');
      const stopping = new AbortController();
      const end = helm.upgrade(upgrade, stopping.signal, { given, withinMs: 60_000 });
      await untilBegun(folder);

      stopping.abort();

      await expect(end).rejects.toMatchObject({ reason: 'Superseded' });
    }
  });

  test('may end before it has read anything', async () => {
    const { helm } = await createStub('echo "Error: x" >&2; exit 1');
    const values = { text: 'x'.repeat(1_000_000) };

    const end = helm.upgrade({ ...upgrade, values }, signal, { given: Promise.resolve(), withinMs: 60_000 });

    await expect(end).rejects.toMatchObject({ detail: 'Error: x' });
  });

  test('has worked only since its cue: how long it ran tells whether it was its own doing that it was killed', async () => {
    const folder = await createTemporaryFolder();
    const [helmPath, opening] = [join(folder, 'helm'), '{'];
    await writeFile(helmPath, '#!/bin/sh\ncat > /dev/null; kill -KILL $$\n', { mode: 0o755 });
    const command = { helmPath, args: [], folder, deadlineMs: 60_000, endMs: undefined, opening };
    const rest = sleep(2_000).then(() => '}');

    const end = await runHelm(command, signal, rest);

    expect(end).toMatchObject({ kind: 'failed', exit: 'SIGKILL' });
    expect(Reflect.get(end, 'tookMs')).toBeLessThan(1_500);
  });

  async function untilBegun(folder: string): Promise<void> {
    await vi.waitFor(() => readFile(join(folder, 'helm.begun'), 'utf8'), 10_000);
  }
});

describe('where the time is limited in which Helm may run', () => {
  test('it begins only before its end', async () => {
    const { folder, temporaryFolder } = await createStub('echo begun >> "$0.log"');
    const helmPath = join(folder, 'helm');
    const upgradeBy = async (endMs: number) =>
      await createHelm({ helmPath, temporaryFolder, runHelm, determineEndMs: () => endMs }).upgrade(upgrade, signal);

    await upgradeBy(uptime() * 1_000 + 20_000);

    await expect(upgradeBy(uptime() * 1_000 - 20)).rejects.toMatchObject({ name: 'EngineError' });
    expect(await readFile(join(folder, 'helm.log'), 'utf8')).toBe('begun\n');
  });
});

describe('however Helm ends', () => {
  test('a flood of words is cut to its end, as plain text, and its files are removed', async () => {
    const { helm, temporaryFolder } = await createStub(
      'yes noise | head -c 5000000 >&2; printf "\\nError: \\033[31mred\\377\\000\\n" >&2; exit 1',
    );

    const error: unknown = await helm.upgrade(upgrade, signal).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ reason: 'HelmFailed', detail: 'Error: red\ufffd' });
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  test('what it leaves behind with our end of the line in hand does not keep us', async () => {
    const { helm, folder } = await createStub('sleep 60 & echo $! > "$0.pid"; echo "Error: x" >&2; exit 1');

    await expect(helm.upgrade(upgrade, signal)).rejects.toMatchObject({ detail: 'Error: x' });

    process.kill(Number(await readFile(join(folder, 'helm.pid'), 'utf8')), 'SIGKILL');
  });

  test('being told to stop ends it and all that it started', async () => {
    const { helm, folder, temporaryFolder } = await createStub('sleep 60 & echo $! > "$0.pid"; wait');
    const stopping = new AbortController();
    const end = helm.upgrade(upgrade, stopping.signal);
    const pid = await vi.waitFor(async () => {
      const text = await readFile(join(folder, 'helm.pid'), 'utf8');
      expect(text).not.toBe('');
      return Number(text);
    }, 10_000);

    stopping.abort();

    await expect(end).rejects.toMatchObject({ reason: 'Superseded' });
    await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false), 5_000);
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  test('one that something else has killed is lost, which is no fault of its chart', async () => {
    const { helm } = await createStub('kill -KILL $$');

    await expect(helm.upgrade(upgrade, signal)).rejects.toMatchObject({
      reason: 'InternalError',
      message: 'upgrading release "api-web": waiting for helm: InternalError',
    });
  });

  test('a Helm that is not there is told apart from a chart that fails', async () => {
    const temporaryFolder = await createTemporaryFolder();
    const helm = createHelm({ helmPath: join(temporaryFolder, 'none'), temporaryFolder, runHelm });

    await expect(helm.upgrade(upgrade, signal)).rejects.toMatchObject({
      reason: 'InternalError',
      message: 'upgrading release "api-web": starting helm: InternalError',
    });
  });
});

// A program in Helm's place, beside which it may leave what it saw.
async function createStub(script: string) {
  const folder = await createTemporaryFolder();
  const temporaryFolder = join(folder, 'runs');
  const helmPath = join(folder, 'helm');
  await writeFile(helmPath, `#!/bin/sh\n${script}\n`);
  await chmod(helmPath, 0o755);
  return { helm: createHelm({ helmPath, temporaryFolder, runHelm }), folder, temporaryFolder };
}
