import { sorted } from '../kill/random.mjs';

/** What became of the requests. */
export class Tally {
  done = 0;
  findings = [];
  #doors = new Map();
  #statuses = new Map();
  #seed;
  #most;

  constructor(seed, most) {
    [this.#seed, this.#most] = [seed, most];
  }

  /** So much was found that the rest would show nothing more. */
  get isFull() {
    return this.findings.length >= this.#most;
  }

  count({ number, door, bytes }, answer, fault) {
    this.done += 1;
    const status = answer ? String(answer.status) : 'closed';
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    const doors = this.#doors.get(door) ?? { sent: 0, taken: 0 };
    doors.sent += 1;
    if (answer && answer.status < 400) doors.taken += 1;
    this.#doors.set(door, doors);
    if (fault === undefined) return;
    const said = answer?.body.slice(0, 600);
    const repeat = `npm run test:fuzz -- --seed ${this.#seed} --from ${number} --requests 1`;
    this.findings.push({ fault, number, door, repeat, ...(said && { said }), base64: bytes.subarray(0, 4096).toString('base64') });
  }

  statusLine() {
    const classes = new Map();
    for (const [status, n] of this.#statuses) {
      const name = status === 'closed' ? status : `${status[0]}xx`;
      classes.set(name, (classes.get(name) ?? 0) + n);
    }
    return Object.entries(sorted(classes))
      .map(([name, n]) => `${name} ${n}`)
      .join(', ');
  }

  outcome() {
    const failures = [...this.#statuses].filter(([status]) => status.startsWith('5')).reduce((sum, [, n]) => sum + n, 0);
    return { findings: this.findings, byDoor: sorted(this.#doors), byStatus: sorted(this.#statuses), serverErrors: failures };
  }
}
