import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseSettings } from '../src/settings.ts';
import { SettingsError } from '../src/settings/settings-error.ts';
import { Variables } from '../src/settings/variables.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const normalised = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const secret = randomBytes(32).toString('hex');
const good = { APP_ID: '7', PRIVATE_KEY: pem, WEBHOOK_SECRET: secret, PUBLIC_URL: 'https://berth.example.com/' };

describe('what is required is enough', () => {
  test('everything else has a default', () => {
    expect(parseSettings(good)).toEqual({
      github: {
        appId: 7,
        privateKey: normalised,
        webhookSecrets: [secret],
        apiUrl: 'https://api.github.com',
        siteUrl: 'https://github.com',
      },
      listen: { host: '127.0.0.1', port: 3000 },
      publicUrl: 'https://berth.example.com',
      environmentsFolder: 'environments',
      kube: { namespace: 'berth', name: 'berth', ingressNamespaces: ['ingress-nginx'] },
      ingressAddress: undefined,
      cacheFolder: undefined,
      helmPath: 'helm',
      replica: { leaseSeconds: 15, pod: undefined },
      sweepIntervalSeconds: 180,
      webhookBodyLimitBytes: 5 * 1024 * 1024,
      drainTimeoutSeconds: 20,
      logLevel: 'info',
    });
  });

  test('a variable that is set to nothing counts as not set', () => {
    expect(parseSettings({ ...good, LISTEN_PORT: '', LOG_LEVEL: '  ' })).toEqual(parseSettings(good));
  });

  test('the secret from before is accepted after the current one', () => {
    const previous = randomBytes(32).toString('hex');

    const settings = parseSettings({ ...good, WEBHOOK_SECRET_PREVIOUS: previous });

    expect(settings.github.webhookSecrets).toEqual([secret, previous]);
  });
});

describe('all problems are told at once', () => {
  test('an empty environment names every required variable with an example', () => {
    expect(messageFor({})).toMatchInlineSnapshot(`
      "berth can not start: 4 settings need attention.

      APP_ID is missing.
        Number of the GitHub App, shown at the top of its settings page.
        Example: APP_ID=123456

      PRIVATE_KEY is missing, and so is PRIVATE_KEY_PATH: set one of them.
        Private key of the GitHub App: the PEM text (line breaks may be written as \\n), or the same in base64. Or set PRIVATE_KEY_PATH.
        Example: PRIVATE_KEY="-----BEGIN RSA PRIVATE KEY-----\\n…\\n-----END RSA PRIVATE KEY-----"

      WEBHOOK_SECRET is missing.
        Secret of the GitHub App for its webhooks: at least 32 random characters. Make one with: openssl rand -hex 32
        Example: WEBHOOK_SECRET=<64 characters from openssl rand -hex 32>

      PUBLIC_URL is missing.
        Address at which people reach the pages of berth. Links on GitHub begin with it.
        Example: PUBLIC_URL=https://berth.example.com

      Every setting is explained in .env.example. Set them in the environment or in a file .env."
    `);
  });

  test('one problem reads as one', () => {
    expect(messageFor({ ...good, LISTEN_PORT: '70000' })).toMatchInlineSnapshot(`
      "berth can not start: 1 setting needs attention.

      LISTEN_PORT must be a whole number from 0 to 65535.
        Port to listen on. 0 takes a free one.
        Example: LISTEN_PORT=3000

      Every setting is explained in .env.example. Set them in the environment or in a file .env."
    `);
  });

  test('wrong and missing variables are named together', () => {
    const variables = problemsOf({ APP_ID: 'x', LOG_LEVEL: 'loud', WEBHOOK_SECRET: 'development', LISTEN_PORT: '-1' });

    expect(variables.sort()).toEqual([
      'APP_ID',
      'LISTEN_PORT',
      'LOG_LEVEL',
      'PRIVATE_KEY',
      'PUBLIC_URL',
      'WEBHOOK_SECRET',
    ]);
  });
});

describe('a webhook secret that can be guessed is refused', () => {
  test.each([
    'development',
    'secret',
    'changeme',
    'developmentdevelopmentdevelopment',
    'webhook_secret_webhook_secret_webhook',
    '<64 characters from openssl rand -hex 32>',
    'a'.repeat(64),
    randomBytes(15).toString('hex'),
  ])('%s', (guessable) => {
    expect(problemsOf({ ...good, WEBHOOK_SECRET: guessable })).toEqual(['WEBHOOK_SECRET']);
    expect(problemsOf({ ...good, WEBHOOK_SECRET_PREVIOUS: guessable })).toEqual(['WEBHOOK_SECRET_PREVIOUS']);
  });

  test('and never repeated in the message', () => {
    expect(messageFor({ ...good, WEBHOOK_SECRET: 'hunter2hunter2' })).not.toContain('hunter2');
  });
});

describe('the private key', () => {
  test.each([
    ['as PEM', pem],
    ['with escaped line breaks', pem.replaceAll('\n', '\\n')],
    ['with escaped line breaks in quotes', `"${pem.replaceAll('\n', '\\n')}"`],
    ['in base64', Buffer.from(pem).toString('base64')],
    ['as PKCS #8', normalised],
  ])('is taken %s', (_how, value) => {
    expect(parseSettings({ ...good, PRIVATE_KEY: value }).github.privateKey).toBe(normalised);
  });

  test('is read from a file', () => {
    const path = fileWith(pem);

    const settings = parseSettings({ ...good, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: path });

    expect(settings.github.privateKey).toBe(normalised);
  });

  test.each([
    ['no key at all', 'no key at all'],
    ['a public key', pem.replaceAll('RSA PRIVATE', 'PUBLIC')],
    ['a cut key', pem.slice(0, 300)],
    ['an elliptic key', exportPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
    ['a short RSA key', exportPem(generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey)],
  ])('is refused when it is %s', (_what, value) => {
    expect(problemsOf({ ...good, PRIVATE_KEY: value })).toEqual(['PRIVATE_KEY']);
    expect(messageFor({ ...good, PRIVATE_KEY: value })).not.toContain(value.slice(40, 80) || value);
  });

  test('is refused when the file is missing, a folder, or given twice', () => {
    expect(messageFor({ ...good, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: '/nowhere/key.pem' })).toContain(
      'PRIVATE_KEY_PATH can not be read: there is no file at "/nowhere/key.pem".',
    );
    expect(messageFor({ ...good, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: tmpdir() })).toContain('there is a folder');
    expect(messageFor({ ...good, PRIVATE_KEY_PATH: fileWith(pem) })).toContain('keep one of them');
  });
});

describe('addresses', () => {
  test.each(['https://github.example.com/api/v3', 'https://api.octo.ghe.com', 'http://127.0.0.1:4000/api/v3'])(
    'GitHub at %s is taken',
    (apiUrl) => {
      expect(parseSettings({ ...good, GITHUB_API_URL: `${apiUrl}/` }).github.apiUrl).toBe(apiUrl);
    },
  );

  test.each(['https://github.com', 'https://github.example.com/', 'github.example.com/api/v3'])(
    'GitHub at %s is refused, with the right form',
    (apiUrl) => {
      expect(messageFor({ ...good, GITHUB_API_URL: apiUrl })).toMatch(/GITHUB_API_URL must be .*https:\/\//);
    },
  );

  test.each(['ftp://berth', 'https://user:word@berth', 'https://berth?x=1', 'berth', 'https://'])(
    'a public address of %s is refused',
    (publicUrl) => {
      expect(problemsOf({ ...good, PUBLIC_URL: publicUrl })).toEqual(['PUBLIC_URL']);
    },
  );
});

test('.env.example explains every variable', async () => {
  await expect(renderEnvExample()).toMatchFileSnapshot('../.env.example');
});

function renderEnvExample(): string {
  const paragraphs = Object.entries(Variables.shape).map(([name, variable]) => {
    const { description, example, fallback } = variable.meta() ?? {};
    const lines = [`# ${description ?? ''}`];
    if (typeof fallback === 'string') return [...lines, `# ${name}=${fallback}`];
    return [
      ...lines,
      `# Example: ${String(example)}`,
      variable.safeParse(undefined).success ? `# ${name}=` : `${name}=`,
    ];
  });
  const head = [
    '# Settings of berth: copy to .env and fill in. What has no # is required, and one of the two PRIVATE_KEY settings.',
    '# Made from src/settings/variables.ts by the tests: change it there, then `npm run update`.',
  ];
  return `${[head, ...paragraphs].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function problemsOf(environment: Readonly<Record<string, string | undefined>>): string[] {
  return errorFor(environment).problems.map(({ variable }) => variable);
}

function messageFor(environment: Readonly<Record<string, string | undefined>>): string {
  return errorFor(environment).message;
}

function errorFor(environment: Readonly<Record<string, string | undefined>>): SettingsError {
  try {
    parseSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'berth-settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'key.pem');
  writeFileSync(path, text);
  return path;
}

function exportPem(key: ReturnType<typeof generateKeyPairSync>['privateKey']): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
