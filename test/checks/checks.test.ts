import { execa } from 'execa';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../house/list-source-files.ts';

test.each(['format:check', 'lint', 'types'])('`npm run %s` has nothing to say against the tree', async (script) => {
  const { exitCode, all } = await npm('run', '--silent', script);

  expect(exitCode, all).toBe(0);
});

test('what `npm run build` makes, `npm start` starts: without settings it says what is missing', async () => {
  const build = await npm('run', '--silent', 'build');
  const start = await npm('start', '--silent');

  expect(build.exitCode, build.all).toBe(0);
  expect(start.exitCode).toBe(1);
  expect(start.all).toContain('berth can not start:');
  expect(start.all).toContain('WEBHOOK_SECRET is missing.');
});

function npm(...args: readonly string[]) {
  const env = { APP_ID: undefined, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: undefined, WEBHOOK_SECRET: undefined };
  return execa('npm', args, { cwd: repositoryRoot, env, all: true, reject: false });
}
