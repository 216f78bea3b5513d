/** A name without case and punctuation: `zone_id` and `zoneId` are both `zoneid`. */
export function flat(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Names of several things that no rule about an "s" leads to the name of one. */
const irregular = [
  ["people", "person"],
  ["children", "child"],
  ["indices", "index"],
  ["vertices", "vertex"],
  ["matrices", "matrix"],
  ["appendices", "appendix"],
  ["criteria", "criterion"],
] as const;

/** `zones` → `zone`, `categories` → `category`, `addresses` → `address`, `warehouses` → `warehouse`, `shelves` → `shelf`. */
export function singular(name: string): string {
  if (/(?:ss|us|is|alias|canvas)$/.test(name)) return name;
  const [ending, one] = irregular.find(([many]) => name.endsWith(many)) ?? [];
  if (ending !== undefined) return `${name.slice(0, -ending.length)}${one}`;
  if (name.endsWith("ies") && name.length > 4) return name.replace(/ies$/, "y");
  // Shelves, but neither archives nor curves. Leaves are several of a leaf or a leave: both are named "leaf".
  if (/(?:shel|sel|(?:^|[^a-z])el|cal|hal|wol|loa|thie|scar)ves$|leaves?$/.test(name)) return name.replace(/ves?$/, "f");
  if (/(?:kni|(?:^|[^o])li|(?:^|[^a-z]|house|mid)wi)ves$/.test(name)) return name.replace(/ves$/, "fe");
  // Statuses are several of a status, but warehouses and clauses end in "use".
  if (/(?:ss|[^ao]us|alias|canvas|[xz]|ch|sh)es$/.test(name)) return name.replace(/es$/, "");
  return name.replace(/s$/, "");
}

/** The name of the thing that a property or parameter identifies: `project` for `projectId` and `project_uuid`; nothing for `id` itself. */
export function referredName(name: string): string | undefined {
  const [, before] = /^(.+?)(?:ids?|uuids?|guids?)$/i.exec(name.replace(/(?<![^A-Za-z0-9])[^A-Za-z0-9]+$/, "")) ?? [];
  // `paid`, `valid` and `grid` end in "id" by accident: a word boundary must precede it.
  if (before === undefined || !/(?:[a-z0-9](?:I[dD]s?|U[uU][iI][dD]s?|Guids?)|[_\-. ](?:ids?|uuids?|guids?)|[_\-. ](?:IDS?|UUIDS?))$/.test(name))
    return undefined;
  return singular(flat(before));
}

/** Names of members that contain the resource itself: `{ "data": { … } }`. */
export const envelope =
  /^(?:data|items?|results?|records?|values?|list|entries|entry|content|hits|rows|payload|response|attributes|node|nodes|edges|embedded|resources?|objects?|elements)$/;

/**
 * A value that only a server can issue: a cursor, a page token, an ETag, a signature. It has no meaning that a client can make up.
 * Names that also mean something else (`after`, `since`, `marker`) count only for texts without a format.
 */
export function isOpaqueName(name: string, isPlainText: boolean): boolean {
  const words = flat(name);
  if (
    /(?:cursor|etag|(?:page|next|previous|prev|continuation|continue|sync|delta|scroll|resume|csrf|xsrf|refresh|access|upload|download|verification|reset|invite|confirmation)(?:token|key|handle)|ifmatch|ifnonematch|ifrange|scrollid|continuation|signature|nonce)$/.test(
      words,
    )
  )
    return true;
  return (
    isPlainText &&
    /^(?:after|before|startingafter|endingbefore|startafter|since|sinceid|marker|nextmarker|token|continue|pageafter|pagebefore|bookmark|offsetkey|startkey|exclusivestartkey|code|otp|revision|rev|resourceversion)$/.test(
      words,
    )
  );
}
