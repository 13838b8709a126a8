import { expect } from 'vitest';
import { judgeObject } from '../../../src/kube/readiness/judge-object.ts';
import { readFixture } from './read-fixture.ts';

/** What berth makes of an object as a cluster once wrote it. */
export function judgeFixture(name: string, edit?: (text: string) => string): ReturnType<typeof judgeObject> {
  const { object, around } = readFixture(name, edit);
  return judgeObject(object, around);
}

/** An edit of a fixture, which has to hold what is to be changed. */
export function change(from: string | RegExp, to: string): (text: string) => string {
  return (text) => {
    const changed = text.replaceAll(new RegExp(from, 'g'), to);
    expect(changed, `"${String(from)}" is not in the fixture`).not.toBe(text);
    return changed;
  };
}
