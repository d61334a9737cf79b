import type { PlanContent, PlannedFile, PlannedTarget } from '../types/deposit-plan.ts';

const endings = {
  leave: 'leave the draft to a person',
  publish: 'publish it, for ever',
  submit: 'submit it to a community',
  none: 'do nothing',
} as const;

export function planText(plan: PlanContent): string {
  const { files, calls, warnings } = plan;
  const ending = plan.community === undefined ? endings[plan.ending] : `submit it to "${plan.community}"`;
  return [
    `Deposit "${plan.key}": use ${targetInWords(plan.target)}, then ${ending}.`,
    ...(plan.discards === undefined ? [] : [`First discard the draft ${plan.discards}, which an earlier run left.`]),
    `Bytes to send: ${plan.bytesToSend}.`,
    ...fileLines('send', files.send),
    ...fileLines('replace', files.replace),
    ...fileLines('remove', files.remove),
    ...fileLines('skip, same bytes', files.skip),
    ...fileLines('keep as it is', files.keep),
    ...fileLines(plan.target.kind === 'new_version' ? 'link from the version before' : 'leave alone', files.rest),
    'Steps:',
    ...plan.steps.map(({ step, does }, place) => `  ${place + 1}. ${step}: ${does}.`),
    ...(calls.length > 0 ? ['Calls that change something:', ...calls.map(({ call, count }) => `  ${count} x ${call}`)] : []),
    ...(warnings.length > 0 ? ['Mind:', ...warnings.map((warning) => `  - ${warning}`)] : []),
  ].join('\n');
}

export function targetInWords({ kind, id }: PlannedTarget): string {
  if (kind === 'new_draft') return 'a new draft';
  if (kind === 'new_version') return `a new version of the record ${id}`;
  if (kind === 'record') return `the record ${id}, which is published`;
  return kind === 'given_draft' ? `the draft ${id}, as given` : `the draft ${id}, which an earlier run left`;
}

const fileLines = (what: string, files: readonly PlannedFile[]): string[] =>
  files.map(({ key, bytes }) => `  ${what}: ${key} (${bytes} bytes)`);
