// Keeps unsent events in IndexedDB, so that they outlive the page. Where there is no IndexedDB, nothing outlives it.

const DATABASE = "overtrust";
const STORE = "outbox";

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<IDBDatabase | null>} */
async function openDatabase() {
  try {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true });
    return await settled(request);
  } catch {
    return null;
  }
}

/** @typedef {{ event: import("./outbox.js").TrialEvent, key: Promise<IDBValidKey | null> }} Entry */

export class OutboxStore {
  /** @param {IDBDatabase | null} database */
  constructor(database) {
    this.database = database;
  }

  static async open() {
    return new OutboxStore(await openDatabase());
  }

  /** What earlier pages left, in order. @returns {Promise<Entry[]>} */
  async leftovers() {
    const store = this.#store("readonly");
    if (!store) return [];
    try {
      const [keys, events] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
      return keys.map((key, index) => ({ event: events[index], key: Promise.resolve(key) }));
    } catch {
      return [];
    }
  }

  /** @param {import("./outbox.js").TrialEvent} event @returns {Entry} */
  add(event) {
    const store = this.#store("readwrite");
    return { event, key: store ? settled(store.add(event)).catch(() => null) : Promise.resolve(null) };
  }

  /** @param {Entry[]} entries */
  async remove(entries) {
    const keys = await Promise.all(entries.map((entry) => entry.key));
    const store = this.#store("readwrite");
    for (const key of keys) if (key !== null) store?.delete(key);
  }

  /** @param {IDBTransactionMode} mode */
  #store(mode) {
    try {
      return this.database?.transaction(STORE, mode).objectStore(STORE) ?? null;
    } catch {
      return null;
    }
  }
}
