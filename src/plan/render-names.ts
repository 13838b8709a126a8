import type { Template } from '../manifest/references/parse-template.ts';
import { renderTemplate } from '../manifest/references/render-template.ts';
import type { Profile } from '../profile/profile.ts';
import { readFact, type Facts } from './facts.ts';
import { longestLabel, shortenName, toDnsName, toLabelValue } from './names.ts';

/** Renders the namespace of the environment that a pull request has under a profile. */
export function renderNamespace({ namespace, label }: Profile, facts: Facts): string {
  return shortenName(renderName(namespace, { facts, profile: label, service: '' }).replaceAll('.', '-'), longestLabel);
}

/** Renders the host of one service; each of its labels is shortened by itself, so that the domain stays whole. */
export function renderHost({ host, label }: Profile, facts: Facts, service: string): string {
  return renderName(host, { facts, profile: label, service })
    .split('.')
    .map((part) => shortenName(part, longestLabel))
    .join('.');
}

/** Labels by which an environment's namespace is found again. */
export function renderLabels({ label }: Profile, { repository, pullRequest }: Facts): Readonly<Record<string, string>> {
  return {
    'berth.dev/repository': toLabelValue(`${repository.owner}_${repository.name}`),
    'berth.dev/pull-request': String(pullRequest.number),
    'berth.dev/profile': label,
  };
}

interface NameFacts {
  readonly facts: Facts;
  readonly profile: string;
  readonly service: string;
}

/** What is filled in never adds a dot: a repository called `shop.io` cannot move its host to another domain. */
function renderName(template: Template, { facts, profile, service }: NameFacts): string {
  const name = renderTemplate(template, (reference) => {
    const value = reference.kind === 'fact' ? readFact(facts, { profile, namespace: '' }, reference) : service;
    return toDnsName(String(value));
  });
  return String(name);
}
