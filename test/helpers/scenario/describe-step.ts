import type { Step } from './scenario.ts';

/** Tells a step as a line of the story; what is waited for shows by what it brings. */
export function describeStep(step: Step): readonly string[] {
  if (step.do === 'wait') return [];
  const of = step.pullRequest === 'it' ? '' : ` (${step.pullRequest})`;
  return [`=== ${step.by}${of}: ${describeDeed(step)}`];
}

function describeDeed(step: Exclude<Step, { do: 'wait' }>): string {
  switch (step.do) {
    case 'label':
    case 'unlabel':
      return `${step.do} ${step.label}`;
    case 'push':
      return `push ${Object.keys(step.files).join(', ')}`;
    case 'comment':
      return `comment “${step.text}”`;
    case 'status':
      return `status ${step.context}: ${step.state}`;
    default:
      return step.do;
  }
}
