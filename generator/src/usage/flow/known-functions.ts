/** What array methods return: the same items, one item, or what their callback returns. */
export const sameItems = new Set([
  "filter",
  "slice",
  "concat",
  "reverse",
  "sort",
  "toSorted",
  "toReversed",
  "splice",
  "toSpliced",
  "with",
  "flat",
  "values",
  "copyWithin",
  "fill",
  "toArray",
  "take",
  "drop",
  "asIndexPairs",
]);
export const oneItem = new Set(["find", "findLast", "at", "pop", "shift", "deref"]);
export const withItems = new Set(["map", "flatMap", "filter", "find", "findLast", "findIndex", "findLastIndex", "some", "every", "forEach"]);
export const added = new Set(["push", "unshift", "add"]);
/** Methods of arrays that put their later arguments into the list. */
export const inserting = new Set(["with", "fill", "splice", "toSpliced"]);
/** Functions that read a plain value and nothing else. */
export const readers = new Set([
  "String",
  "Number",
  "Boolean",
  "BigInt",
  "parseInt",
  "parseFloat",
  "isNaN",
  "isFinite",
  "encodeURIComponent",
  "Array.isArray",
  "Number.isFinite",
  "Number.isInteger",
  "Number.isNaN",
]);
/** Functions that return what they were given, or what a function that they were given returns. */
export const transparent = new Set([
  "Promise.resolve",
  "Promise.race",
  "Promise.any",
  "Promise.all",
  "structuredClone",
  "Object.freeze",
  "Object.seal",
  "Array.from",
  "Array.of",
  "use",
  "cache",
  "memo",
  "forwardRef",
  "observer",
  "useMemo",
  "useCallback",
  "useDeferredValue",
  "startTransition",
  "createResource",
  "shallowRef",
  "ref",
  "computed",
  "readonly",
  "toRaw",
  "unref",
  "derived",
  "readable",
  "signal",
  "untrack",
]);
/** Those of them that return the function itself. */
export const returningFunctions = new Set(["useCallback", "memo", "forwardRef", "observer", "cache"]);
export const fetching = new Set([
  "useQuery",
  "useSuspenseQuery",
  "useInfiniteQuery",
  "useSuspenseInfiniteQuery",
  "useMutation",
  "useSWR",
  "useSWRMutation",
  "useSWRImmutable",
  "createQuery",
  "createMutation",
  "useAsync",
  "useAsyncData",
  "useFetch",
]);
export const fetched = new Set(["fetchQuery", "ensureQueryData", "prefetchQuery", "queryOptions", "infiniteQueryOptions", "mutationOptions"]);
