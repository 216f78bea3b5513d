/** A multipart body whose file properties, those of `K`, are given as blobs; a `File` brings its own name. Those of `M` may be what the wire has as well. */
export type WithFiles<T, K extends PropertyKey, M extends PropertyKey = never> = {
  [P in keyof T]: P extends K ? Files<T[P]> : P extends M ? T[P] | Files<T[P]> : T[P];
};

/** Where a list may stand, a list of files; where anything else may, a file. */
type Files<V> = V extends readonly unknown[] ? readonly Blob[] : V extends null | undefined ? never : Blob;
