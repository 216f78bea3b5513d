// What the cases need of react-query's types.
interface Result<T> {
  data: T | undefined;
  error: Error | null;
}
export interface Options<T, S = T> {
  queryKey: readonly unknown[];
  queryFn: () => Promise<T>;
  select?: (data: T) => S;
}
export declare function useQuery<T, S = T>(options: Options<T, S>): Result<S>;
export declare function useMutation<T, V>(options: {
  mutationFn: (variables: V) => Promise<T>;
  onSuccess?: (data: T) => void;
}): Result<T> & {
  mutate: (variables: V) => void;
  mutateAsync: (variables: V) => Promise<T>;
};
