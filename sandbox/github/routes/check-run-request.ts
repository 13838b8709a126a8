import { unprocessable } from '../http/api-error.ts';
import type { NewCheckRun } from '../actions/checks.ts';
import type { Annotation, CheckAction, CheckConclusion, CheckOutput, CheckStatus } from '../state/check.ts';

interface CheckRunRequest {
  readonly name?: string;
  readonly details_url?: string;
  readonly external_id?: string;
  readonly started_at?: string;
  readonly status?: CheckStatus;
  readonly conclusion?: CheckConclusion;
  readonly completed_at?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary?: string;
    readonly text?: string;
    readonly annotations?: readonly AnnotationRequest[];
  };
  readonly actions?: readonly CheckAction[];
}

interface AnnotationRequest {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: Annotation['level'];
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
}

/** What a request changes of a check run. A conclusion completes it; annotations are added to those that are there. */
export function readCheckRunChange(body: unknown, before: CheckOutput): Partial<NewCheckRun> {
  const request = body as CheckRunRequest;
  const { name, status, conclusion, output, actions } = request;
  if (status === 'completed' && conclusion === undefined) {
    throw unprocessable('Invalid request.\n\n"conclusion" is required when "status" is "completed".');
  }
  return {
    ...(name !== undefined && { name }),
    ...(status !== undefined && { status }),
    ...(conclusion !== undefined && { conclusion, status: 'completed' as const }),
    ...(request.details_url !== undefined && { detailsUrl: request.details_url }),
    ...(request.external_id !== undefined && { externalId: request.external_id }),
    ...(request.started_at !== undefined && { startedAt: new Date(request.started_at) }),
    ...(request.completed_at !== undefined && { completedAt: new Date(request.completed_at) }),
    ...(actions && { actions }),
    ...(output && { output: readOutput(output, before) }),
  };
}

function readOutput(output: NonNullable<CheckRunRequest['output']>, before: CheckOutput): CheckOutput {
  return {
    title: output.title ?? before.title,
    summary: output.summary ?? before.summary,
    text: output.text ?? before.text,
    annotations: [...before.annotations, ...(output.annotations ?? []).map(readAnnotation)],
  };
}

function readAnnotation(annotation: AnnotationRequest): Annotation {
  const { path, message, title } = annotation;
  return {
    ...{ path, message, title },
    startLine: annotation.start_line,
    endLine: annotation.end_line,
    startColumn: annotation.start_column,
    endColumn: annotation.end_column,
    level: annotation.annotation_level,
    rawDetails: annotation.raw_details,
  };
}
