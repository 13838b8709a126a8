import {
  ApiException,
  HttpMethod,
  KubernetesObjectApi,
  RequestContext,
  type PatchStrategy,
  type ApiConstructor,
  type ApiType,
  type KubeConfig,
} from '@kubernetes/client-node';
import { createWatchMeter, type WatchMeter } from './reflector/watch-meter.ts';
import { SteadyKubeConfig, type SteadyOptions } from './steady-kube-config.ts';

/** How all of berth talks to one cluster. What it throws, only `errors.ts` reads. */
export interface KubeClient {
  /** The typed API of a group: `api(CoreV1Api)`. */
  api<Api extends ApiType>(type: ApiConstructor<Api>): Api;
  /** Reads and writes objects of any kind, also by server-side apply. */
  readonly objects: KubernetesObjectApi;
  /** How the watches over it are doing. */
  readonly watches: WatchMeter;
  /** Sends one request, a GET unless it patches, and hands over the body as it comes. Throws an ApiException if it is refused. */
  open(path: string, request: OpenRequest): Promise<ReadableStream<Uint8Array>>;
  /** Ends all connections, for good. */
  close(): Promise<void>;
}

export interface OpenRequest {
  readonly query?: Readonly<Record<string, string>>;
  /** Makes it a PATCH. */
  readonly patch?: { readonly type: PatchStrategy; readonly body: string };
  /**
   * Ends the request, and the body if it is still being read. With a `TimeoutError` before the answer has begun it says that
   * the connection is dead: later requests get new ones.
   */
  readonly signal: AbortSignal;
}

export function createKubeClient(config: KubeConfig, options?: SteadyOptions): KubeClient {
  const steady = new SteadyKubeConfig(config, options);
  return {
    watches: createWatchMeter(),
    api: (type) => steady.makeApiClient(type),
    objects: KubernetesObjectApi.makeApiClient(steady),
    open: async (path, { query = {}, patch, signal }) => {
      const method = patch === undefined ? HttpMethod.GET : HttpMethod.PATCH;
      const request = new RequestContext(`${steady.getCurrentCluster()?.server ?? ''}${path}`, method);
      if (patch !== undefined) {
        request.setHeaderParam('Content-Type', patch.type);
        request.setBody(patch.body);
      }
      for (const [name, value] of Object.entries(query)) request.setQueryParam(name, value);
      request.setHeaderParam('Accept', 'application/json, */*');
      request.setSignal(signal);
      await steady.applySecurityAuthentication(request);
      const { httpStatusCode, body, headers } = await steady.send(request);
      if (httpStatusCode < 200 || httpStatusCode > 299) {
        throw new ApiException(httpStatusCode, 'refused', await body.text(), headers);
      }
      return body.stream() ?? new ReadableStream({ start: (controller) => controller.close() });
    },
    close: () => steady.close(),
  };
}
