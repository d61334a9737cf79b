/** Stands for where an application keeps its tokens, and those of its users. */
export const vault = { read: async (name: string): Promise<string> => Promise.resolve(`token-of-${name}`) };
export const users = { tokenOf: async (user: string): Promise<string> => Promise.resolve(`token-of-${user}`) };
