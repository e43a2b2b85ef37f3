/** Where a user's mistake is, as `file:line:column` can show it. */
export type SourcePosition = {
  readonly file: string;
  /** 1-based */
  readonly line: number;
  /** 1-based */
  readonly column: number;
};

/**
 * Something the user can mend: bad input, a missing file, a refused combination.
 * Shown without a stack; the command ends with exit code 2.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  /** What to do about it, one imperative sentence. */
  readonly advice: string;
  readonly position: SourcePosition | undefined;

  constructor(
    message: string,
    details: { advice: string; position?: SourcePosition; cause?: unknown },
  ) {
    super(message, { cause: details.cause });
    this.advice = details.advice;
    this.position = details.position;
  }
}

/** Several mistakes found in one reading, so that they can be mended in one go. */
export class UserErrors extends Error {
  override readonly name = "UserErrors";
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    super(errors.map(describeUserError).join("\n"));
    this.errors = errors;
  }
}

/** One line for people: position, what happened, what to do. */
export function describeUserError(error: UserError): string {
  const where = error.position
    ? `${error.position.file}:${error.position.line}:${error.position.column} - `
    : "";
  return `${where}${error.message} ${error.advice}`;
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
