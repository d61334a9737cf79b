/** Since when Node has what the database needs; `engines` in package.json says the same. */
const wanted = [22, 19] as const;

/** A sentence when this Node is too old, said before anything is imported that it does not have. @param version - `22.19.0` */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return undefined;
  return `Node ${wanted.join('.')} or later is needed, and this is ${version}; get a newer one from https://nodejs.org.`;
}
