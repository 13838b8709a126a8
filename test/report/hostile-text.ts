import fc from 'fast-check';
import type { Environment } from '../../src/environment/environment.ts';
import { reasons } from '../../src/environment/reasons.ts';
import { aCondition, anEnvironment, aRelease } from './an-environment.ts';

const weapons = [
  '@acme/admins',
  '@octocat',
  '#12',
  'GH-12',
  'acme/shop#12',
  '0123abc0123abc0123abc0123abc0123abc01234',
  'https://evil.example',
  'www.evil.example',
  'mailto:a@evil.example',
  'a@evil.example',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '</details><h1>',
  '<!-- berth -->',
  '![x](https://evil.example/x.png)',
  '[x](https://evil.example)',
  '[x]: https://evil.example',
  '<https://evil.example>',
  '`',
  '```',
  '````',
  '~~~',
  '\n/approve',
  '\n@dependabot merge',
  '\n# heading',
  '\n- item',
  '\n1. item',
  '12. item',
  '\n---\n',
  '\r\n\r\n',
  '|',
  '\\',
  '\\|',
  '\\`',
  '*bold*',
  '$x$',
  ':tada:',
  '&lt;b&gt;',
  '"]:::x click r0 "https://evil.example"',
  '</svg>',
  '" onload="alert(1)',
  "'",
  '\u202e',
  '\u0000',
  '\u001b[31m',
  '\u001b]8;;https://evil.example\u0007',
  '\ud800',
  'plain words',
  ' ',
  'data: x\n\nevent: main',
] as const;

/** A text that an attacker would write. */
export const hostileText = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom<string>(...weapons) }, fc.string({ unit: 'binary' })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

const phase = fc.constantFrom('Pending', 'Waiting', 'Deploying', 'Live', 'Failed', 'TearingDown');
const releasePhase = fc.constantFrom('Pending', 'Applying', 'Settling', 'Ready', 'Failed', 'Removing');
const reason = fc.option(fc.oneof(fc.constantFrom(...Object.keys(reasons)), hostileText), { nil: undefined });

const drift = fc.record({
  object: hostileText,
  change: fc.constantFrom('deleted', 'changed'),
  fields: fc.array(hostileText, { maxLength: 1 }),
  by: fc.array(hostileText, { maxLength: 1 }),
  state: fc.constantFrom('left', 'mending', 'mended'),
  at: fc.constant('2026-05-04T10:00:03.000Z'),
});

const release = fc.record({
  id: hostileText,
  service: hostileText,
  name: hostileText,
  chart: hostileText,
  version: hostileText,
  dependencies: fc.array(hostileText, { maxLength: 2 }),
  phase: releasePhase,
  reason,
  message: hostileText,
  object: hostileText,
  drift: fc.array(drift, { maxLength: 1 }),
  log: fc.array(hostileText, { maxLength: 4 }),
});

/** An environment of which every text that others write is hostile. */
export const hostileEnvironment: fc.Arbitrary<Environment> = fc
  .record({
    phase,
    actor: hostileText.map((text) => text.slice(0, 100)),
    releases: fc.array(release, { maxLength: 4 }),
    text: hostileText,
    problems: fc.array(fc.record({ file: hostileText, message: hostileText, hint: hostileText }), { maxLength: 3 }),
    url: fc.oneof(
      hostileText,
      hostileText.map((text) => `https://shop.example/${text}`),
    ),
    reason: fc.constantFrom(...Object.keys(reasons)),
  })
  .map(({ phase, actor, releases, text, problems, url, reason }) =>
    anEnvironment({
      spec: { approval: { sha: anEnvironment().spec.head.sha, actorId: 1, actor, by: 'label' } },
      status: {
        phase,
        address: url,
        namespace: text,
        conditions: [aCondition('Released', reason, text)],
        releases: releases.map(({ id, ...others }) => aRelease(id, others)),
        services: [
          { name: text, kind: 'here', url, answers: true },
          { name: text, kind: 'environment', url, at: text },
        ],
        problems: problems.map((problem) => ({ ...problem, line: 3, column: 1 })),
        removed: [text],
        blockers: [text],
        timeline: [{ at: '2026-05-04T10:00:03.000Z', text }],
      },
    }),
  );
