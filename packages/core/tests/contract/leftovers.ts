import type { Transport, TransportReply, TransportRequest, Zenodo } from '../../src/index.ts';

/** What a run has made on a server, learnt from its own traffic, so that it can be taken away at the end. */
export class Leftovers {
  readonly drafts = new Set<string>();
  readonly records = new Set<string>();
  readonly communities = new Set<string>();

  /** The same transport, watched. */
  watch(transport: Transport): Transport {
    return {
      send: async (request) => {
        const reply = await transport.send(request);
        this.#note(request, reply);
        return reply;
      },
      sleep: (ms, signal) => transport.sleep(ms, signal),
    };
  }

  /** Takes all of it away, the latest first. Answers what is still there, a sentence each. */
  async clear(zenodo: Zenodo): Promise<string[]> {
    const left: string[] = [];
    const tried = async (what: string, work: () => Promise<unknown>) => {
      await work().catch((error: unknown) => {
        const { code, message } = error as { code?: string; message: string };
        if (code !== 'not_found' && code !== 'gone') left.push(`${what}: ${message}`);
      });
    };
    for (const id of [...this.drafts].reverse()) {
      await tried(`the review of draft ${id}`, () => zenodo.reviews.withdraw(id));
      await tried(`draft ${id}`, () => zenodo.drafts.delete(id));
    }
    for (const id of [...this.records].reverse()) {
      await tried(`the changes to record ${id}`, () => zenodo.drafts.delete(id));
      await tried(`record ${id}`, () => zenodo.records.requestDeletion(id, { reason: 'test-record' }));
    }
    for (const id of this.communities) {
      // A community with open requests stays.
      await tried(`the requests to community ${id}`, async () => {
        for await (const open of zenodo.requests.ofCommunity(id, { isOpen: true })) await zenodo.requests.decline(open.id);
      });
      await tried(`community ${id}`, () => zenodo.communities.delete(id));
    }
    return left;
  }

  #note({ method, url }: TransportRequest, { status, body }: TransportReply): void {
    if (status >= 300) return;
    const path = new URL(url).pathname.replace(/^\/api/, '');
    const { id, topic, status: state } = (body ?? {}) as { id?: string; topic?: { record?: string } | null; status?: string };
    const [, ofRecord = ''] = /^\/records\/([^/]+)/.exec(path) ?? [];
    if (method === 'POST' && /^\/records(\/[^/]+\/versions)?$/.test(path)) this.drafts.add(String(id));
    if (method === 'POST' && path.endsWith('/draft/actions/publish')) this.#published(String(id));
    if (method === 'POST' && state === 'accepted' && topic?.record !== undefined) this.#published(topic.record);
    if (method === 'DELETE' && /^\/records\/[^/]+\/draft$/.test(path)) this.drafts.delete(ofRecord);
    if (method === 'POST' && path.endsWith('/request-deletion') && state === 'accepted') this.records.delete(ofRecord);
    if (method === 'POST' && path === '/communities') this.communities.add(String(id));
    if (method === 'DELETE' && /^\/communities\/[^/]+$/.test(path)) this.communities.delete(path.slice('/communities/'.length));
  }

  #published(id: string): void {
    this.drafts.delete(id);
    this.records.add(id);
  }
}
