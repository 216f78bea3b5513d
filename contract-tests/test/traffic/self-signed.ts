/** A certificate that nobody vouches for, for localhost: made for these tests, and good for nothing else. */
export const selfSigned = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUMoOwHBnUURiYFpAPFv6siWa8IWowCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTEzMjQyNFoYDzIxMjYxMTAx
MTMyNDI0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASNgf4vvcxaOL4z/vlrJNvrh34+W/u2Ad6Qk+pmhR5LUq0qjNhltTD+
wFWv5viFztEzLw8gwC9YZf2sgGyoUY1wo28wbTAdBgNVHQ4EFgQUG2dptzobxVke
OGnk72dYlpE5JLAwHwYDVR0jBBgwFoAUG2dptzobxVkeOGnk72dYlpE5JLAwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgIySZxEbfKQJN0oB64eLTkzI4ITCK1kLM1o71f5g/It0CIQDy
yIsVEHbew6dYfmKL+rzA0p8MS56ijr1wREPtKqhyaw==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyu34r69n/iHRnGHO
Z0G0iiaQzv2qldKvnT2DQeJne/ehRANCAASNgf4vvcxaOL4z/vlrJNvrh34+W/u2
Ad6Qk+pmhR5LUq0qjNhltTD+wFWv5viFztEzLw8gwC9YZf2sgGyoUY1w
-----END PRIVATE KEY-----
`,
};
