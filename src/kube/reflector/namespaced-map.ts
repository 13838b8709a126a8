/** Values by namespace and name, so that those of one namespace are found without looking at all others. */
export interface NamespacedMap<Value> {
  get(namespace: string, name: string): Value | undefined;
  set(namespace: string, name: string, value: Value): void;
  delete(namespace: string, name: string): void;
  /** Of one namespace, or of all. The same array as before where nothing has changed. */
  list(namespace?: string): readonly Value[];
  listKeys(): readonly { readonly namespace: string; readonly name: string }[];
}

export function createNamespacedMap<Value>(): NamespacedMap<Value> {
  const namespaces = new Map<string, Map<string, Value>>();
  const lists = new Map<string | undefined, readonly Value[]>();
  const forgetLists = (namespace: string) => {
    lists.delete(namespace);
    lists.delete(undefined);
  };
  return {
    get: (namespace, name) => namespaces.get(namespace)?.get(name),
    set: (namespace, name, value) => {
      forgetLists(namespace);
      const values = namespaces.get(namespace) ?? new Map<string, Value>();
      namespaces.set(namespace, values.set(name, value));
    },
    delete: (namespace, name) => {
      forgetLists(namespace);
      const values = namespaces.get(namespace);
      values?.delete(name);
      if (values?.size === 0) namespaces.delete(namespace);
    },
    list: (namespace) => {
      const found = namespace === undefined ? [...namespaces.values()] : [namespaces.get(namespace)];
      const list = lists.get(namespace) ?? found.flatMap((values) => [...(values?.values() ?? [])]);
      // Of a namespace that holds nothing nothing is kept: any may be asked for.
      if (list.length > 0) lists.set(namespace, list);
      return list;
    },
    listKeys: () =>
      [...namespaces].flatMap(([namespace, values]) => [...values.keys()].map((name) => ({ namespace, name }))),
  };
}
