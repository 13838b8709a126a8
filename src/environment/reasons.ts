import type { ReasonInfo } from './reason-info.ts';
import { toCode } from './to-code.ts';

/** Every reason for which an environment is not as it is wanted. What berth decides, shows and documents is read from here. */
export const reasons = {
  ManifestInvalid: {
    disposition: 'final',
    deployment: 'none',
    says: 'The manifest has problems.',
    next: 'Mend the lines named below and push.',
  },
  SourceRefused: {
    disposition: 'final',
    deployment: 'none',
    says: 'The repository holds what berth does not unpack: {what}.',
    next: 'Take it out of the branch and push.',
  },
  ChartNotFound: {
    disposition: 'final',
    deployment: 'failure',
    says: 'The chart {chart} of {release} was not found.',
    next: 'Correct its name or version in the manifest and push.',
  },
  ChartNotAllowed: {
    disposition: 'final',
    deployment: 'none',
    says: 'The chart {chart} of {release} is not among those that may be deployed here.',
    next: 'Use another chart, or ask the operator to allow this one.',
  },
  ApprovalNeeded: {
    disposition: 'wait',
    deployment: 'none',
    says: 'The commit {commit} has not been approved.',
    next: 'Let somebody with write access take the label off and set it again.',
  },
  ForkRefused: {
    disposition: 'final',
    deployment: 'none',
    says: 'Pull requests from forks do not run here.',
    next: 'Push the branch to this repository and open a pull request from there.',
  },
  RoleInsufficient: {
    disposition: 'final',
    deployment: 'none',
    says: '{actor} may not approve commits here.',
    next: 'Let somebody with write access take the label off and set it again.',
  },
  BotNotAllowed: {
    disposition: 'final',
    deployment: 'none',
    says: 'The bot {actor} may not approve commits here.',
    next: 'Set the label yourself, or ask the operator to allow this bot.',
  },
  NamespaceNotOwned: {
    disposition: 'final',
    deployment: 'failure',
    says: 'The namespace {namespace} exists and belongs to something else.',
    next: 'Ask the operator to remove it or to change how namespaces are named.',
  },
  NamespaceGoing: {
    disposition: 'wait',
    deployment: 'queued',
    says: 'An earlier namespace {namespace} is still being deleted.',
    next: 'Wait: berth goes on when it is gone.',
  },
  PolicyMissing: {
    disposition: 'retry',
    deployment: 'queued',
    says: 'The admission policies of berth are not in force in the cluster.',
    next: 'Ask the operator to install the chart of berth again.',
  },
  SharedSecretMissing: {
    disposition: 'retry',
    deployment: 'queued',
    says: 'The shared secret {secret} is not there for berth to copy.',
    next: 'Ask the operator to make it and to name it in the values of the chart of berth.',
  },
  HostHeld: {
    disposition: 'wait',
    deployment: 'queued',
    says: 'The host {host} is held by {holder}.',
    next: 'Take the label off there, or wait until it is free.',
  },
  ChecksPending: {
    disposition: 'wait',
    deployment: 'queued',
    says: 'The checks {checks} have not succeeded yet.',
    next: 'Wait: berth goes on once they have.',
  },
  ChecksFailed: {
    disposition: 'wait',
    deployment: 'queued',
    says: 'The checks {checks} have failed.',
    next: 'Mend what they found and push, or run them again.',
  },
  LimitReached: {
    disposition: 'wait',
    deployment: 'queued',
    says: 'There are as many environments as there may be.',
    next: 'Take the label off a pull request that no longer needs it, or wait.',
  },
  QuotaRefused: {
    disposition: 'final',
    deployment: 'failure',
    says: '{object} needs more than the quota of the namespace leaves.',
    next: 'Ask for less in the values and push.',
    mends: 'operator',
  },
  AdmissionRefused: {
    disposition: 'final',
    deployment: 'failure',
    says: 'The cluster does not admit {object}.',
    next: 'Change what its chart renders, as the message below says, and push.',
    mends: 'operator',
  },
  ImagePullFailed: {
    disposition: 'final',
    deployment: 'failure',
    says: 'The image {image} of {release} cannot be pulled.',
    next: 'Check that it was built and that its name is right, then push.',
  },
  CrashLoop: {
    disposition: 'final',
    deployment: 'failure',
    says: 'A container of {object} ends again and again.',
    next: 'Read its last lines below, mend the cause and push.',
  },
  ContainerNotCreated: {
    disposition: 'final',
    deployment: 'failure',
    says: 'A container of {object} cannot be created.',
    next: 'Check that the Secrets and ConfigMaps it uses are there and that its command is right, then push.',
  },
  Unschedulable: {
    disposition: 'wait',
    deployment: 'in_progress',
    says: 'No node has room for {object}.',
    next: 'Wait for one, or ask for less in the values and push.',
  },
  NotReadyInTime: {
    disposition: 'final',
    deployment: 'failure',
    says: '{release} was not ready in time.',
    next: 'Read below what it waited for, mend that and push.',
  },
  MigrationFailed: {
    disposition: 'final',
    deployment: 'failure',
    says: 'The job {object} failed.',
    next: 'Read its last lines below, mend the cause and push.',
  },
  ResourceFailed: {
    disposition: 'final',
    deployment: 'failure',
    says: '{object} says that it has failed.',
    next: 'Read below what it says, mend the cause and push.',
  },
  KindNotAllowed: {
    disposition: 'final',
    deployment: 'failure',
    says: '{object} is of a kind that the operator has not allowed.',
    next: 'Ask the operator to name the kind under `customResources` in the values of the chart of berth.',
    mends: 'operator',
  },
  KindUnknown: {
    disposition: 'retry',
    deployment: 'in_progress',
    says: 'The chart of {release} makes an object of a kind that the cluster does not know.',
    next: 'Mend what the message below names and push, or ask the operator to install the definition: berth tries again.',
  },
  ChartBroken: {
    disposition: 'final',
    deployment: 'failure',
    says: 'The chart of {release} cannot be rendered or applied with its values.',
    next: 'Mend the chart or the values, as the message below says, and push.',
  },
  PermissionDenied: {
    disposition: 'final',
    deployment: 'failure',
    says: 'The chart of {release} asks for something that an environment may not do.',
    next: 'Change what it renders, as the message below says, and push, or ask the operator to allow it.',
    mends: 'operator',
  },
  FieldImmutable: {
    disposition: 'final',
    deployment: 'failure',
    says: '{object} has a field that cannot be changed once it is set.',
    next: 'Change its name and push, or take the label off and set it again.',
  },
  HelmFailed: {
    disposition: 'final',
    deployment: 'failure',
    says: 'Helm could not apply {release}.',
    next: 'Mend what the message below names and push, or ask the operator.',
    mends: 'operator',
  },
  Drifted: {
    disposition: 'final',
    deployment: 'failure',
    says: '{object} of {release} is no longer as it was deployed.',
    next: 'Take the label off and set it again, or ask the operator to have such objects put back.',
  },
  DependencyFailed: {
    disposition: 'wait',
    deployment: 'failure',
    says: '{release} waits for a release that failed.',
    next: 'Mend the one that failed and push.',
  },
  OutputMissing: {
    disposition: 'wait',
    deployment: 'in_progress',
    says: 'An output that {release} uses is missing or empty.',
    next: 'Wait for it, or check what its release writes.',
  },
  AddressSilent: {
    disposition: 'retry',
    deployment: 'in_progress',
    says: 'The address {host} does not answer yet.',
    next: 'Wait, or check the path that the manifest names as ready.',
  },
  ObjectTaken: {
    disposition: 'retry',
    deployment: 'in_progress',
    says: '{object} belongs to another release of this environment.',
    next: 'Wait if that one is going, or give one of them another name and push.',
  },
  ReleaseLocked: {
    disposition: 'wait',
    deployment: 'in_progress',
    says: 'Helm is still at work on {release}.',
    next: 'Wait: berth goes on when it is done.',
  },
  ApiUnavailable: {
    disposition: 'retry',
    deployment: 'in_progress',
    says: 'The cluster or GitHub does not answer.',
    next: 'Wait: berth tries again.',
  },
  GitHubForbidden: {
    disposition: 'final',
    deployment: 'none',
    says: 'GitHub does not let berth do this: {action}.',
    next: 'Ask the operator to check the permissions of the App, whether the repository is archived and the conversation locked.',
  },
  GitHubRefused: {
    disposition: 'retry',
    deployment: 'in_progress',
    says: 'GitHub did not take this: {action}.',
    next: 'Wait: berth tries again.',
  },
  Superseded: {
    disposition: 'wait',
    deployment: 'inactive',
    says: 'A newer commit took the place of {commit}.',
    next: 'Look at the newer deployment.',
  },
  HeldElsewhere: {
    disposition: 'wait',
    deployment: 'in_progress',
    says: 'Another replica of berth works on this environment.',
    next: 'Wait: it goes on there.',
  },
  ShuttingDown: {
    disposition: 'wait',
    deployment: 'in_progress',
    says: 'berth is restarting.',
    next: 'Wait: it goes on where it stopped.',
  },
  TeardownBlocked: {
    disposition: 'wait',
    deployment: 'in_progress',
    says: '{object} cannot go: {cause}.',
    next: 'Ask the operator to see to what keeps it.',
  },
  InternalError: {
    disposition: 'bug',
    deployment: 'error',
    says: 'berth made a mistake.',
    next: 'Ask the operator to look into the log.',
  },
} as const satisfies Readonly<Record<string, ReasonInfo>>;

export type Reason = keyof typeof reasons;

type FieldsIn<Text extends string> = Text extends `${string}{${infer Field}}${infer Rest}`
  ? Field | FieldsIn<Rest>
  : never;
export type ReasonFields<One extends Reason> = Readonly<Record<FieldsIn<(typeof reasons)[One]['says']>, string>>;

/** Writes the sentence for people, in Markdown. What a field holds shows as code: it links nothing and calls nobody. */
export function renderReason<One extends Reason>(reason: One, fields: ReasonFields<One>): string {
  const { says, next }: ReasonInfo = reasons[reason];
  const values: ReadonlyMap<string, string> = new Map(Object.entries(fields));
  return `${says.replaceAll(/\{(\w+)\}/g, (_, field: string) => toCode(values.get(field) ?? ''))} ${next}`;
}
