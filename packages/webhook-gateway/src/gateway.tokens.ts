/** Injection tokens of what is not a class. */
export const GATEWAY_SETTINGS = Symbol('GATEWAY_SETTINGS');
export const PUBLIC_URL = Symbol('PUBLIC_URL');
