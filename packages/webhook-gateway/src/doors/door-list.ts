import type { FastifyInstance } from 'fastify';

interface Door {
  readonly parts: readonly string[];
  readonly methods: Set<string>;
}

/** What the application answers, noted as it registers: so that a wrong method can be told from a wrong address. */
export class DoorList {
  readonly #doors = new Map<string, Door>();

  /** Notes what is registered from now on. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => this.#add(url, method));
  }

  /** The methods that this address answers, sorted; none when it is no address here. */
  methodsAt(url: string): readonly string[] {
    const parts = url.replace(/\?.*/s, '').split('/');
    const found = [...this.#doors.values()].filter((door) => fits(door.parts, parts)).flatMap(({ methods }) => [...methods]);
    return [...new Set(found)].sort();
  }

  #add(url: string, method: string | readonly string[]): void {
    const door = this.#doors.get(url) ?? { parts: url.split('/'), methods: new Set<string>() };
    for (const one of [method].flat()) door.methods.add(one);
    this.#doors.set(url, door);
  }
}

const fits = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length && pattern.every((want, place) => (want.startsWith(':') ? parts[place] !== '' : want === parts[place]));
