/** Where this gateway is for the world. Known once it listens, and never taken from a request. */
export class Addresses {
  #publicUrl: string | undefined;

  constructor(publicUrl: string | undefined) {
    this.#publicUrl = publicUrl;
  }

  listeningAt(url: string): void {
    this.#publicUrl ??= url;
  }

  get publicUrl(): string {
    if (this.#publicUrl === undefined) throw new Error('The gateway does not listen yet.');
    return this.#publicUrl;
  }

  /** Whether the gateway knows its own address already. */
  get known(): boolean {
    return this.#publicUrl !== undefined;
  }

  event(id: string): string {
    return `${this.publicUrl}/api/v1/events/${id}`;
  }

  job(id: string): string {
    return `${this.publicUrl}/jobs/${id}`;
  }
}
