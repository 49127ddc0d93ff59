import type { Check } from './check.ts'
import { claims } from './claims.ts'
import { credentials } from './credentials.ts'
import { idTokenHint } from './id-token-hint.ts'
import { loginClaims } from './login-claims.ts'
import { loginHint } from './login-hint.ts'
import { maxAge } from './max-age.ts'
import { nonce } from './nonce.ts'
import { pkce } from './pkce.ts'
import { prompt } from './prompt.ts'
import { repeated } from './repeated.ts'
import { responseMode } from './response-mode.ts'
import { responseType } from './response-type.ts'
import { rights } from './rights.ts'
import { uiLocales } from './ui-locales.ts'

/** Every check of an authorization request, in the order in which they run. */
export const checks: readonly Check[] = [
  repeated,
  credentials,
  responseType,
  responseMode,
  pkce,
  rights,
  nonce,
  claims,
  loginClaims,
  prompt,
  maxAge,
  idTokenHint,
  loginHint,
  uiLocales,
]

/** The parameters that some check reads. */
export const checkedParameters: readonly string[] = checks.flatMap((check) => check.reads)
