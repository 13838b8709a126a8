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
  #closing: Promise<void> = Promise.resolve();

  constructor({ clusters, users, contexts, currentContext }: KubeConfig) {
    super();
    this.loadFromOptions({ clusters, users, contexts, currentContext });
  }

  override async applySecurityAuthentication(context: RequestContext): Promise<void> {
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

  /** Ends all connections, also those that still wait for an answer. */
  async close(): Promise<void> {
    const dispatcher = this.#dispatcher;
    this.#identity = '';
    this.#dispatcher = undefined;
    await Promise.all([dispatcher?.destroy(), this.#closing]);
  }

  #keep(dispatcher: Dispatcher): void {
    const before = this.#dispatcher;
    this.#dispatcher = dispatcher;
    // Requests that are under way with the former certificates end in their own time.
    if (before !== undefined) this.#closing = Promise.all([this.#closing, before.close()]).then(() => undefined);
  }
}
