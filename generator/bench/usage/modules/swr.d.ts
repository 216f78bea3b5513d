// What the cases need of swr's types.
export default function useSWR<T, K>(key: K, fetcher: (key: K) => Promise<T>): { data: T | undefined; error: unknown };
