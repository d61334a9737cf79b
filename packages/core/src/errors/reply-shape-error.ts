import { type ApiReply, ZenodoApiError } from './api-errors.ts';

/** A success whose body is not what we know: another kind of server, or a mistake of ours. Report it. */
export class ReplyShapeError extends ZenodoApiError {
  override name = 'ReplyShapeError' as const;
  override readonly code = 'reply_shape';
  /** What is wrong, a line each. */
  readonly problems: readonly string[];

  constructor(reply: ApiReply, problems: readonly string[]) {
    super(
      reply,
      `${reply.method} ${reply.url} answered something unexpected (${problems.slice(0, 3).join('; ')}). Is this Zenodo's address?`,
    );
    this.problems = problems;
  }
}
