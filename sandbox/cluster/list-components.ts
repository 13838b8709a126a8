import type { ClusterPaths } from './cluster-paths.ts';
import type { Component } from './component.ts';
import { listAddOns } from './parts/list-add-ons.ts';
import { listControlPlane } from './parts/list-control-plane.ts';
import { listNodeComponents } from './parts/list-node-components.ts';

/** Every component of the cluster. `binaries` is the folder of the built ones. */
export function listComponents(paths: ClusterPaths, binaries: string): readonly Component[] {
  return [listControlPlane, listNodeComponents, listAddOns].flatMap((list) => list(paths, binaries));
}
