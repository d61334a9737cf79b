/** Injection token of the settings, which are no class. */
export const GATEWAY_SETTINGS = Symbol('GATEWAY_SETTINGS');
