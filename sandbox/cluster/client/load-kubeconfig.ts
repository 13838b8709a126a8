import { KubeConfig } from '@kubernetes/client-node';

/** Loads one kubeconfig file, with its current context. */
export function loadKubeconfig(file: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(file);
  return config;
}
