/** A recipe that takes every file, with more keys below. */
export const recipeOf = (route: string, more = '', dataset = ''): string => `version: 1
route: ${route}
${dataset === '' ? '' : `dataset: "${dataset}"\n`}${more}
metadata:
  title: "Measurement {{ dataset }}"
  resource_type: { id: dataset }
  creators: [{ person_or_org: { type: personal, family_name: Curie, given_name: Marie } }]
  publisher: Zenodo
`;

export const strongSecret = '5f1bD0c3-7aZQ9-84xKpLw-2vRtYhNm-QeUi';
