/** No account has this name. */
export class UnknownAccountError extends Error {
  override name = 'UnknownAccountError';
  readonly account: string;

  /** @param by - who asked for it, such as a class */
  constructor(account: string, known: readonly string[], by?: string) {
    const there = known.length === 0 ? 'There are none' : `There are: ${known.map((name) => `"${name}"`).join(', ')}`;
    const asked = by === undefined ? '' : ` for which ${by} asks`;
    super(`There is no Zenodo account "${account}"${asked}. ${there}. Add it to "accounts" of ZenodoModule, or use one of those.`);
    this.account = account;
  }
}

/** Who an account is, or its token, could not be found out at the moment. */
export class AccountUnavailableError extends Error {
  override name = 'AccountUnavailableError';
  readonly account: string;

  constructor(account: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The Zenodo account "${account}" could not be asked for: ${why.replace(/\.$/, '')}.`, { cause });
    this.account = account;
  }
}
