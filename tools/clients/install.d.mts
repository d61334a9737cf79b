/** The environment's Python and its folder of commands. */
export function installClients(): Promise<{ python: string; bin: string }>;
