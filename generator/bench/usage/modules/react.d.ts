// What the cases need of React's types.
type Key = string | number;
export type ReactNode = unknown;
export interface Context<T> {
  Provider: (props: { value: T; children?: ReactNode }) => ReactNode;
}
export declare function createContext<T>(value: T): Context<T>;
export declare function useContext<T>(context: Context<T>): T;
export declare function useState<T>(initial: T | (() => T)): [T, (next: T | ((before: T) => T)) => void];
export declare function useState<T = undefined>(): [T | undefined, (next: T | undefined | ((before: T | undefined) => T | undefined)) => void];
export declare function useEffect(effect: () => void, needs?: readonly unknown[]): void;
export declare function useMemo<T>(make: () => T, needs: readonly unknown[]): T;
export declare function useCallback<F extends (...values: never[]) => unknown>(callback: F, needs: readonly unknown[]): F;
export declare function useReducer<S, A>(reduce: (state: S, action: A) => S, initial: S): [S, (action: A) => void];
export declare function useRef<T>(initial: T): { current: T };
export declare namespace JSX {
  type Element = ReactNode;
  interface ElementChildrenAttribute {
    children: object;
  }
  interface IntrinsicAttributes {
    key?: Key;
  }
  interface IntrinsicElements {
    p: { id?: string; title?: string; onClick?: () => void; children?: ReactNode };
  }
}
export declare const Fragment: unique symbol;
export declare function jsx(...all: readonly unknown[]): JSX.Element;
export declare function jsxs(...all: readonly unknown[]): JSX.Element;
