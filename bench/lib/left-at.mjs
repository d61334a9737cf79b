import { Zenodo } from '@zenodo-connect/core';

/**
 * What a client left at a stand-in: the owner's drafts and records, and whether each record holds so many files of that MD5.
 *
 * @param {import('@zenodo-connect/stand-in').StandIn} standIn
 * @param {string} checksum as Zenodo writes it, `md5:…`
 */
export async function leftAt({ url, tokens }, checksum, fileCount = 1) {
  const zenodo = new Zenodo({ baseUrl: url, dataciteUrl: url, token: tokens.owner });
  const all = await Array.fromAsync(zenodo.records.own({ allVersions: true }));
  const published = all.filter((one) => one.is_published);
  const lists = await Promise.all(published.map(({ id }) => zenodo.records.files(id)));
  const right = lists.every(({ entries }) => entries.length === fileCount && entries.every((entry) => entry.checksum === checksum));
  return { drafts: all.length - published.length, published: published.length, right };
}
