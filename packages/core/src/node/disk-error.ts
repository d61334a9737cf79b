/** A file or folder that this machine could not read or write, in a sentence. */
export class DiskError extends Error {
  override name = 'DiskError' as const;
  /** Node's word for it: `ENOENT`, `EACCES`, `ENOSPC`, … */
  readonly code: string;
  readonly path: string;

  constructor(path: string, code: string, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
    this.path = path;
  }
}

type Use = 'read' | 'written';

/**
 * Does something with a file.
 *
 * @throws {DiskError} instead of Node's own error; others pass through
 */
export async function onDisk<T>(use: Use, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskError(use, path, error);
  }
}

/** Node's errors in our words; any other error as it is. */
export function diskError(use: Use, path: string, error: unknown): unknown {
  if (error instanceof DiskError || !(error instanceof Error)) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  // What came over a connection has such codes too, and is not told of the disk.
  if (typeof code !== 'string' || typeof syscall !== 'string' || !onFiles.has(syscall)) return error;
  return new DiskError(path, code, sentence(use, path, code, error.message), error);
}

const onFiles = new Set(
  'access close fdatasync fsync ftruncate lstat mkdir mkdtemp open read readdir realpath rename rm rmdir scandir stat fstat unlink write'.split(
    ' ',
  ),
);

function sentence(use: Use, path: string, code: string, message: string): string {
  switch (code) {
    case 'ENOENT':
      return use === 'read'
        ? `There is no ${path}; check the path and where the program runs.`
        : `${path} could not be written, since its folder is not there; make that first.`;
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return `The disk is full: ${path} could not be written. Free some space, then run it again.`;
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be ${use} by this process; change its rights, or choose another place.`;
    case 'EROFS':
      return `${path} lies on a disk that is read only; choose another place.`;
    case 'EISDIR':
      return `${path} is a folder; give the path of a file.`;
    case 'ENOTDIR':
      return `${path} leads through a file as if it were a folder; check the path.`;
    case 'EMFILE':
    case 'ENFILE':
      return `${path} could not be ${use}: too many files are open. Raise the limit (ulimit -n), or do less at once.`;
    default:
      return `${path} could not be ${use}: ${message.replace(/\.$/, '')}.`;
  }
}
