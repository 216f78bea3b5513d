export declare function ref<T>(value: T): { value: T };
export declare function ref<T>(): { value: T | undefined };
export declare function computed<T>(getter: () => T): { readonly value: T };
export declare function reactive<T extends object>(target: T): T;
export declare function toRaw<T>(observed: T): T;
export declare function unref<T>(held: T | { value: T }): T;
