import { request } from '../lib/http.mjs';
import { pause } from './random.mjs';

/** Zenodo shows the first 10,000 hits of a search. */
const mostListed = 10_000;

const told = ['deposit.received', 'deposit.published', 'doi.findable'];

/**
 * Holds what was promised against what is there in the end.
 *
 * - lost: an acknowledged file that is not in its dataset's last version with its MD5, or whose job is not done
 * - doubled: a record or draft more than there are acknowledged files, a dataset with two concepts, a deposit key that two records carry
 * - disordered: a version whose files are not those of the version before and the next acknowledged one
 * - untold: an event that no subscriber was told, or that came under two ids
 */
export async function verdict({ ledger, listener, standIn, since }) {
  const faults = { lost: [], doubled: [], disordered: [], untold: [] };
  // The listing lags, as the real one does.
  await pause(500);
  const records = await own(standIn, since, Date.now() + 1);
  for (const draft of records.filter(({ is_published }) => !is_published)) faults.doubled.push(`the draft ${draft.id} is left over`);
  const published = records.filter(({ is_published }) => is_published);
  for (const [dataset, files] of ledger.promised) {
    const versions = published
      .filter(({ metadata }) => metadata.title === titleOf(dataset))
      .sort((a, b) => a.versions.index - b.versions.index);
    await checkDataset({ dataset, files, versions, standIn, faults });
  }
  const promised = new Set([...ledger.promised.keys()].map(titleOf));
  for (const { id, metadata } of published) if (!promised.has(metadata.title)) faults.doubled.push(`the record ${id} belongs to no file`);
  checkKeys(published, faults);
  checkEvents(ledger.files, listener, faults);
  return { ...faults, records: published.length, datasets: ledger.promised.size };
}

async function checkDataset({ dataset, files, versions, standIn, faults }) {
  const concepts = new Set(versions.map(({ parent }) => parent.id));
  if (concepts.size > 1) faults.doubled.push(`${dataset} has ${concepts.size} concepts`);
  if (versions.length > files.length) faults.doubled.push(`${dataset} has ${versions.length} versions of ${files.length} files`);
  let before = [];
  for (const [place, { id }] of versions.entries()) {
    const stored = await filesOf(standIn, id);
    const names = inOrder(stored.map(({ key }) => key));
    const wanted = inOrder([...before, files[place]?.file].filter(Boolean));
    if (names.join() !== wanted.join())
      faults.disordered.push(`${dataset}, version ${place + 1}: ${names.join()} instead of ${wanted.join()}`);
    before = names;
    if (place === versions.length - 1) {
      for (const { file, md5 } of files) {
        if (!stored.some(({ key, checksum }) => key === file && checksum === `md5:${md5}`)) faults.lost.push(`${dataset}/${file}`);
      }
    }
  }
  if (versions.length === 0 && files.length > 0) faults.lost.push(...files.map(({ file }) => `${dataset}/${file}`));
}

function checkKeys(published, faults) {
  const seen = new Map();
  for (const { id, metadata } of published) {
    for (const { identifier } of metadata.identifiers ?? []) {
      if (!identifier.startsWith('urn:zenodo-connect:')) continue;
      if (seen.has(identifier)) faults.doubled.push(`the records ${seen.get(identifier)} and ${id} carry the same deposit key`);
      seen.set(identifier, id);
    }
  }
}

function checkEvents(files, listener, faults) {
  const ids = new Map();
  for (const [id, { type, job }] of listener.heard) ids.set(`${type} ${job}`, [...(ids.get(`${type} ${job}`) ?? []), id]);
  for (const { job, dataset, file } of files) {
    for (const type of told) {
      const found = ids.get(`${type} ${job}`)?.length ?? 0;
      if (found !== 1) faults.untold.push(`${type} of ${dataset}/${file} came under ${found} ids`);
    }
  }
}

const inOrder = (names) => names.toSorted((a, b) => a.localeCompare(b));

const titleOf = (dataset) => `Powder diffraction of ${dataset}`;

/** The drafts and versions that were made in a time; halved as long as Zenodo would not page through all of them. */
async function own(standIn, from, to) {
  const q = encodeURIComponent(`created:["${new Date(from).toISOString()}" TO "${new Date(to).toISOString()}"}`);
  const list = async (page) => (await ask(standIn, `/api/user/records?allversions=true&size=100&page=${page}&sort=oldest&q=${q}`)).hits;
  const { hits: found, total } = await list(1);
  if (total > mostListed) {
    const middle = Math.floor((from + to) / 2);
    return [...(await own(standIn, from, middle)), ...(await own(standIn, middle, to))];
  }
  for (let page = 2; found.length < total; page++) {
    const { hits } = await list(page);
    if (hits.length === 0) throw new Error(`The listing says ${total} and has ${found.length}.`);
    found.push(...hits);
  }
  return found;
}

const filesOf = async (standIn, id) => (await ask(standIn, `/api/records/${id}/files`, 'application/json')).entries;

async function ask({ url, tokens }, path, accept = 'application/vnd.inveniordm.v1+json') {
  const answer = await request(url + path, { headers: { authorization: `Bearer ${tokens.owner}`, accept } });
  if (answer.status !== 200) throw new Error(`The stand-in answered ${answer.status} to ${path}.`);
  return answer.json;
}
