type List<T> = readonly T[] | null | undefined;
type Iteratee<T> = string | readonly string[] | Partial<T> | ((item: T) => unknown);
interface Lodash {
  cloneDeep<T>(value: T): T;
  find<T>(list: List<T>, iteratee: Iteratee<T>): T | undefined;
  get(object: unknown, path: string | readonly string[], otherwise?: unknown): unknown;
  groupBy<T>(list: List<T>, iteratee: Iteratee<T>): Record<string, T[]>;
  map<T, R>(list: List<T>, iteratee: (item: T) => R): R[];
  map<T, K extends keyof T>(list: List<T>, key: K): T[K][];
  omit<T, K extends keyof T>(object: T, ...keys: readonly K[]): Omit<T, K>;
  pick<T, K extends keyof T>(object: T, keys: readonly K[]): Pick<T, K>;
  sortBy<T>(list: List<T>, ...iteratees: readonly Iteratee<T>[]): T[];
}
declare const lodash: Lodash;
export default lodash;
