import { parseCustomObject, type CustomObject } from '../../../src/kube/objects/custom-object.ts';

interface Shape {
  readonly generation?: number;
  readonly status?: object;
  readonly spec?: object;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly namespace?: string;
  readonly uid?: string;
}

/** A Widget as the API server would tell of it. */
export function aCustomObject({ generation = 2, status, spec = {}, ...metadata }: Shape = {}): CustomObject {
  return parseCustomObject('Widget', {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'one', namespace: 'shop', uid: 'u1', resourceVersion: '7', generation, ...metadata },
    spec,
    ...(status !== undefined && { status }),
  });
}
