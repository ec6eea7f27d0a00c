import { AppError } from '@/lib/util/app-error';

/** A template that can't be rendered with the values of this row. No retry mends it. */
export class TemplateError extends AppError {
  override readonly name = 'TemplateError';
  /** The placeholder at fault, as written between its braces. */
  readonly field: string;

  constructor(code: TemplateErrorCode, message: string, field: string) {
    super(code, message);
    this.field = field;
  }
}

export type TemplateErrorCode =
  | 'missing-value'
  | 'unknown-property'
  | 'unknown-item'
  | 'bad-format'
  | 'spec-needs-conversion';
