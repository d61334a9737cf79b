const did = (ours: string): string => `did you mean ${ours}?`;

/** Keys that people write who know other gateways, or our words of the API: what ours are called. */
export const otherNames: Readonly<Record<string, string>> = {
  when: did('"match"'),
  filter: did('"match"'),
  filters: did('"match"'),
  name: did('"route"'),
  files: did('"collect.files", or "match" with file.name'),
  defaults: did('"defaults_from"'),
  hold: did('"publish: { mode: hold, after: 48h }"'),
  approvers: did('"publish.approvers"'),
  per_day: did('"publish.per_day"'),
  communities: did('"community"'),
  zenodo: 'where the records go stands in the configuration, as "zenodo", for all recipes.',
  'accept.max_size': did('"max_bytes"'),
  'accept.inline_json_max': did('"json_max_bytes"'),
  'accept.types': did('"bodies"'),
  'collect.wait': did('"wait_s"'),
  'collect.timeout': did('"wait_s"'),
  'collect.or_commit': did('"commit"'),
  'publish.hold': did('"mode: hold" with "after"'),
  'publish.wait': did('"after"'),
  'publish.ceiling': did('"per_day"'),
  'publish.max_per_day': did('"per_day"'),
  'versioning.same_bytes': 'the same bytes under one name are never deposited twice, so there is nothing to set.',
  'community.id': did('"slug"'),
  'retry.for': did('"give_up_after"'),
  'retention.payload': did('"draft_bytes" for complete drafts, or "stopped_bytes" for what failed'),
  'examples.files': did('"file"; of several, the one that the recipe takes'),
  'examples.input': did('"meta"'),
};

/** The same for fields of the metadata, which are InvenioRDM's and not those of the old deposit API. */
export const otherFields: Readonly<Record<string, string>> = {
  license: did('"rights: [{ id: cc-by-4.0 }]"'),
  licenses: did('"rights: [{ id: cc-by-4.0 }]"'),
  keywords: did('"subjects: [{ subject: … }]"'),
  upload_type: did('"resource_type: { id: dataset }"'),
  access_right: 'who may see a record is no part of its metadata; a draft is made open, and a person may change it.',
  communities: did('"community: { slug: … }" of the recipe'),
  notes: did('"additional_descriptions: [{ description: …, type: { id: notes } }]"'),
  grants: did('"funding"'),
  doi: 'Zenodo gives each record its DOI.',
};
