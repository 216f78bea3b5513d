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
  "derived",
  "readable",
  "untrack",
  "mocked",
]);
/** Functions that return the object of their first argument, or a copy of all of it. */
export const sameObject: ReadonlySet<string> = new Set([
  "structuredClone",
  "freeze",
  "seal",
  "reactive",
  "shallowReactive",
  "readonly",
  "shallowReadonly",
  "markRaw",
  "toRaw",
  "cloneDeep",
]);
/** Functions that put their argument, or what it returns, into a property of a new object. */
export const boxes: ReadonlyMap<string, string> = new Map([
  ["ref", "value"],
  ["shallowRef", "value"],
  ["computed", "value"],
  ["signal", "value"],
  ["useSignal", "value"],
  ["useRef", "current"],
]);
/** Functions that return what is in such an object. */
export const unboxing: ReadonlySet<string> = new Set(["unref", "toValue"]);
/** Functions that return the function itself. */
export const returningFunctions = new Set(["useCallback", "memo", "forwardRef", "observer", "cache", "mocked"]);
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
