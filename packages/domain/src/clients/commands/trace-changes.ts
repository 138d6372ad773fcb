/** The changes of one command, field by field, as the audit trail wants them. */
export interface Trace {
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
  /** Notes a field that is not as it was; `path` is like "patients.p-1.optOut". */
  change(path: string, before: unknown, after: unknown): void;
}

/** An empty trace. */
export function startTrace(): Trace {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  return {
    before,
    after,
    change(path, was, is) {
      before[path] = was;
      after[path] = is;
    },
  };
}
