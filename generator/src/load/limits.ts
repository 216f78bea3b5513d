/** Deepest nesting that is read. Real documents stay far under 100; every stage after this may recurse. */
export const depthLimit = 250;

/** Most values that the aliases of one file may expand to. Beyond, the document is a bomb and not an API. */
export const aliasLimit = 5_000_000;
