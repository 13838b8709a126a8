/** Where and as what berth is installed, as its chart says. */
export interface Installation {
  /** The namespace of berth itself: of the `Environment` objects and the shared Secrets. */
  readonly namespace: string;
  /** The name of its account, and the beginning of those of its cluster roles. */
  readonly name: string;
  /** Namespaces of the ingress controllers, whose pods reach those of environments. */
  readonly ingressNamespaces: readonly string[];
}
