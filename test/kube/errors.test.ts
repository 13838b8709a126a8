import { ApiException } from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import {
  isAlreadyExists,
  isConflict,
  isForbidden,
  isGone,
  isNamespaceTerminating,
  isNotFound,
  toEngineError,
} from '../../src/kube/errors.ts';

const refusal = (code: number, status: object) => new ApiException(code, 'refused', JSON.stringify(status), {});

describe('what the API server said is told apart', () => {
  const conflict = refusal(409, { reason: 'Conflict' });
  const exists = refusal(409, { reason: 'AlreadyExists' });
  const terminating = refusal(403, { reason: 'Forbidden', details: { causes: [{ reason: 'NamespaceTerminating' }] } });

  test.each([
    ['not found', isNotFound, refusal(404, { reason: 'NotFound' })],
    ['already there', isAlreadyExists, exists],
    ['changed by somebody', isConflict, conflict],
    ['no longer known', isGone, refusal(410, { reason: 'Expired' })],
    ['not allowed', isForbidden, refusal(403, {})],
    ['in a namespace that is going', isNamespaceTerminating, terminating],
  ])('%s', (_, is, error) => {
    expect(is(error)).toBe(true);
  });

  test('of two kinds of conflict', () => {
    expect(isConflict(exists)).toBe(false);
    expect(isAlreadyExists(conflict)).toBe(false);
  });

  test('and an answer that is not the API server’s is none of them', () => {
    const foreign = new ApiException(409, 'refused', '<html>', {});

    expect([isConflict(foreign), isAlreadyExists(foreign), isNotFound(new Error('404'))]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('what is not there yet is waited for, the roles that come with the installation are not', () => {
    const missing = (kind: string) => refusal(404, { reason: 'NotFound', details: { kind, name: 'berth-deployer' } });

    expect(toEngineError('creating', missing('serviceaccounts')).reason).toBe('ApiUnavailable');
    expect(toEngineError('creating', missing('rolebindings')).reason).toBe('InternalError');
  });

  test('a namespace that is going is waited for, a right that is missing is not', () => {
    expect(toEngineError('creating', terminating).reason).toBe('ApiUnavailable');
    expect(toEngineError('creating', refusal(403, { reason: 'Forbidden' })).reason).toBe('InternalError');
  });
});
