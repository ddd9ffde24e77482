/** The browser's extension API under one name. */

export const browser = globalThis.browser ?? globalThis.chrome;
