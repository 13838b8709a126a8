import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { readImageMemory } from '../sandbox/berth/read-image-memory.ts';

const product = fileURLToPath(new URL('../src/give-back-memory.ts', import.meta.url));

/** A busy time that needs 300 MB and ends, and two looks at what is left of it: one while something is at work. */
const script = `
  const { giveBackMemory } = await import(${JSON.stringify(product)});
  const { memoryUsage } = process;
  let wake, isBusy = true;
  giveBackMemory({ clock: { wakeAfter: (_, look) => { wake = look; } }, isBusy: () => isBusy });
  let kept = [];
  for (let round = 0; round < 60; round += 1) {
    kept.push(Array.from({ length: 60_000 }, (_, index) => ({ index, text: 'x' + index })));
    if (kept.length > 15) kept.shift();
    await new Promise((resolve) => setImmediate(resolve));
  }
  kept = kept.slice(0, 1);
  const look = async () => {
    wake?.();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return Math.round(memoryUsage.rss() / 1024 ** 2);
  };
  const whileBusy = await look();
  isBusy = false;
  console.log(JSON.stringify({ whileBusy, atRest: await look(), kept: kept.flat().length }));
`;

test('what a busy time needed goes back to the system as soon as nothing is at work', async () => {
  const memory = await lookTwice(await readImageMemory());

  expect(memory.kept).toBe(60_000);
  expect(memory.whileBusy - memory.atRest).toBeGreaterThan(80);
});

test('a Node that does not let it is left as it is', async () => {
  const memory = await lookTwice({});

  expect(memory.kept).toBe(60_000);
});

async function lookTwice(env: Readonly<Record<string, string>>) {
  const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', script], { env, extendEnv: false });
  return JSON.parse(stdout) as { readonly whileBusy: number; readonly atRest: number; readonly kept: number };
}
