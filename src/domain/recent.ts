/**
 * A map that keeps what was used recently: when the younger half is full it becomes the older one, which is dropped. It costs
 * less than an exact order of use, and holds between `halfMax` and twice as many.
 */
export interface Recent<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  delete(key: K): void;
  clear(): void;
}

export const recent = <K, V>(halfMax: number): Recent<K, V> => {
  let younger = new Map<K, V>();
  let older = new Map<K, V>();
  const set = (key: K, value: V): void => {
    if (younger.size >= halfMax) {
      older = younger;
      younger = new Map();
    }
    younger.set(key, value);
  };
  return {
    get: (key) => {
      const found = younger.get(key);
      if (found !== undefined) return found;
      const old = older.get(key);
      if (old !== undefined) set(key, old);
      return old;
    },
    set,
    delete: (key) => {
      younger.delete(key);
      older.delete(key);
    },
    clear: () => {
      younger = new Map();
      older = new Map();
    },
  };
};
