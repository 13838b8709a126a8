import { createRequire } from 'node:module';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../src/web/pages/browser');

// Code for the browser is no part of the TypeScript project, whose types are those of Node.
test('the code of the pages keeps to the types that its comments declare', async () => {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

  const { stdout } = await execa(process.execPath, [compiler, '--project', join(folder, 'jsconfig.json')], {
    reject: false,
  });

  expect(stdout).toBe('');
});
