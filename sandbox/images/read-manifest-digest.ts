import { request, type IncomingMessage } from 'node:http';
import { UserError } from '../user-error.ts';

interface ManifestQuestion {
  /** `localhost:21500` */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly signal?: AbortSignal | undefined;
}

/** The digest of what a tag points to, in one request; undefined when the registry has no such tag. */
export async function readManifestDigest(question: ManifestQuestion): Promise<string | undefined> {
  const { registry, repository, tag } = question;
  const { statusCode, headers } = await askForHead(question);
  const digest = headers['docker-content-digest'];
  if (statusCode === 200 && typeof digest === 'string') return digest;
  if (statusCode === 404) return undefined;
  throw new Error(`asking registry "${registry}" for "${repository}:${tag}": it answered ${statusCode ?? 'nothing'}`);
}

async function askForHead({ registry, repository, tag, signal }: ManifestQuestion): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const asking = request(`http://${registry}/v2/${repository}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
    agent: false, // no keep-alive: nothing stays open behind a command that is done
    timeout: 10_000,
    ...(signal && { signal }),
  });
  asking.on('timeout', () => asking.destroy(new Error('no answer in 10 s')));
  asking.on('error', (cause) => {
    const sentence = `No registry answers at "${registry}": start the cluster with \`npm run cluster -- up\`.`;
    reject(signal?.aborted === true ? cause : new UserError(sentence, { cause }));
  });
  asking.on('response', (response) => {
    response.resume();
    resolve(response);
  });
  asking.end();
  return promise;
}
