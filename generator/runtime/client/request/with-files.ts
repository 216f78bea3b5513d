/** A multipart body whose file properties `K` are blobs; a `File` has its own name. Properties `M` also accept their wire form. */
export type WithFiles<T, K extends PropertyKey, M extends PropertyKey = never> = {
  [P in keyof T]: P extends K ? Files<T[P]> : P extends M ? T[P] | Files<T[P]> : T[P];
};

/** A list of files if a list is allowed; a file if another value is allowed. */
type Files<V> = V extends readonly unknown[] ? readonly Blob[] : V extends null | undefined ? never : Blob;
