import { KubernetesObjectApi } from '@kubernetes/client-node';
import { orGone } from '../cluster/client/or-gone.ts';
import { renderChart, type ChartInstallation } from './render-chart.ts';

/** Takes away what `installChart` made but the definition of Environment, which others may use, and the namespace. */
export async function removeChart(installation: ChartInstallation): Promise<void> {
  const api = KubernetesObjectApi.makeApiClient(installation.config);
  const objects = (await renderChart(installation)).filter(({ kind }) => kind !== 'CustomResourceDefinition');
  await Promise.all(objects.map((object) => orGone(api.delete(object))));
}
