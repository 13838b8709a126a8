/** Values by namespace and name, so that those of one namespace are found without looking at all others. */
export interface NamespacedMap<Value> {
  get(namespace: string, name: string): Value | undefined;
  set(namespace: string, name: string, value: Value): void;
  delete(namespace: string, name: string): void;
  /** Of one namespace, or of all. */
  list(namespace?: string): readonly Value[];
  listKeys(): readonly { readonly namespace: string; readonly name: string }[];
}

export function createNamespacedMap<Value>(): NamespacedMap<Value> {
  const namespaces = new Map<string, Map<string, Value>>();
  return {
    get: (namespace, name) => namespaces.get(namespace)?.get(name),
    set: (namespace, name, value) => {
      const values = namespaces.get(namespace) ?? new Map<string, Value>();
      namespaces.set(namespace, values.set(name, value));
    },
    delete: (namespace, name) => {
      const values = namespaces.get(namespace);
      values?.delete(name);
      if (values?.size === 0) namespaces.delete(namespace);
    },
    list: (namespace) => {
      const found = namespace === undefined ? [...namespaces.values()] : [namespaces.get(namespace)];
      return found.flatMap((values) => [...(values?.values() ?? [])]);
    },
    listKeys: () =>
      [...namespaces].flatMap(([namespace, values]) => [...values.keys()].map((name) => ({ namespace, name }))),
  };
}
