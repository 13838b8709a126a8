/** An answer that is not a success, with GitHub's body for it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: { message: string } & Readonly<Record<string, unknown>>) {
    super(body.message);
    this.status = status;
    this.body = { ...body, documentation_url: 'https://docs.github.com/rest', status: String(status) };
  }
}

export function notFound(): ApiError {
  return new ApiError(404, { message: 'Not Found' });
}

export function forbidden(message: string): ApiError {
  return new ApiError(403, { message });
}

export function unauthorized(message = 'Bad credentials'): ApiError {
  return new ApiError(401, { message });
}

/** GitHub's way to say that a request makes no sense: which resource, which field, and why. */
export function validationFailed(
  resource: string,
  code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'custom',
  more: { field?: string; message?: string; value?: string } = {},
): ApiError {
  return new ApiError(422, { message: 'Validation Failed', errors: [{ resource, code, ...more }] });
}

/** The same for operations that only give a sentence. */
export function unprocessable(message: string): ApiError {
  return new ApiError(422, { message });
}
