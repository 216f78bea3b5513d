/**
 * The strongly connected components of what the start nodes reach: node → a node that stands for its component.
 * Tarjan's algorithm, without recursion: documents may chain schemas by the thousand.
 */
export function components(starts: Iterable<number>, next: (node: number) => readonly number[]): Map<number, number> {
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const result = new Map<number, number>();
  const stack: number[] = [];
  let counter = 0;
  for (const root of starts) {
    if (index.has(root)) continue;
    const calls: { node: number; targets: readonly number[]; at: number }[] = [];
    const enter = (node: number): void => {
      index.set(node, counter);
      low.set(node, counter++);
      stack.push(node);
      calls.push({ node, targets: next(node), at: 0 });
    };
    enter(root);
    for (let call = calls.at(-1); call; call = calls.at(-1)) {
      const target = call.targets[call.at++];
      if (target === undefined) {
        calls.pop();
        const caller = calls.at(-1);
        if (caller) low.set(caller.node, Math.min(low.get(caller.node) ?? 0, low.get(call.node) ?? 0));
        if (low.get(call.node) === index.get(call.node)) {
          for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
            result.set(node, call.node);
            if (node === call.node) break;
          }
        }
      } else if (!index.has(target)) enter(target);
      else if (!result.has(target)) low.set(call.node, Math.min(low.get(call.node) ?? 0, index.get(target) ?? 0));
    }
  }
  return result;
}
