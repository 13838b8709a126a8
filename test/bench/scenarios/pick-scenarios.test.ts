import { expect, test } from 'vitest';
import { pickScenarios } from '../../../bench/scenarios/pick-scenarios.ts';

const chain = { form: 'quick', scenarios: ['S1'] } as const;
const change = { form: 'quick', scenarios: ['S3', 'S4'] } as const;
const large = { form: 'whole', scenarios: ['S8'] } as const;
const smoke = { form: 'named', scenarios: ['smoke'] } as const;
const all = [chain, change, large, smoke];

test.each([
  ['everything but what has to be asked for', {}, [chain, change, large]],
  ['the short form', { quick: true }, [chain, change]],
  ['what is named', { scenario: ['S8', 'S1'] }, [chain, large]],
  ['all steps of what has one that is named', { scenario: ['S4'] }, [change]],
  ['what has to be asked for', { scenario: ['smoke'], quick: true }, [smoke]],
])('%s is picked', (_, choice, picked) => {
  expect(pickScenarios(all, choice)).toEqual(picked);
});

test('a scenario that there is not is refused with the names of those that there are', () => {
  expect(() => pickScenarios(all, { scenario: ['S1', 'S99'] })).toThrow(
    'there is no scenario "S99": use S1, S3, S4, S8, smoke',
  );
});
