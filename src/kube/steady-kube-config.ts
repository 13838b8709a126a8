import { createHash } from 'node:crypto';
import { KubeConfig, type Cluster, type DispatcherOptions, type RequestContext } from '@kubernetes/client-node';

type Dispatcher = NonNullable<ReturnType<RequestContext['getDispatcher']>>;
type AgentOptions = Parameters<KubeConfig['createDispatcherOptions']>[1];

/** A request that sets no signal of its own ends by then: a connection may be dead without saying so. */
const requestTimeoutMs = 30_000;

/**
 * A kubeconfig whose requests share their connections. The one of the library makes connections of its own for every request,
 * which costs a handshake each, and nobody can close them. New ones are made only when the certificates change.
 */
export class SteadyKubeConfig extends KubeConfig {
  #identity = '';
  #dispatcher: Dispatcher | undefined;
  readonly #left = new Set<Dispatcher>();
  readonly #onRequest: (method: string) => void;

  /** `onRequest` is called with the method of each request that is about to be sent. */
  constructor(
    { clusters, users, contexts, currentContext }: KubeConfig,
    onRequest: (method: string) => void = () => undefined,
  ) {
    super();
    this.#onRequest = onRequest;
    this.loadFromOptions({ clusters, users, contexts, currentContext });
  }

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
    this.#onRequest(context.getHttpMethod());
    await super.applySecurityAuthentication(context);
    const made = context.getDispatcher();
    if (made !== undefined) this.#keep(made);
    else if (this.#dispatcher !== undefined) context.setDispatcher(this.#dispatcher);
    if (context.getSignal() === undefined) context.setSignal(AbortSignal.timeout(requestTimeoutMs));
  }

  /** Asked for by the library right before it makes connections: where they would be like those there are, it makes none. */
  override createDispatcherOptions(cluster: Cluster | null, agentOptions: AgentOptions): DispatcherOptions {
    const options = super.createDispatcherOptions(cluster, agentOptions);
    const identity = createHash('sha256').update(JSON.stringify(options)).digest('hex');
    if (identity === this.#identity) return { type: 'none' };
    this.#identity = identity;
    return options;
  }

  /** Makes new connections for all that is asked from here on: the ones of that request are dead. What still uses them may end. */
  renounce(dispatcher: Dispatcher | undefined): void {
    if (dispatcher === undefined || dispatcher !== this.#dispatcher) return;
    this.#identity = '';
    this.#dispatcher = undefined;
    this.#leave(dispatcher);
  }

  /** Ends all connections, also those that still wait for an answer. */
  async close(): Promise<void> {
    const all = [...this.#left, ...(this.#dispatcher === undefined ? [] : [this.#dispatcher])];
    this.#identity = '';
    this.#dispatcher = undefined;
    await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
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
