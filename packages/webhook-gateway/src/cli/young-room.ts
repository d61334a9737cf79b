import { setFlagsFromString } from 'node:v8';

/**
 * Loading a program makes so much garbage at once that V8 grows the room for young objects by some 25 MB, and gives none of it back.
 * While it loads, that room stays as small as it begins; once it works, it grows as its work needs.
 */
export function growYoungRoom(grows: boolean): void {
  setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`);
}
