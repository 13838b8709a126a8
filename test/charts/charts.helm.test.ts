import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useHelm } from '../helpers/helm.ts';
import {
  chartNames,
  chartsFolder,
  fullValues,
  leastValues,
  parseObjects,
  readDeclaredOutputs,
  type KubernetesObject,
} from './charts.ts';

const helm = useHelm();

describe.each(chartNames)('berth/%s', (name) => {
  test('is clean under the strictest lint, with its defaults and with everything on', async () => {
    for (const values of [{}, fullValues[name] ?? {}]) {
      const { failed, stdout } = await helm(['lint', '--strict', '--values=-', chart(name)], JSON.stringify(values));

      expect({ failed, problems: stdout.match(/\[(ERROR|WARNING)\].*/g) }).toEqual({ failed: false, problems: null });
    }
  });

  test('refuses a value that it does not know, by its name', async () => {
    const { failed, stderr } = await render(name, { ...leastValues[name], replicaCount: 3 });

    expect(failed).toBe(true);
    expect(stderr).toContain("additional properties 'replicaCount' not allowed");
  });

  test('declares exactly the outputs that it makes', async () => {
    const declared = readDeclaredOutputs(name);

    for (const values of [leastValues[name] ?? {}, fullValues[name] ?? {}]) {
      const objects = await renderObjects(name, values);
      for (const { secretRef, configMapRef, when, keys, more } of declared) {
        const kind = secretRef === undefined ? 'ConfigMap' : 'Secret';
        const objectName = (secretRef ?? configMapRef)?.name.replace('<release>', 'harbour');
        const found = objects.find((object) => object.kind === kind && object.metadata.name === objectName);
        const isExpected = when === undefined || dig(values, when) === true;
        const added = more === undefined ? [] : Object.keys((dig(values, more) as object | undefined) ?? {});

        expect(Object.keys(found?.data ?? {}).sort()).toEqual(
          isExpected ? [...Object.keys(keys), ...added].sort() : [],
        );
      }
    }
  });

  test('confines its pods as the Pod Security level "restricted" asks, with a read-only root file system', async () => {
    const pods = (await renderObjects(name, fullValues[name] ?? {}))
      .filter(isWorkload)
      .map(({ spec }) => spec.template.spec);

    expect(pods).toHaveLength(1);
    expect(pods[0]).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const container of pods[0]!.containers) {
      expect(container).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      });
    }
    const kinds = pods[0]!.volumes.flatMap(({ name: _, ...volume }) => Object.keys(volume));
    expect(
      kinds.filter((kind) => !['emptyDir', 'persistentVolumeClaim', 'secret', 'configMap'].includes(kind)),
    ).toEqual([]);
  });

  test('fits a small quota: it names what it needs, and needs little', async () => {
    const pod = (await renderObjects(name, fullValues[name] ?? {})).find(isWorkload)!.spec.template.spec;
    const { requests, limits } = pod.containers[0]!.resources;

    expect(Object.keys(requests).sort()).toEqual(['cpu', 'memory']);
    expect(Object.keys(limits).sort()).toEqual(['memory']);
    expect(Number.parseInt(requests['cpu']!)).toBeLessThanOrEqual(50);
    expect(Number.parseInt(requests['memory']!)).toBeLessThanOrEqual(192);
    expect(pod.terminationGracePeriodSeconds).toBeLessThanOrEqual(4);
  });

  test('can be selected by policies, and its Service selects its pods', async () => {
    const objects = await renderObjects(name, fullValues[name] ?? {});
    const labels = objects.find(isWorkload)!.spec.template.metadata.labels;

    expect(objects.map(({ metadata }) => metadata.labels['app.kubernetes.io/instance'])).toEqual(
      objects.map(() => 'harbour'),
    );
    expect(labels).toMatchObject({
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/instance': 'harbour',
      'app.kubernetes.io/component': expect.stringMatching(/^(web|job|database|cache)$/) as string,
    });
    for (const { spec } of objects.filter(({ kind }) => kind === 'Service')) {
      expect(labels).toMatchObject(spec.selector);
    }
  });
});

test.each(['app', 'mongodb', 'postgres', 'redis'])(
  'berth/%s is asked every second whether it has started',
  async (name) => {
    const [container] = (await renderObjects(name, leastValues[name] ?? {})).find(isWorkload)!.spec.template.spec
      .containers;

    expect(container?.startupProbe?.periodSeconds).toBe(1);
  },
);

function chart(name: string): string {
  return join(chartsFolder, name);
}

function render(name: string, values: object) {
  return helm(['template', 'harbour', chart(name), '--namespace=shop', '--values=-'], JSON.stringify(values));
}

async function renderObjects(name: string, values: object): Promise<readonly KubernetesObject[]> {
  const { failed, stdout, stderr } = await render(name, values);
  expect({ failed, stderr }).toEqual({ failed: false, stderr: '' });
  return parseObjects(stdout);
}

function isWorkload({ kind }: KubernetesObject): boolean {
  return kind === 'Deployment' || kind === 'Job';
}

function dig(values: object, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);
}
