"""Logs a user in with Authlib: prints the authorization URL, reads the redirect that came back, and prints the result."""

import json
import sys

from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebToken
from authlib.oidc.core import CodeIDToken, UserInfo

issuer, client_id, client_secret, redirect_uri, method = sys.argv[1:]
session = OAuth2Session(
    client_id,
    client_secret,
    scope="openid profile email",
    redirect_uri=redirect_uri,
    token_endpoint_auth_method=method,
    # Authlib revokes with client_secret_basic unless it is given another method.
    revocation_endpoint_auth_method=method,
    code_challenge_method="S256",
)
metadata = session.get(f"{issuer}/.well-known/openid-configuration", withhold_token=True).json()
session.metadata["token_endpoint"] = metadata["token_endpoint"]
verifier = "a-verifier-of-this-test-that-is-long-enough-for-pkce"
nonce = "nonce-of-this-test"
url, state = session.create_authorization_url(
    metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce, max_age=3600
)
print(url, flush=True)
back = sys.stdin.readline().strip()
token = session.fetch_token(authorization_response=back, code_verifier=verifier, state=state)

keys = JsonWebKey.import_key_set(session.get(metadata["jwks_uri"], withhold_token=True).json())
claims = JsonWebToken(["RS256"]).decode(
    token["id_token"],
    keys,
    claims_cls=CodeIDToken,
    claims_options={"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}},
    claims_params={"nonce": nonce, "client_id": client_id, "access_token": token["access_token"], "max_age": 3600},
)
claims.validate()
user = UserInfo(session.get(metadata["userinfo_endpoint"]).json())

refreshed = session.refresh_token(metadata["token_endpoint"])
again = UserInfo(session.get(metadata["userinfo_endpoint"]).json())
revoked = session.revoke_token(metadata["revocation_endpoint"], session.token["refresh_token"])
result = {
    "claims": claims,
    "user": user,
    "again": again,
    "isNewToken": refreshed["access_token"] != token["access_token"],
    "revocation": revoked.status_code,
}
print(json.dumps(result), flush=True)
