/** Fields of the older deposit API, which Zenodo drops from native metadata in silence, and how they are written there. */
export const oldFields: Readonly<Record<string, string>> = {
  upload_type: "resource_type: { id: 'dataset' }",
  publication_type: "resource_type: { id: 'publication-article' }",
  image_type: "resource_type: { id: 'image-figure' }",
  keywords: "subjects: [{ subject: 'diffraction' }]",
  license: "rights: [{ id: 'cc-by-4.0' }]",
  language: "languages: [{ id: 'eng' }]",
  notes: "additional_descriptions: [{ description: '…', type: { id: 'notes' } }]",
  grants: "funding: [{ funder: { id: '00k4n6c32' }, award: { id: '00k4n6c32::101000001' } }]",
  imprint_publisher: "publisher: 'Zenodo'",
};
