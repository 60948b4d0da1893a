// Where GraphiQL keeps tabs and history: a place for each user and role, so that none shows what another asked.

import type { Storage } from '@graphiql/toolkit';

const SHARED = new Set(['graphiql:theme']);
const SECRET = /password|secret/i;

/** What has a password in it stays in this tab; everything else outlives it. */
export function storageOf(owner: string): Storage {
  const prefix = `chandlery:${owner}:`;
  const nameOf = (key: string) => (SHARED.has(key) ? `chandlery:${key}` : prefix + key);
  const names = () => [localStorage, sessionStorage].flatMap(each => Object.keys(each)).filter(isOurs);
  const isOurs = (name: string) => name.startsWith(prefix);
  const removeItem = (key: string) => [localStorage, sessionStorage].forEach(each => each.removeItem(nameOf(key)));
  return {
    getItem: key => sessionStorage.getItem(nameOf(key)) ?? localStorage.getItem(nameOf(key)),
    setItem(key, value) {
      removeItem(key);
      (SECRET.test(value) ? sessionStorage : localStorage).setItem(nameOf(key), value);
    },
    removeItem,
    clear: () => names().forEach(name => [localStorage, sessionStorage].forEach(each => each.removeItem(name))),
    get length() {
      return names().length;
    },
  };
}
