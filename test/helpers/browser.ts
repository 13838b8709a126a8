import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ensureDebianPackages } from '../../sandbox/cluster/ensure-debian-packages.ts';

const executablePath = '/usr/bin/chromium';

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
 * Opens Debian's chromium with a new profile. Closing it ends all of its processes and removes the profile. Where
 * chromium is missing and we are root, it is installed.
 */
export async function openBrowser(): Promise<Browser> {
  await ensureDebianPackages(['chromium']);
  return chromium.launch({ executablePath, args: quietArguments });
}

/** Opens an address in a context of its own, complete with all that it loads. */
export async function openPage(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  let disturbances = 0;
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText === networkChanged) disturbances += 1;
  });
  for (let attempt = 1; attempt <= 5; attempt++) {
    const before = disturbances;
    await page.goto(address).catch((error: unknown) => {
      if (!String(error).includes(networkChanged)) throw error;
    });
    if (disturbances === before) return page;
  }
  throw new Error(`opening "${address}": the network of this machine did not come to rest`);
}

/** Chromium drops every connection when a link of this machine comes or goes: pods make them do so. */
export const networkChanged = 'net::ERR_NETWORK_CHANGED';
