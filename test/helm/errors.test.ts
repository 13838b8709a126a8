import { describe, expect, test } from 'vitest';
import { toHelmError, toPullError } from '../../src/helm/errors.ts';

const applying = 'server-side apply failed for object shop-pr-1/web';
const service = `${applying} /v1, Kind=Service: services "web" is forbidden:`;
const deployment = `${applying} apps/v1, Kind=Deployment: Deployment.apps "web" is invalid:`;
const account = 'User "system:serviceaccount:shop-pr-1:deployer"';

describe('what Helm says becomes a reason', () => {
  // As Helm 4.2.4 prints it; test/e2e/helm-errors.test.ts makes it print most of them.
  test.each([
    ['QuotaRefused', `${service} exceeded quota: q, requested: services=1, used: services=0, limited: services=0`],
    ['QuotaRefused', `${service} failed quota: q: must specify limits.cpu for: a`],
    ['AdmissionRefused', `${service} violates PodSecurity "restricted:latest": runAsNonRoot != true`],
    ['AdmissionRefused', `${service} ValidatingAdmissionPolicy 'hosts' with binding 'hosts' denied request: not yours`],
    ['FieldImmutable', `${deployment} spec.selector: Invalid value: {"matchLabels":{"a":"c"}}: field is immutable`],
    ['ChartBroken', `${deployment} spec.replicas: Invalid value: -1: must be greater than or equal to 0`],
    [
      'ChartBroken',
      `${applying} /v1, Kind=Service: failed to create typed patch object (x): .datax: field not declared in schema`,
    ],
    [
      'PermissionDenied',
      `unable to continue with install: could not get information about the resource ConfigMap "x" in namespace "kube-system": configmaps "x" is forbidden: ${account} cannot get resource "configmaps"`,
    ],
    [
      'ApiUnavailable',
      `query: failed to query with labels: secrets is forbidden: ${account} cannot list resource "secrets"`,
    ],
    ['ApiUnavailable', 'create: failed to create: namespaces "shop-pr-1" not found'],
    [
      'ApiUnavailable',
      'kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    ['ApiUnavailable', 'kubernetes cluster unreachable: the server has asked for the client to provide credentials'],
    [
      'ApiUnavailable',
      `UPGRADE FAILED: ${applying} /v1, Kind=Service: the server has asked for the client to provide credentials (patch services web)`,
    ],
    ['ApiUnavailable', 'query: failed to query with labels: Unauthorized'],
    [
      'ApiUnavailable',
      'query: failed to query with labels: unexpected error when reading response body. Please retry. Original error: unexpected EOF',
    ],
    [
      'ApiUnavailable',
      'query: failed to query with labels: stream error when reading response body, may be caused by closed connection. Please retry. Original error: stream error: stream ID 73; INTERNAL_ERROR; received from peer',
    ],
    [
      'ApiUnavailable',
      `${applying} /v1, Kind=Service: Timeout: request did not complete within requested timeout - context deadline exceeded`,
    ],
    [
      'ObjectTaken',
      `${applying} networking.k8s.io/v1, Kind=Ingress: admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: host "shop.example.com" and path "/" is already defined in ingress shop-pr-1/web-old`,
    ],
    ['ApiUnavailable', 'path "/cache/sources/3f2a/charts/web" not found'],
    ['ReleaseLocked', 'UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress'],
    [
      'MigrationFailed',
      'failed pre-install: resource Job/shop-pr-1/migrate not ready. status: Failed, message: Job Failed. failed: 1/1',
    ],
    [
      'NotReadyInTime',
      'failed pre-install: resource Job/shop-pr-1/migrate not ready. status: InProgress, message: Job in progress\ncontext deadline exceeded',
    ],
    ['NotReadyInTime', 'failed post-install: timed out waiting for the condition'],
    [
      'NotReadyInTime',
      'failed pre-install: unexpected error when reading response body. Please retry. Original error: context deadline exceeded',
    ],
    [
      'KindUnknown',
      'unable to build kubernetes objects from release manifest: resource mapping not found for name: "q9" namespace: "" from "": no matches for kind "Nope" in version "nope.dev/v1"\nensure CRDs are installed first',
    ],
    [
      'ChartBroken',
      'p/templates/x.yaml:1:13\n  executing "p/templates/x.yaml" at <.Values.x.y>:\n    nil pointer evaluating interface {}.y',
    ],
    ['ChartBroken', 'parse error at (p/templates/x.yaml:1): function "nope" not defined'],
    [
      'ChartBroken',
      "values don't meet the specifications of the schema(s) in the following chart(s):\np:\n- at '': missing property 'n'",
    ],
    [
      'ChartBroken',
      'unable to continue with install: ConfigMap "q1" in namespace "n" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error',
    ],
    [
      'ObjectTaken',
      'unable to continue with install: Service "q1" in namespace "n" exists and cannot be imported into the current release: invalid ownership metadata; annotation validation error: key "meta.helm.sh/release-name" must equal "b": current value is "a"',
    ],
    [
      'ChartBroken',
      'an error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: z',
    ],
    ['HelmFailed', 'something that nobody has seen yet'],
  ])('%s: %s', (reason, said) => {
    const error = toHelmError('upgrading release "web"', failed(`Error: ${said}\n`), 'web/web');

    expect(error.reason).toBe(reason);
    expect(error.detail).toBe(`Error: ${said}`);
    expect(error.message).toBe(`upgrading release "web": ${reason}`);
  });

  test.each([
    'the server was unable to return a response in the time allotted, but may still be processing the request',
    'an error on the server ("<html>502 Bad Gateway</html>") has prevented the request from succeeding (patch services web)',
    'Patch "https://10.0.0.1:443/api/v1": dial tcp 10.0.0.1:443: connect: no route to host',
    'Patch "https://10.0.0.1:443/api/v1": dial tcp 10.0.0.1:443: connect: network is unreachable',
    'Patch "https://10.0.0.1:443/api/v1": write tcp 10.0.0.2:4->10.0.0.1:443: write: broken pipe',
    'Patch "https://10.0.0.1:443/api/v1": read tcp 10.0.0.2:4->10.0.0.1:443: read: connection timed out',
    'Patch "https://10.0.0.1:443/api/v1": unexpected EOF',
    'Patch "https://kubernetes:443/api/v1": dial tcp: lookup kubernetes on 10.0.0.3:53: server misbehaving',
    'Patch "https://10.0.0.1:443/api/v1": stream error: stream ID 9; INTERNAL_ERROR; received from peer',
    'Get "https://10.0.0.1:443/api/v1": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
    'Internal error occurred: resource quota evaluation timed out',
    'services "web" is forbidden: status unknown for quota: berth, resources: services',
    'conversion webhook for example.com/v1, Kind=Widget failed: Post "https://x.y.svc:443/": no endpoints available',
  ])('a cluster that cannot be reached in the midst of it says nothing of the release: %s', (said) => {
    const stderr = `Error: UPGRADE FAILED: ${applying} /v1, Kind=Service: ${said}`;

    expect(toHelmError('upgrading', failed(stderr), 'web/web').reason).toBe('ApiUnavailable');
  });

  test.each([
    'exceeded quota: q',
    'another operation is in progress',
    'cluster unreachable',
    'resource Job/x not ready',
  ])('a chart that words its own failure as "%s" is a broken chart all the same', (wording) => {
    const said = `Error: execution error at (web/templates/x.yaml:1:6): ${wording}`;

    expect(toHelmError('upgrading', failed(said), 'web/web').reason).toBe('ChartBroken');
  });

  test.each([
    [`${service} exceeded quota: q`, 'Service/web'],
    ['failed pre-install: resource Job/shop-pr-1/migrate not ready. status: Failed', 'Job/migrate'],
  ])('and names the object: %s', (said, object) => {
    expect(toHelmError('upgrading', failed(`Error: ${said}`), 'web/web').sentence).toContain(`\`${object}\``);
  });

  test('of which the warnings and the copy in the form of a log are left out', () => {
    const stderr = `W1 warnings.go:107] "Warning: x"\nlevel=WARN msg="upgrade failed" error="boom"\nError: UPGRADE FAILED: boom\n`;

    expect(toHelmError('upgrading', failed(stderr), 'web/web').detail).toBe('Error: UPGRADE FAILED: boom');
  });
});

test('being cancelled is no failure, and a run without end was not ready in time', () => {
  expect(toHelmError('upgrading', { kind: 'cancelled' }, 'web/web').reason).toBe('Superseded');
  expect(toHelmError('upgrading', { kind: 'timedOut', stderr: '' }, 'web/web').reason).toBe('NotReadyInTime');
});

test.each([
  { kind: 'notStarted', cause: new Error('spawn ENOENT') } as const,
  { ...failed('77: 9: exec: /opt/helm: not found\n'), exit: 127 } as const,
  { ...failed('77: 9: exec: /opt/helm: Permission denied\n'), exit: 126 } as const,
])('a missing Helm is a matter of the operator: $kind', (end) => {
  expect(toHelmError('upgrading', end, 'web/web')).toMatchObject({
    reason: 'InternalError',
    message: 'upgrading: starting helm: InternalError',
  });
});

test.each([
  ['too much time', { stderr: '', exit: 'SIGKILL', tookMs: 14_000 }],
  ['too much room on disk', { stderr: '', exit: 'SIGXFSZ', tookMs: 100 }],
  ['too much memory', { stderr: 'fatal error: runtime: cannot allocate memory\ngoroutine 1', exit: 2 }],
])('a chart that takes %s is named as what it is', (_, end) => {
  expect(toHelmError('upgrading', { kind: 'failed', ...end }, 'web/web')).toMatchObject({
    reason: 'ChartBroken',
    detail: 'Helm was stopped: the chart takes more time, memory or room on disk than a chart may.',
  });
});

test('a Helm that was not to begin any more is lost, not broken', () => {
  expect(toHelmError('upgrading', { ...failed(''), exit: 75 }, 'web/web')).toMatchObject({
    reason: 'InternalError',
    message: 'upgrading: waiting for helm: InternalError',
  });
});

test('a Helm that was killed before it could have used up its time is lost, whatever chart it was at work on', () => {
  const end = { ...failed(''), exit: 'SIGKILL', tookMs: 13_999 };
  const lost = { reason: 'InternalError', message: 'doing: waiting for helm: InternalError' };

  expect(toHelmError('doing', { kind: 'lost' }, 'web/web')).toMatchObject(lost);
  expect(toHelmError('doing', end, 'web/web')).toMatchObject(lost);
  expect(toPullError('doing', end, { chart: 'oci://x/web', release: 'web/web' })).toMatchObject(lost);
});

test('a custom resource that the deployer may not make is named as what the operator has to allow', () => {
  const said = `Error: could not get information about the resource Cluster "db" in namespace "shop-pr-1": clusters.postgresql.cnpg.io "db" is forbidden: User "system:serviceaccount:shop-pr-1:berth-deployer" cannot get resource "clusters" in API group "postgresql.cnpg.io" in the namespace "shop-pr-1"`;

  expect(toHelmError('upgrading', failed(said), 'web/web')).toMatchObject({
    reason: 'KindNotAllowed',
    sentence: expect.stringMatching(/^`clusters\.postgresql\.cnpg\.io` is of a kind .*`customResources`/) as string,
  });
  const role = said.replace('"postgresql.cnpg.io" in', '"rbac.authorization.k8s.io" in');
  expect(toHelmError('upgrading', failed(role), 'web/web')).toMatchObject({ reason: 'PermissionDenied' });
});

describe('what helm pull says becomes a reason', () => {
  test.each([
    ['ChartNotFound', 'failed to perform "FetchReference" on source: example.com/charts/web:9.0.0: not found'],
    [
      'ChartNotFound',
      'GET "https://example.com/v2/charts/web/tags/list": response status code 404: name unknown: repository name not known to registry',
    ],
    [
      'ChartNotFound',
      'GET "https://example.com/v2/charts/web/tags/list": response status code 401: unauthorized: authentication required',
    ],
    ['ChartNotFound', 'could not locate a version matching provided version string ^9'],
    ['ChartNotFound', 'improper constraint: ">= x y"'],
    ['ChartNotFound', 'manifest does not contain minimum number of descriptors (2), descriptors found: 1'],
    ['ChartNotFound', 'chart "web" version "9.9.9" not found in https://example.com repository'],
    [
      'ChartNotFound',
      'looks like "https://example.com" is not a valid chart repository or cannot be reached: failed to fetch https://example.com/index.yaml : 404 Not Found',
    ],
    [
      'ApiUnavailable',
      'looks like "https://example.com" is not a valid chart repository or cannot be reached: Get "https://example.com/index.yaml": dial tcp 127.0.0.1:18999: connect: connection refused',
    ],
    [
      'ApiUnavailable',
      'failed to perform "FetchReference" on source: Get "https://example.com/v2/charts/web/manifests/1.0.0": dial tcp 127.0.0.1:1: connect: connection refused',
    ],
    [
      'ApiUnavailable',
      'GET "https://example.com/v2/charts/web/tags/list": response status code 503: Service Unavailable',
    ],
  ])('%s: %s', (reason, said) => {
    const error = toPullError('pulling', failed(`Error: ${said}`), { chart: 'oci://x/web', release: 'web/web' });

    expect(error.reason).toBe(reason);
  });
});

function failed(stderr: string) {
  return { kind: 'failed', stderr, exit: 1 } as const;
}
