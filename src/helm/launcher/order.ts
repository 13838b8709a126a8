import type { HelmCommand, HelmEnd } from '../run-helm.ts';

/** What berth tells the launcher. A run is known by its number. */
export type Order =
  | { readonly kind: 'run'; readonly id: number; readonly command: HelmCommand }
  /** The rest of what it reads, once that is there. */
  | { readonly kind: 'feed'; readonly id: number; readonly rest: string }
  | { readonly kind: 'cancel'; readonly id: number };

/** What the launcher tells berth. */
export type Answer =
  { readonly kind: 'ready' } | { readonly kind: 'ended'; readonly id: number; readonly end: HelmEnd };
