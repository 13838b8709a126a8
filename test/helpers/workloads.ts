import { registryHost } from '../../sandbox/cluster/addresses.ts';

export const web = `${registryHost}/berth/web:1`;
export const busybox = `${registryHost}/berth/busybox:1.35`;

export function deployment(name: string, container: object, more: object = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: pods(name, container, more) },
  };
}

/** A Job that tries once. */
export function job(name: string, command: string) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      backoffLimit: 0,
      template: pods(name, { image: busybox, command: ['sh', '-c', command] }, { restartPolicy: 'Never' }),
    },
  };
}

/** A template of pods, marked as those of the release of the same name. */
function pods(name: string, container: object, more: object = {}) {
  return {
    metadata: { labels: { app: name, 'app.kubernetes.io/instance': name } },
    spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', ...container }], ...more },
  };
}
