import type { ContextStatus } from './client/read-context-status.ts';
import type { ClusterStatus, ComponentStatus } from './read-cluster-status.ts';

const advice = {
  up: '',
  impaired: 'Bring it back with: npm run cluster -- up',
  down: 'Start it with: npm run cluster -- up',
} as const;

/** Renders the status as people read it: a line a component, the node, and what to do when something is missing. */
export function renderStatus(status: ClusterStatus): string {
  const width = Math.max(...status.components.map(({ name }) => name.length));
  const lines = status.components.map(
    (component) => `  ${component.name.padEnd(width)}  ${renderComponent(component)}`,
  );
  const node = status.state === 'down' ? [] : [`  ${'node'.padEnd(width)}  ${status.node}`];
  const memory = status.state === 'down' ? '' : `, ${toMegabytes(status.memoryBytes)} in all`;
  return [`cluster ${status.state}${memory}`, ...lines, ...node, advice[status.state]].filter(Boolean).join('\n');
}

export function renderContextStatus(status: ContextStatus): string {
  return [
    `context ${status.context} at ${status.server}`,
    `  version        ${status.version}`,
    `  nodes          ${status.node}`,
    `  storage class  ${status.defaultStorageClass ?? 'no default one: charts with a PersistentVolumeClaim will wait'}`,
    `  ingress class  ${status.defaultIngressClass ?? 'no default one: charts must name theirs'}`,
  ].join('\n');
}

function renderComponent(component: ComponentStatus): string {
  switch (component.state) {
    case 'healthy':
      return `healthy    ${toMegabytes(component.memoryBytes).padStart(7)}  pid ${component.pid}`;
    case 'unhealthy':
      return `unhealthy  ${toMegabytes(component.memoryBytes).padStart(7)}  pid ${component.pid}, ${component.seen}`;
    case 'stopped':
      return 'stopped';
  }
}

function toMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
