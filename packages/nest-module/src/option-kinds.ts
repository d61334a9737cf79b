/** What an option may hold; `any` is judged by who uses it. */
export type OptionKind = keyof typeof kinds;

/** Longer ones end at once in Node's timers. */
const longestTimerMs = 2_147_483_647;

const isNumber = (value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): boolean =>
  typeof value === 'number' && value >= least && value <= most;

const kinds = {
  any: { fits: () => true, is: '' },
  flag: { fits: (value: unknown) => typeof value === 'boolean', is: 'has to be true or false' },
  function: { fits: (value: unknown) => typeof value === 'function', is: 'has to be a function' },
  object: { fits: (value: unknown) => typeof value === 'object' && value !== null, is: 'has to be an object' },
  text: { fits: (value: unknown) => typeof value === 'string' && value !== '', is: 'has to be a text' },
  count: { fits: (value: unknown) => Number.isInteger(value) && isNumber(value, 1), is: 'has to be a whole number, 1 or more' },
  pair: { fits: (value: unknown) => Number.isInteger(value) && isNumber(value, 2), is: 'has to be a whole number, 2 or more' },
  timer: { fits: (value: unknown) => isNumber(value, 1, longestTimerMs), is: 'has to be milliseconds from 1 to 24 days' },
  wait: { fits: (value: unknown) => isNumber(value, 0, longestTimerMs), is: 'has to be milliseconds from 0 to 24 days' },
  span: { fits: (value: unknown) => isNumber(value, 1), is: 'has to be milliseconds, 1 or more' },
  delays: {
    fits: (value: unknown) => Array.isArray(value) && value.length > 0 && value.every((one) => isNumber(one, 0)),
    is: 'has to be a list of one delay or more, in milliseconds',
  },
} as const satisfies { readonly [kind: string]: { fits(value: unknown): boolean; readonly is: string } };

/** Why the value cannot be; undefined when it can, and for one that is left out. Never shows a text, which may be a secret. */
export function misfit(kind: OptionKind, value: unknown): string | undefined {
  const { fits, is } = kinds[kind];
  if (value === undefined || fits(value)) return undefined;
  const shown = typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  return shown === undefined ? is : `is ${shown}; it ${is}`;
}
