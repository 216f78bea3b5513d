export declare function produce<T>(base: T, recipe: (draft: T) => T | void): T;
