/** Returns the same function. Its result for an object is cached as long as the object lives. */
export function memoize<Key extends object, Result>(workOut: (key: Key) => Result): (key: Key) => Result {
  const known = new WeakMap<Key, Result>();
  return (key) => {
    let result = known.get(key);
    if (result === undefined) known.set(key, (result = workOut(key)));
    return result;
  };
}
