import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import type { z } from 'zod';
import { readPrivateKey } from './settings/private-key.ts';
import { SettingsError } from './settings/settings-error.ts';
import { determineSiteUrl } from './settings/site-url.ts';
import { Variables } from './settings/variables.ts';

export interface Settings {
  readonly github: {
    readonly appId: number;
    readonly privateKey: string;
    /** The current secret first; the second is still accepted while the secret is being changed. */
    readonly webhookSecrets: readonly [string, ...string[]];
    readonly apiUrl: string;
    /** Where people see pull requests, without a slash at the end. */
    readonly siteUrl: string;
  };
  readonly listen: { readonly host: string; readonly port: number };
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly environmentsFolder: string;
  readonly kube: {
    /** The namespace of berth itself. */
    readonly namespace: string;
    /** The name of its account, and the beginning of those of its cluster roles. */
    readonly name: string;
    readonly ingressNamespaces: readonly string[];
  };
  readonly helmPath: string;
  readonly ingressAddress: string | undefined;
  readonly cacheFolder: string | undefined;
  readonly replica: {
    readonly leaseSeconds: number;
    readonly pod: string | undefined;
  };
  readonly sweepIntervalSeconds: number;
  readonly webhookBodyLimitBytes: number;
  readonly drainTimeoutSeconds: number;
  readonly logLevel: z.output<typeof Variables>['LOG_LEVEL'];
}

/** Reads the settings from the environment, and from a file `.env` in the working folder for what the environment leaves out. */
export function loadSettings(): Settings {
  if (existsSync('.env')) loadEnvFile('.env');
  return parseSettings(process.env);
}

/** Throws one SettingsError that names every variable with a problem. A variable that is set to nothing counts as not set. */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
  const variables = Variables.safeParse(given);
  const privateKey = readPrivateKey({ inline: given['PRIVATE_KEY'], path: given['PRIVATE_KEY_PATH'] });
  const problems = [
    ...(variables.error?.issues ?? []).map(({ path, message }) => ({ variable: String(path[0]), what: message })),
    ...(privateKey.kind === 'problem' ? [privateKey.problem] : []),
  ];
  if (!variables.success || privateKey.kind === 'problem') throw new SettingsError(problems);
  return toSettings(variables.data, privateKey.pem);
}

function toSettings(variables: z.output<typeof Variables>, privateKey: string): Settings {
  const { WEBHOOK_SECRET: current, WEBHOOK_SECRET_PREVIOUS: previous } = variables;
  return {
    github: {
      appId: variables.APP_ID,
      privateKey,
      webhookSecrets: previous === undefined ? [current] : [current, previous],
      apiUrl: variables.GITHUB_API_URL,
      siteUrl: determineSiteUrl(variables.GITHUB_API_URL),
    },
    listen: { host: variables.LISTEN_HOST, port: variables.LISTEN_PORT },
    publicUrl: variables.PUBLIC_URL,
    environmentsFolder: variables.ENVIRONMENTS_FOLDER,
    kube: toKube(variables),
    helmPath: variables.HELM_PATH,
    ingressAddress: variables.INGRESS_ADDRESS,
    cacheFolder: variables.CACHE_FOLDER,
    replica: { leaseSeconds: variables.LEASE_SECONDS, pod: variables.POD_NAME },
    sweepIntervalSeconds: variables.SWEEP_INTERVAL_SECONDS,
    webhookBodyLimitBytes: variables.WEBHOOK_BODY_LIMIT_MIB * 1024 * 1024,
    drainTimeoutSeconds: variables.DRAIN_TIMEOUT_SECONDS,
    logLevel: variables.LOG_LEVEL,
  };
}

function toKube(variables: z.output<typeof Variables>): Settings['kube'] {
  return {
    namespace: variables.KUBE_NAMESPACE,
    name: variables.KUBE_NAME,
    ingressNamespaces: variables.INGRESS_NAMESPACES.split(',').flatMap((name) => name.trim() || []),
  };
}
