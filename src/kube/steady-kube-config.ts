import { createHash } from 'node:crypto';
import {
  IsomorphicFetchHttpLibrary,
  KubeConfig,
  ResponseContext,
  wrapHttpLibrary,
  type ApiConstructor,
  type ApiType,
  type Cluster,
  type Configuration,
  type DispatcherOptions,
  type RequestContext,
} from '@kubernetes/client-node';
import { isTimeout } from './errors.ts';

type Dispatcher = NonNullable<ReturnType<RequestContext['getDispatcher']>>;
type AgentOptions = Parameters<KubeConfig['createDispatcherOptions']>[1];

export interface SteadyOptions {
  /** Called with the method of each request that is about to be sent. */
  readonly onRequest?: (method: string) => void;
  /** A request that sets no signal of its own ends by then: a connection may be dead without saying so. */
  readonly requestTimeoutMs?: number;
}

/**
 * A kubeconfig whose requests share their connections. The one of the library makes connections of its own for every request,
 * which costs a handshake each, and nobody can close them. New ones are made only when the certificates change.
 */
export class SteadyKubeConfig extends KubeConfig {
  #identity = '';
  #dispatcher: Dispatcher | undefined;
  readonly #left = new Set<Dispatcher>();
  readonly #library = new IsomorphicFetchHttpLibrary();
  readonly #options: Required<SteadyOptions>;

  constructor({ clusters, users, contexts, currentContext }: KubeConfig, options: SteadyOptions = {}) {
    super();
    this.#options = { onRequest: () => undefined, requestTimeoutMs: 30_000, ...options };
    this.loadFromOptions({ clusters, users, contexts, currentContext });
  }

  override makeApiClient<Api extends ApiType>(type: ApiConstructor<Api>): Api {
    const { configuration } = super.makeApiClient(OnlyConfiguration);
    return new type({ ...configuration, httpApi: wrapHttpLibrary({ send: (request) => this.send(request) }) });
  }

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    this.#options.onRequest(context.getHttpMethod());
    await super.applySecurityAuthentication(context);
    const made = context.getDispatcher();
    if (made !== undefined) this.#keep(made);
    else if (this.#dispatcher !== undefined) context.setDispatcher(this.#dispatcher);
    if (context.getSignal() === undefined) context.setSignal(AbortSignal.timeout(this.#options.requestTimeoutMs));
  }

  /** Asked for by the library right before it makes connections: where they would be like those there are, it makes none. */
  override createDispatcherOptions(cluster: Cluster | null, agentOptions: AgentOptions): DispatcherOptions {
    const options = super.createDispatcherOptions(cluster, agentOptions);
    const identity = createHash('sha256').update(JSON.stringify(options)).digest('hex');
    if (identity === this.#identity) return { type: 'none' };
    this.#identity = identity;
    return options;
  }

  /** Sends a request that `applySecurityAuthentication` has seen. */
  async send(request: RequestContext): Promise<ResponseContext> {
    const { httpStatusCode, headers, body } = await this.#inTime(request, () =>
      this.#library.send(request).toPromise(),
    );
    return new ResponseContext(httpStatusCode, headers, {
      ...body,
      text: () => this.#inTime(request, () => body.text()),
    });
  }

  /** Ends all connections, also those that still wait for an answer. */
  async close(): Promise<void> {
    const all = [...this.#left, ...(this.#dispatcher === undefined ? [] : [this.#dispatcher])];
    this.#identity = '';
    this.#dispatcher = undefined;
    await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
  }

  /** What did not come in time may never come on those connections: an HTTP/2 session outlives the requests that end on it. */
  async #inTime<T>(request: RequestContext, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (isTimeout(error)) this.#renounce(request.getDispatcher());
      throw error;
    }
  }

  /** Makes new connections for all that is asked from here on: the ones of that request are dead. What still uses them may end. */
  #renounce(dispatcher: Dispatcher | undefined): void {
    if (dispatcher === undefined || dispatcher !== this.#dispatcher) return;
    this.#identity = '';
    this.#dispatcher = undefined;
    this.#leave(dispatcher);
  }

  #keep(dispatcher: Dispatcher): void {
    const before = this.#dispatcher;
    this.#dispatcher = dispatcher;
    if (before !== undefined) this.#leave(before);
  }

  /** Requests that are under way on connections that are no longer used end in their own time. */
  #leave(dispatcher: Dispatcher): void {
    this.#left.add(dispatcher);
    const forget = () => this.#left.delete(dispatcher);
    dispatcher.close().then(forget, forget);
  }
}

/** The library tells how it sets up an API only to what it makes. */
class OnlyConfiguration {
  readonly configuration: Configuration;

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }
}
