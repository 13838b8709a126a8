import type { V1EndpointSlice, V1Ingress, V1Service } from '@kubernetes/client-node';
import type { Backend, Rule } from './determine-route.ts';

/** The cluster as it was last seen: three caches that watches keep up to date. */
export interface ClusterView {
  listIngresses(): readonly V1Ingress[];
  listServices(): readonly V1Service[];
  listEndpointSlices(): readonly V1EndpointSlice[];
}

/** The class's name in `cluster-objects.yaml`; it is the default one, so the API server writes it into an Ingress that names none. */
export const ingressClass = 'gateway';

/** Lists the rules of all Ingresses of our class. */
export function listRules(view: ClusterView): readonly Rule[] {
  return view.listIngresses().filter(isOurs).flatMap(toRules);
}

export function isOurs(ingress: V1Ingress): boolean {
  return ingress.spec?.ingressClassName === ingressClass;
}

/** Lists the addresses (`host:port`) of the ready pods behind a backend; undefined when there is no such Service or port. */
export function listEndpoints(view: ClusterView, backend: Backend): readonly string[] | undefined {
  const service = view
    .listServices()
    .find(({ metadata }) => metadata?.namespace === backend.namespace && metadata.name === backend.service);
  const port = service?.spec?.ports?.find(({ name, port }) => name === backend.port || port === backend.port);
  if (port === undefined) return undefined;
  return view
    .listEndpointSlices()
    .filter(({ metadata }) => metadata?.namespace === backend.namespace)
    .filter(({ metadata }) => metadata?.labels?.['kubernetes.io/service-name'] === backend.service)
    .flatMap((slice) => toAddresses(slice, port.name));
}

// A Service port without a name has an EndpointSlice port whose name is empty.
function toAddresses(slice: V1EndpointSlice, portName: string | undefined): readonly string[] {
  const port = slice.ports?.find(({ name }) => (name ?? '') === (portName ?? ''))?.port;
  if (port === undefined) return [];
  const ready = (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
  return ready.flatMap(({ addresses }) => addresses.slice(0, 1).map((address) => `${address}:${port}`));
}

function toRules(ingress: V1Ingress): readonly Rule[] {
  const namespace = ingress.metadata?.namespace ?? '';
  const toBackend = (service: { name: string; port?: { name?: string; number?: number } }): Backend => ({
    namespace,
    service: service.name,
    port: service.port?.number ?? service.port?.name ?? 0,
  });
  const rules = (ingress.spec?.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).flatMap(({ path, pathType, backend }): Rule[] =>
      backend.service === undefined
        ? []
        : [
            {
              ...(host !== undefined && { host }),
              path: path ?? '/',
              pathType: pathType === 'Exact' ? 'Exact' : 'Prefix', // ImplementationSpecific is ours to read: as a prefix
              backend: toBackend(backend.service),
            },
          ],
    ),
  );
  const fallback = ingress.spec?.defaultBackend?.service;
  return fallback === undefined ? rules : [...rules, { path: '/', pathType: 'Prefix', backend: toBackend(fallback) }];
}
