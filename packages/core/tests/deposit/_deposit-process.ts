/** Deposits in a process of its own, with all that it remembers on disk: `node _deposit-process.ts '<JSON>'`. */
import { FilePublishCounter, fileFromPath, fileJournal, Zenodo } from '../../src/index.ts';

const { url, token, key, folder, journal } = JSON.parse(process.argv[2] ?? '{}') as Record<'url' | 'token' | 'key' | 'folder', string> & {
  readonly journal: boolean;
};

const zenodo = new Zenodo({
  baseUrl: url,
  token,
  createLookMs: 1500,
  publishGuard: { perDay: 1, counter: new FilePublishCounter(`${folder}/published.json`) },
});
const done = await zenodo.deposit({
  key,
  metadata: {
    title: 'Killed again and again',
    resource_type: { id: 'dataset' },
    creators: [{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }],
  },
  files: await Promise.all(['one.bin', 'two.bin'].map((name) => fileFromPath(`${folder}/${name}`))),
  finish: 'publish',
  ...(journal && { journal: fileJournal(`${folder}/journal.json`) }),
});
console.log(done.status, done.id);
