"""Verifies JWT access tokens (RFC 9068) with PyJWT.

verify.py ISSUER AUDIENCE SCOPE reads a token from each line and prints the status that an API would respond with.
"""

import sys

import jwt

ALGORITHMS = ["ES256", "RS256", "PS256", "EdDSA"]  # no HS256: the public key would count as the secret


class Refused(Exception):
    def __init__(self, status: int, reason: str):
        super().__init__(reason)
        self.status = status


class Guard:
    def __init__(self, issuer: str, audience: str):
        self.issuer, self.audience = issuer, audience
        # Keeps the keys in memory, and fetches them again for a key that it does not know, at most every 30 seconds.
        self.keys = jwt.PyJWKClient(f"{issuer}/jwks", cache_jwk_set=True, lifespan=300, timeout=5)

    def verify(self, token: str, scope: str) -> dict:
        """Returns the claims of a token that is valid for this API and has the scope."""
        try:
            decoded = jwt.decode_complete(
                token,
                self.keys.get_signing_key_from_jwt(token).key,
                algorithms=ALGORITHMS,
                issuer=self.issuer,
                audience=self.audience,
                leeway=5,
                options={"require": ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"]},
            )
        except jwt.PyJWKClientConnectionError as error:
            raise Refused(503, "the keys of the issuer cannot be fetched") from error
        except jwt.PyJWTError as error:
            raise Refused(401, f"invalid_token: {error}") from error
        # An ID token has the same issuer and keys, but another type.
        if str(decoded["header"].get("typ")).lower() != "at+jwt":
            raise Refused(401, "invalid_token: typ is not at+jwt")
        claims = decoded["payload"]
        if "cnf" in claims:
            raise Refused(401, "invalid_token: the token is bound to a key, which a bearer token does not prove")
        granted = claims.get("scope", "")
        if not isinstance(granted, str):
            raise Refused(401, "invalid_token: scope is not a text")
        if scope not in granted.split(" "):
            raise Refused(403, f"insufficient_scope: {scope}")
        return claims


if __name__ == "__main__":
    issuer, audience, scope = sys.argv[1:4]
    guard = Guard(issuer, audience)
    for line in sys.stdin:
        try:
            print(200, guard.verify(line.strip(), scope)["sub"], flush=True)
        except Refused as refused:
            print(refused.status, refused, flush=True)
