import { expect, test } from 'vitest';
import { renderValues } from '../../src/helm/render-values.ts';
import { createChart } from '../helpers/chart-folder.ts';
import { useHelm } from '../helpers/helm.ts';

const helm = useHelm();
const values = renderValues({ text: 'a: b', nested: { list: [1, 'a'] } });

test('values that end before they are whole are an error to Helm, wherever they end', async () => {
  const chart = await createChart({ 'templates/all.yaml': 'all: {{ .Values | toJson }}' });
  const template = (input: string) => helm(['template', '--values=-', '--', 'shop', chart], input);
  expect(await template(values)).toMatchObject({ failed: false });

  for (let length = 1; length < values.length; length += 1) {
    const part = values.slice(0, length);
    expect(await template(part), part).toMatchObject({
      failed: true,
      stderr: expect.stringContaining('failed to parse') as string,
    });
  }
});

test('no values at all are none to it, so something has to be there from the start', async () => {
  const chart = await createChart({ 'templates/all.yaml': 'all: {{ .Values | toJson }}' });

  expect(await helm(['template', '--values=-', '--', 'shop', chart], '')).toMatchObject({ failed: false });
});
