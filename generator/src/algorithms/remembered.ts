/** The same function, which works out what it answers about an object once, and keeps that for as long as the object lives. */
export function memoize<Key extends object, Answer>(workOut: (key: Key) => Answer): (key: Key) => Answer {
  const known = new WeakMap<Key, Answer>();
  return (key) => {
    let answer = known.get(key);
    if (answer === undefined) known.set(key, (answer = workOut(key)));
    return answer;
  };
}
