import { actionsAreKept } from "./actions.js";
import { batchesAreWhole } from "./batch.js";
import { bytesReturnUnchanged } from "./bytes.js";
import { etagPreventsLostUpdates, etagRevalidates, ifMatchPreventsLostUpdates, versionPreventsLostUpdates } from "./conditional.js";
import { changesAreListed, createdIsListed } from "./created-is-listed.js";
import { createdIsReadable } from "./created-is-readable.js";
import { limitsHold } from "./limits.js";
import { locationLeadsToCreated } from "./created-location.js";
import { defaultsApply } from "./defaults.js";
import { describedOrderHolds } from "./described-order.js";
import { deletedIsGone } from "./deleted-is-gone.js";
import { readOnlyDoesNotStick, writeOnlyIsHidden } from "./directions.js";
import { failedWriteChangesNothing } from "./failed-write.js";
import { flagsAreOfOne } from "./flag-of-one.js";
import { filtersHold } from "./filters.js";
import { flagsAreKept } from "./flags.js";
import { idempotencyKeyHolds } from "./idempotency-key.js";
import { credentialsAreRequired, identitiesAreSeparate, scopesAreHeld } from "./identities.js";
import { jobsEnd, retryAfterIsSent } from "./job.js";
import type { Law } from "./law.js";
import { childrenBelongToParents } from "./nested.js";
import { writesLeaveOtherItems } from "./other-items.js";
import { pagesAreDisjoint, pagesEnd, pageSizeHolds, totalsAgree } from "./pages.js";
import { noServerError, readsChangeNothing } from "./safe.js";
import { relationsAreKept } from "./relations.js";
import { sortHolds } from "./sort.js";
import { toManyRelationshipsHold } from "./to-many.js";
import { statesAreHeld } from "./states.js";
import { sumsAgree } from "./sums.js";
import { uniqueKeysAreUnique } from "./unique.js";
import { unknownIsRefused } from "./unknown-is-refused.js";
import { nullClears, putTwiceIsPutOnce, replaceIsKept, replaceRemovesTheRest, updateIsKept, updateLeavesTheRest } from "./update.js";

/** All laws, in the order in which they are tried. */
export const laws: readonly Law[] = [
  // First, because its causes are known, and other laws meet the same failures.
  noServerError,
  createdIsReadable,
  createdIsListed,
  changesAreListed,
  defaultsApply,
  updateIsKept,
  updateLeavesTheRest,
  writesLeaveOtherItems,
  nullClears,
  replaceIsKept,
  replaceRemovesTheRest,
  putTwiceIsPutOnce,
  relationsAreKept,
  toManyRelationshipsHold,
  actionsAreKept,
  statesAreHeld,
  flagsAreKept,
  deletedIsGone,
  unknownIsRefused,
  childrenBelongToParents,
  pagesAreDisjoint,
  pagesEnd,
  pageSizeHolds,
  totalsAgree,
  sumsAgree,
  filtersHold,
  sortHolds,
  failedWriteChangesNothing,
  describedOrderHolds,
  etagRevalidates,
  ifMatchPreventsLostUpdates,
  etagPreventsLostUpdates,
  versionPreventsLostUpdates,
  locationLeadsToCreated,
  idempotencyKeyHolds,
  readOnlyDoesNotStick,
  writeOnlyIsHidden,
  uniqueKeysAreUnique,
  jobsEnd,
  retryAfterIsSent,
  flagsAreOfOne,
  limitsHold,
  bytesReturnUnchanged,
  batchesAreWhole,
  credentialsAreRequired,
  identitiesAreSeparate,
  scopesAreHeld,
  readsChangeNothing,
];
