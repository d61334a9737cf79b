import type { DepositEnding } from '@zenodo-connect/core';
import { z } from 'zod';
import { unknownType } from '../events/event-types.ts';
import { durationMs, durationSchema } from './duration.ts';

const permanent = { i_understand_publication_is_permanent: z.literal(true, { error: 'expected true' }).optional() };
const flagWanted = (mode: string): string =>
  `mode ${mode} publishes for ever: expected \`i_understand_publication_is_permanent: true\` beside it`;

const publishSchema = z
  .strictObject(
    {
      mode: z.enum(['draft', 'hold', 'approval', 'auto'], { error: 'expected draft, hold, approval or auto' }),
      /** How long a held draft waits for somebody to stop it. */
      after: durationSchema.optional(),
      /** Who may approve; anybody who can run the command or sign in when it is absent. */
      approvers: z.array(z.string().min(1)).min(1).optional(),
      /** Who is said to have sent the files: this name cannot approve them. */
      sent_by: z.string().min(1).optional(),
      /** What the route publishes, or submits to a community, in a UTC day; what is beyond waits for the next one, in order. */
      per_day: z.number({ error: 'expected a number such as 20' }).int('expected a whole number').min(1, 'expected 1 or more').optional(),
      ...permanent,
    },
    { error: 'expected an object such as { mode: draft }' },
  )
  .superRefine(({ mode, after, approvers, sent_by, per_day, ...flag }, context) => {
    const say = (message: string, path: readonly string[] = []): void => context.addIssue({ code: 'custom', message, path: [...path] });
    if ((mode === 'auto' || mode === 'hold') && !flag.i_understand_publication_is_permanent) say(flagWanted(mode));
    if (mode === 'hold' && after === undefined) say('mode hold needs `after`, such as 48h');
    if (mode === 'draft' && per_day !== undefined) say('`per_day` goes with mode hold, approval or auto', ['per_day']);
    if (mode !== 'hold' && after !== undefined) say('`after` goes with mode hold', ['after']);
    if (mode !== 'approval' && (approvers || sent_by)) say('`approvers` and `sent_by` go with mode approval');
  });

const communitySchema = z.strictObject({
  slug: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,99}$/i, 'expected the slug of a community, as in its address'),
  /** A word to its curators. */
  comment: z.string().min(1).optional(),
  /** What becomes of a draft that they decline: it stays, or it is published without the community. */
  if_refused: z.enum(['keep_draft', 'publish'], { error: 'expected keep_draft or publish' }).default('keep_draft'),
});

const notifySchema = z.strictObject({
  to: z.string().min(1),
  /** Types of events, or groups such as `deposit.*`. */
  on: z
    .array(z.string().min(1))
    .min(1)
    .superRefine((names, context) => {
      const unknown = unknownType(names);
      if (unknown) context.addIssue({ code: 'custom', message: `there is no event "${unknown.name}".${unknown.hint}` });
    })
    .optional(),
});

/** What of a recipe is about how a deposit ends, and who is told. */
export const endingShape = {
  publish: publishSchema.default({ mode: 'draft' }),
  community: communitySchema.optional(),
  /** `new_version`: files of a dataset follow each other as versions of one record. `new_record`: each deposit is a record of its own. */
  versioning: z
    .strictObject({
      same_dataset: z.enum(['new_version', 'new_record']).default('new_version'),
      /** Text of `metadata.version` with `{{ seq }}`, the number of the version. */
      version: z.string().min(1).optional(),
    })
    .default({ same_dataset: 'new_version' }),
  /** Which subscribers hear of this route, and of what; all of them when it is absent. */
  notify: z.array(notifySchema).optional(),
  /** How long a deposit is tried, while Zenodo is away, before it needs a person. */
  retry: z.strictObject({ give_up_after: durationSchema }).optional(),
  /** How long the bytes of a complete draft, and of a deposit that failed or was cancelled, are kept here, for ever when it is absent; and tries to deliver events of the route, as the configuration says when it is. */
  retention: z
    .strictObject({ draft_bytes: durationSchema.optional(), stopped_bytes: durationSchema.optional(), attempts: durationSchema.optional() })
    .optional(),
};

export const endingKeys =
  'publish mode after approvers sent_by per_day i_understand_publication_is_permanent community slug comment if_refused versioning same_dataset version retry give_up_after notify to on retention draft_bytes stopped_bytes attempts'.split(
    ' ',
  );

export interface Notify {
  readonly to: string;
  readonly on?: readonly string[] | undefined;
}

type EndingSource = z.infer<z.ZodObject<typeof endingShape>>;

/** Who decides about a draft that a deposit left, as it stands in the job. */
export interface DraftRule {
  readonly mode: 'hold' | 'approval';
  /** Milliseconds that a held draft waits. */
  readonly afterMs?: number;
  readonly approvers?: readonly string[];
  readonly sentBy?: string;
}

/** How deposits of a recipe end. */
export interface Ending {
  readonly finish: DepositEnding;
  /** What a held or approved draft is submitted to, rather than published. */
  readonly community: DepositEnding | undefined;
  readonly rule: DraftRule | undefined;
  readonly communitySlug: string | undefined;
  readonly ifRefused: 'keep_draft' | 'publish';
  readonly newRecordEach: boolean;
  /** Publications in a UTC day; undefined: no ceiling. */
  readonly perDay: number | undefined;
  /** Milliseconds for which a deposit is tried; undefined: as long as the configuration says. */
  readonly giveUpAfterMs: number | undefined;
  readonly notify: readonly Notify[] | undefined;
  /** Milliseconds for which the bytes of a complete draft are kept. */
  readonly draftBytesMs: number | undefined;
  /** Milliseconds for which the bytes of a failed or cancelled deposit are kept. */
  readonly stoppedBytesMs: number | undefined;
  /** Milliseconds for which tries to deliver events of the route are kept. */
  readonly attemptsMs: number | undefined;
}

export function endingOf({ publish, community, versioning, notify, retry, retention }: EndingSource): Ending {
  const { mode, after, approvers } = publish;
  const submit = community && { submitTo: community.slug, ...(community.comment !== undefined && { comment: community.comment }) };
  return {
    community: submit,
    finish: mode === 'auto' ? (submit ?? 'publish') : 'leave',
    rule:
      mode === 'hold' || mode === 'approval'
        ? { mode, ...(after !== undefined && { afterMs: durationMs(after)! }), ...(approvers && { approvers }) }
        : undefined,
    communitySlug: community?.slug,
    ifRefused: community?.if_refused ?? 'keep_draft',
    perDay: publish.per_day,
    giveUpAfterMs: retry && durationMs(retry.give_up_after)!,
    newRecordEach: versioning.same_dataset === 'new_record',
    notify,
    draftBytesMs: msOf(retention?.draft_bytes),
    stoppedBytesMs: msOf(retention?.stopped_bytes),
    attemptsMs: msOf(retention?.attempts),
  };
}

const msOf = (duration: string | undefined): number | undefined => (duration === undefined ? undefined : durationMs(duration)!);
