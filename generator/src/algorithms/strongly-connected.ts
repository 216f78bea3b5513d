/**
 * The strongly connected components of what the start nodes reach, each after those that it leads to.
 * Tarjan's algorithm, without recursion: documents may chain schemas by the thousand.
 *
 * @param next Asked once for each node.
 */
export function stronglyConnected<Node>(starts: Iterable<Node>, next: (node: Node) => readonly Node[]): readonly (readonly Node[])[] {
  const found: (readonly Node[])[] = [];
  const order = new Map<Node, number>();
  const low = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  for (const start of starts) {
    if (order.has(start)) continue;
    const path: { readonly node: Node; readonly targets: readonly Node[]; at: number }[] = [];
    const enter = (node: Node): void => {
      low.set(node, order.size);
      order.set(node, order.size);
      open.push(node);
      isOpen.add(node);
      path.push({ node, targets: next(node), at: 0 });
    };
    enter(start);
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const { node, targets } = frame;
      if (frame.at < targets.length) {
        const target = targets[frame.at++] as Node;
        if (!order.has(target)) enter(target);
        else if (isOpen.has(target)) low.set(node, Math.min(low.get(node) ?? 0, order.get(target) ?? 0));
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(node) ?? 0));
      if (low.get(node) !== order.get(node)) continue;
      const members = open.splice(open.lastIndexOf(node));
      for (const member of members) isOpen.delete(member);
      found.push(members);
    }
  }
  return found;
}

/** The nodes that lead back to themselves, each with a number that those of one component share. */
export function numberedCycles<Node>(components: readonly (readonly Node[])[], next: (node: Node) => readonly Node[]): ReadonlyMap<Node, number> {
  const found = new Map<Node, number>();
  components.forEach((members, number) => {
    const [first] = members;
    const isCycle = members.length > 1 || (first !== undefined && next(first).includes(first));
    if (isCycle) for (const member of members) found.set(member, number);
  });
  return found;
}
