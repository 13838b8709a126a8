import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runTool } from '../../../sandbox/images/run-tool.ts';
import { UserError } from '../../../sandbox/user-error.ts';

let path: string;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'berth-tool-'));
});

afterEach(async () => {
  await rm(path, { recursive: true });
});

test('returns what a tool prints, and lets it put temporary files into the work folder only', async () => {
  expect(await runScript('echo "$TMPDIR"; pwd')).toBe(`${path}\n${path}`);
});

describe('says what the person can do', () => {
  test('when a tool is not installed', async () => {
    const running = runTool({ doing: 'building image "web"', command: 'berth-no-such-tool', args: [], work: work() });

    await expect(running).rejects.toThrow(UserError);
    await expect(running).rejects.toThrow('Building image "web" needs "berth-no-such-tool", which is not installed');
  });

  test.each([
    ['the disk is full', 'write /x: no space left on device', 'filled the disk: free some space'],
    [
      'Debian is out of reach',
      "E: Failed to fetch x  Temporary failure resolving 'y'",
      'did not work: check the network',
    ],
    ['Go modules are out of reach', 'dial tcp: lookup y: no such host', 'did not work: check the network'],
  ])('when %s', async (_when, output, sentence) => {
    const running = runScript(`echo "${output}" >&2; exit 1`);

    await expect(running).rejects.toThrow(UserError);
    await expect(running).rejects.toThrow(`Building image "web" `);
    await expect(running).rejects.toThrow(sentence);
  });
});

test('passes on the last words of a tool that went wrong for another reason', async () => {
  await expect(runScript('echo first; echo "second" >&2; exit 3')).rejects.toThrow(
    'building image "web": sh left with 3: first | second',
  );
});

test('stops the tool when it is interrupted', async () => {
  const interruption = new AbortController();
  const running = runScript('echo $$; exec sleep 60', interruption.signal);

  interruption.abort(new Error('interrupted by a person'));

  await expect(running).rejects.toThrow('interrupted by a person');
});

function work(signal?: AbortSignal) {
  return { path, signal };
}

async function runScript(script: string, signal?: AbortSignal): Promise<string> {
  return runTool({ doing: 'building image "web"', command: 'sh', args: ['-c', script], work: work(signal) });
}
