import { access } from 'node:fs/promises';
import { execa } from 'execa';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
const installCommand = 'apt-get update && apt-get install -y --no-install-recommends chromium';

const quietArguments = [
  '--headless',
  '--no-sandbox', // tests run as root in a container, where the sandbox cannot start
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Opens Debian's chromium for the time of `use`, with a profile of its own that is removed afterwards together with
 * the browser and all of its processes. Where chromium is missing and we are root, it is installed.
 */
export async function withBrowser<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  await ensureChromium();
  const browser = await chromium.launch({ executablePath, args: quietArguments });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

async function ensureChromium(): Promise<void> {
  if (await isInstalled()) return;
  if (process.getuid?.() !== 0) throw new Error(`opening a browser: chromium is missing, run: ${installCommand}`);
  await execa('sh', ['-c', installCommand], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}

async function isInstalled(): Promise<boolean> {
  try {
    await access(executablePath);
    return true;
  } catch {
    return false;
  }
}
