import createClient from "openapi-fetch";

export function make(baseUrl, account, token) {
  const client = createClient({ baseUrl, headers: { authorization: `Bearer ${token}` } });
  return async (signal) => {
    const { data, error, response } = await client.GET("/accounts/{account_id}/browser-rendering/devtools/session", {
      params: { path: { account_id: account }, query: { limit: 200 } },
      signal,
    });
    // It returns the body of an error response instead of throwing: named as such for the table.
    if (error !== undefined) throw Object.assign(new Error(`status ${response.status}`), { name: "error, returned", body: error });
    return data;
  };
}
