import type { Reason } from './reasons.ts';

/** What each condition is about: its reason when it is true, and those when it is not. */
export const conditions = {
  Approved: {
    success: 'CommitApproved',
    failures: ['ApprovalNeeded', 'ForkRefused', 'RoleInsufficient', 'BotNotAllowed'],
  },
  Planned: { success: 'PlanMade', failures: ['ManifestInvalid', 'SourceRefused', 'ChartNotFound', 'ChartNotAllowed'] },
  Admitted: {
    success: 'PlaceGiven',
    failures: [
      'ChecksPending',
      'ChecksFailed',
      'NamespaceNotOwned',
      'NamespaceGoing',
      'PolicyMissing',
      'SharedSecretMissing',
      'HostHeld',
      'LimitReached',
    ],
  },
  Released: {
    success: 'ReleasesReady',
    failures: [
      'QuotaRefused',
      'AdmissionRefused',
      'ImagePullFailed',
      'CrashLoop',
      'ContainerNotCreated',
      'Unschedulable',
      'NotReadyInTime',
      'MigrationFailed',
      'ResourceFailed',
      'KindNotAllowed',
      'KindUnknown',
      'ChartBroken',
      'PermissionDenied',
      'FieldImmutable',
      'HelmFailed',
      'Drifted',
      'DependencyFailed',
      'OutputMissing',
      'ObjectTaken',
      'ReleaseLocked',
    ],
  },
  Reachable: { success: 'AddressAnswers', failures: ['AddressSilent'] },
  Removed: { success: 'NothingLeft', failures: ['TeardownBlocked'] },
} as const satisfies Readonly<Record<string, { readonly success: string; readonly failures: readonly Reason[] }>>;

/** Any condition may be false for these. */
export const commonReasons = [
  'ApiUnavailable',
  'GitHubForbidden',
  'GitHubRefused',
  'Superseded',
  'HeldElsewhere',
  'ShuttingDown',
  'InternalError',
] as const satisfies readonly Reason[];
