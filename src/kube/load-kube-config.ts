import { KubeConfig } from '@kubernetes/client-node';

/** Loads the kubeconfig that `KUBECONFIG` names, or of the person who runs it, or of the account of the pod it runs in. */
export function loadKubeConfig(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromDefault();
  return config;
}
