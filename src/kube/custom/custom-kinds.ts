import type { CustomObject } from '../objects/custom-object.ts';
import { identifyKind, type CustomKind } from './custom-kind.ts';
import { followKind, type KindState, type KindWatch, type KindWatchOptions } from './follow-kind.ts';

interface CustomKindsOptions extends Omit<KindWatchOptions, 'kind' | 'onState'> {
  /** Called when something can be seen now, or no more, that releases of a namespace hold. */
  readonly onState: (namespace: string) => void;
}

/** More than any environment seen has; each costs requests, and who names them may be anybody. */
const mostKinds = 50;

/** The kinds that releases hold besides Kubernetes' own: each is watched once, while some namespace has it. */
export class CustomKinds {
  readonly #options: CustomKindsOptions;
  readonly #watches = new Map<string, KindWatch>();
  /** By namespace. */
  readonly #used = new Map<string, ReadonlySet<string>>();
  readonly #ending = new Set<Promise<void>>();

  constructor(options: CustomKindsOptions) {
    this.#options = options;
  }

  /** Says which kinds releases of a namespace hold now. One is also followed while objects of it are still there. */
  use(namespace: string, kinds: readonly CustomKind[]): void {
    const before = this.#used.get(namespace) ?? new Set<string>();
    const wanted = kinds.slice(0, mostKinds);
    const left = [...before].filter((id) => listObjects(this.#watches.get(id), namespace).length > 0);
    const ids = new Set([...wanted.map(identifyKind), ...left]);
    if (ids.size === before.size && [...ids].every((id) => before.has(id))) return;
    this.#used.set(namespace, ids);
    for (const kind of wanted) this.#open(kind);
    this.#closeUnused();
  }

  forget(namespace: string): void {
    this.#used.delete(namespace);
    for (const watch of this.#watches.values()) forgetUnstamped(watch.state(), namespace);
    this.#closeUnused();
  }

  find(kind: CustomKind): KindState {
    return this.#watches.get(identifyKind(kind))?.state() ?? { kind: 'opening' };
  }

  /** All objects in a namespace. */
  list(namespace: string): readonly CustomObject[] {
    return [...this.#watches.values()].flatMap((watch) => listObjects(watch, namespace));
  }

  /** Resolves once it is known of the kinds of a namespace whether they can be seen; rejects when the signal ends. */
  async whenKnown(namespace: string, signal: AbortSignal): Promise<void> {
    const used = [...(this.#used.get(namespace) ?? [])].flatMap((id) => this.#watches.get(id) ?? []);
    await Promise.all(used.map((watch) => watch.whenKnown(signal)));
  }

  async stop(): Promise<void> {
    this.#used.clear();
    this.#closeUnused();
    await Promise.all(this.#ending);
  }

  #open(kind: CustomKind): void {
    const id = identifyKind(kind);
    if (this.#watches.has(id)) return;
    const onState = () => {
      for (const [namespace, ids] of this.#used) if (ids.has(id)) this.#options.onState(namespace);
    };
    this.#watches.set(id, followKind({ ...this.#options, kind, onState }));
  }

  #closeUnused(): void {
    const used = new Set([...this.#used.values()].flatMap((ids) => [...ids]));
    for (const [id, watch] of this.#watches) {
      if (used.has(id)) continue;
      this.#watches.delete(id);
      const end: Promise<void> = watch.stop().finally(() => this.#ending.delete(end));
      this.#ending.add(end);
    }
  }
}

function listObjects(watch: KindWatch | undefined, namespace: string): readonly CustomObject[] {
  const state = watch?.state();
  return state?.kind === 'open' ? state.objects.list(namespace) : [];
}

function forgetUnstamped(state: KindState, namespace: string): void {
  if (state.kind !== 'open') return;
  for (const id of state.unstamped) if (id.startsWith(`${namespace}/`)) state.unstamped.delete(id);
}
