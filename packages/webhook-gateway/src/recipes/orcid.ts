/** An ORCID, bare or as its URL, with the check digit of ISO 7064 (mod 11-2). */
export function isOrcid(value: string): boolean {
  const match = /^(?:https?:\/\/orcid\.org\/)?(\d{4}-\d{4}-\d{4}-\d{3})([\dX])$/.exec(value);
  if (!match) return false;
  const total = match[1]!
    .replaceAll('-', '')
    .split('')
    .reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return match[2] === (check === 10 ? 'X' : String(check));
}
