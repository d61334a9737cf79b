/** What a person or an API token may do. */
export const scopes = ['read', 'operate', 'subscribe', 'approve', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/** Who asks: a person at a page, or a program with an API token. */
export interface Caller {
  /** As it stands in lists and logs: `person/ada`, `token/tok_1f…`. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The session's own key against forged requests; programs have none, since no browser sends their token by itself. */
  readonly formKey?: string;
}

export const mayDo = ({ scopes: has }: Pick<Caller, 'scopes'>, scope: Scope): boolean => has.includes(scope) || has.includes('admin');

/** How who decides is called in a recipe's `approvers`: a person by the bare name, a program by its token. */
export const approverOf = ({ name }: Pick<Caller, 'name'>): string => name.replace(/^person\//, '');

export const scopesIn = (text: string): readonly Scope[] => scopes.filter((scope) => text.split(' ').includes(scope));
