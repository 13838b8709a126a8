import { join } from 'node:path';
import type { ClusterPaths } from '../cluster-paths.ts';

/** containerd's configuration, apart from any containerd the machine runs already: own root, state, socket and networks. */
export function renderContainerdConfiguration(paths: ClusterPaths, sandboxImage: string): string {
  return `version = 2
root = "${join(paths.state, 'containerd')}"
state = "${join(paths.run, 'containerd')}"

[grpc]
  address = "${paths.containerdSocket}"

[ttrpc]
  address = "${paths.containerdSocket}.ttrpc"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${sandboxImage}"
  # A machine inside another's container may not lower anybody's OOM score.
  restrict_oom_score_adj = true
  # Below our own state, so that \`down\` finds every mount.
  netns_mounts_under_state_dir = true
  max_concurrent_downloads = 6

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${join(paths.configuration, 'cni')}"
`;
}
