import { z } from 'zod';
import { text, wholeNumber } from './text.ts';
import { Url } from './url.ts';
import { WebhookSecret } from './webhook-secret.ts';

/**
 * Every environment variable that berth reads. `.env.example` is made from the descriptions and examples, and start-up
 * problems quote them; `fallback` is the text that stands in for a variable that is not set.
 */
export const Variables = z.object({
  APP_ID: wholeNumber(1, Number.MAX_SAFE_INTEGER).meta({
    description: 'Number of the GitHub App, shown at the top of its settings page.',
    example: '123456',
  }),
  PRIVATE_KEY: text().optional().meta({
    description:
      'Private key of the GitHub App: the PEM text (line breaks may be written as \\n), or the same in base64. Or set PRIVATE_KEY_PATH.',
    example: '"-----BEGIN RSA PRIVATE KEY-----\\n…\\n-----END RSA PRIVATE KEY-----"',
  }),
  PRIVATE_KEY_PATH: text().optional().meta({
    description: 'File with the private key of the GitHub App, in place of PRIVATE_KEY.',
    example: '/etc/berth/private-key.pem',
  }),
  WEBHOOK_SECRET: WebhookSecret.meta({
    description:
      'Secret of the GitHub App for its webhooks: at least 32 random characters. Make one with: openssl rand -hex 32',
    example: '<64 characters from openssl rand -hex 32>',
  }),
  WEBHOOK_SECRET_PREVIOUS: WebhookSecret.optional().meta({
    description: 'The webhook secret from before, accepted as well while you change it. Remove it afterwards.',
    example: '<the former secret>',
  }),
  PUBLIC_URL: Url.meta({
    description: 'Address at which people reach the pages of berth. Links on GitHub begin with it.',
    example: 'https://berth.example.com',
  }),
  GITHUB_API_URL: Url.refine(
    isApiUrl,
    'must be the address of the API, not of the site: https://HOST/api/v3 for GitHub Enterprise Server, https://api.NAME.ghe.com for GitHub Enterprise Cloud with data residency',
  )
    .prefault('https://api.github.com')
    .meta({
      description: 'Address of the GitHub API. Set it for GitHub Enterprise.',
      example: 'https://github.example.com/api/v3',
      fallback: 'https://api.github.com',
    }),
  LISTEN_HOST: text()
    .prefault('127.0.0.1')
    .meta({ description: 'Address to listen on. In a container: 0.0.0.0', example: '0.0.0.0', fallback: '127.0.0.1' }),
  LISTEN_PORT: wholeNumber(0, 65_535)
    .prefault('3000')
    .meta({ description: 'Port to listen on. 0 takes a free one.', example: '3000', fallback: '3000' }),
  INGRESS_ADDRESS: text().optional().meta({
    description:
      'Where berth connects to when it asks whether a preview answers, in place of where DNS says it is: HOST or HOST:PORT.',
    example: 'ingress-controller.ingress.svc:80',
  }),
  ENVIRONMENTS_FOLDER: text().prefault('environments').meta({
    description: 'Folder with the profiles, one file each.',
    example: '/etc/berth/environments',
    fallback: 'environments',
  }),
  KUBE_NAMESPACE: text().prefault('berth').meta({
    description: 'Namespace in which berth keeps its Environment objects: the one that its chart is installed in.',
    example: 'berth',
    fallback: 'berth',
  }),
  KUBE_NAME: text().prefault('berth').meta({
    description: 'Name of the account that the chart of berth made, with which those of its cluster roles begin.',
    example: 'berth',
    fallback: 'berth',
  }),
  INGRESS_NAMESPACES: text().prefault('ingress-nginx').meta({
    description: 'Namespaces of the ingress controllers that may reach the pods of environments, separated by commas.',
    example: 'ingress-nginx,traefik',
    fallback: 'ingress-nginx',
  }),
  CACHE_FOLDER: text().optional().meta({
    description:
      'Folder for unpacked sources and charts, which can be lost at any time. Without it, one of the system.',
    example: '/var/cache/berth',
  }),
  HELM_PATH: text().prefault('helm').meta({
    description: 'Helm 4: its path, or its name if it is in one of the usual folders such as /usr/local/bin.',
    example: '/opt/helm/helm',
    fallback: 'helm',
  }),
  POD_NAME: text().optional().meta({
    description:
      'Name of the pod that berth runs in, where it is one: when its container starts again, berth goes on without waiting.',
    example: 'berth-6c7d8f-x2x7p',
  }),
  LEASE_SECONDS: wholeNumber(3, 300).prefault('15').meta({
    description:
      'For how long other replicas wait for one that says nothing before they take over its work. The same for all of them.',
    example: '15',
    fallback: '15',
  }),
  SWEEP_INTERVAL_SECONDS: wholeNumber(10, 3_600).prefault('180').meta({
    description: 'How often berth looks at all labelled pull requests and at all it owns, for what no webhook told.',
    example: '180',
    fallback: '180',
  }),
  WEBHOOK_BODY_LIMIT_MIB: wholeNumber(1, 25).prefault('5').meta({
    description:
      'Largest webhook that is read, in MiB. GitHub sends up to 25; what is refused here is found by the next sweep.',
    example: '5',
    fallback: '5',
  }),
  DRAIN_TIMEOUT_SECONDS: wholeNumber(1, 600).prefault('20').meta({
    description:
      'How long requests under way may take to end after SIGTERM. Keep it below the grace period of the pod.',
    example: '20',
    fallback: '20',
  }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
      error: 'must be one of fatal, error, warn, info, debug, trace',
    })
    .prefault('info')
    .meta({
      description: 'Least important log line that is written: fatal, error, warn, info, debug or trace.',
      example: 'info',
      fallback: 'info',
    }),
});

export type VariableName = keyof typeof Variables.shape;

/** github.com itself and an Enterprise Server without its `/api/v3` answer with pages: every call would fail later, unclearly. */
function isApiUrl(url: string): boolean {
  const { hostname, pathname } = new URL(url);
  return hostname.startsWith('api.') || pathname !== '/';
}
