import { z } from 'zod';
import type { Document } from '../document/document.ts';
import { Name } from './name.ts';
import { Service, ServiceOverlay } from './service.ts';

export const manifestFile = '.berth.yaml';
/** More than any environment seen; checking and ordering stay instant up to here. */
export const mostReleases = 200;

/** The manifest is checked as a whole under each of them. */
const mostProfiles = 20;

const version = z.literal(1).describe('The version of this format: 1.');
const Services = z
  .record(Name, Service)
  .refine((services) => Object.keys(services).length > 0, { error: 'Name at least one service, with its releases.' })
  .describe('What there is to deploy, by name.');

/** `.berth.yaml` as its author writes it. */
export const ManifestFile = z
  .strictObject({
    version,
    services: Services,
    profiles: z
      .record(Name, z.strictObject({ services: z.record(Name, ServiceOverlay.nullable()) }).partial())
      .refine((profiles) => Object.keys(profiles).length <= mostProfiles, {
        error: `Name at most ${mostProfiles} profiles.`,
      })
      .optional()
      .describe(
        'What differs per label, merged over the above; null takes a service, a release or an implementation out.',
      ),
  })
  .meta({ title: 'berth manifest', description: 'What a repository has berth deploy for a labelled pull request.' });

/** What is left of a manifest once the part of one profile is merged over it. */
export const MergedManifest = z.strictObject({ version, services: Services });

/** A manifest that was read and found in order, under every profile that it names. */
export interface Manifest {
  readonly document: Document;
}

/** Renders the JSON Schema of a manifest for editors. */
export function renderManifestSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(ManifestFile, { io: 'input', reused: 'ref' }), null, 2)}\n`;
}
