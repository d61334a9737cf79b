/** Stands for what an application does with a DOI. */
const dois = new Map<string, string | undefined>();

export const catalogue = {
  dois,
  setDoi: async (key: string, doi: string | undefined): Promise<void> => {
    await Promise.resolve();
    dois.set(key, doi);
  },
};
