/** Labels and annotations by which namespaces of environments are known. The policies of the chart know them too. */
export const marks = {
  environment: 'berth.dev/environment',
  managedBy: 'app.kubernetes.io/managed-by',
  /** The namespace of the berth that made it: there may be several in a cluster. */
  installation: 'berth.dev/installation',
  uid: 'berth.dev/environment-uid',
  hosts: 'berth.dev/hosts',
  /** Whether what comes next says anything: `true` or `false`. */
  placed: 'berth.dev/placed',
  nodeSelector: 'berth.dev/node-selector',
  tolerations: 'berth.dev/tolerations',
} as const;

/** The `Environment` object that a namespace was made for. */
export interface Owner {
  readonly name: string;
  readonly uid: string;
}

/** Three marks have to agree: one may have been set by accident, and a name alone may be used again. */
export function belongsTo(
  { labels = {}, annotations = {} }: { readonly labels?: Marks; readonly annotations?: Marks },
  { name, uid }: Owner,
): boolean {
  return labels[marks.environment] === name && labels[marks.managedBy] === 'berth' && annotations[marks.uid] === uid;
}

type Marks = Readonly<Record<string, string>>;
