import { type ReactNode, useEffect, useState } from 'react'
import { usePageTools } from '../page-tools.ts'
import type { RunProps } from '../run/run-store.ts'
import { decodeJwt } from '../tokens/decode.ts'
import type { SignatureCheck } from '../tokens/verify.ts'
import type { Answer } from '../wire/exchange.ts'
import { Fields } from './fields.tsx'
import { showMember } from './members.ts'
import { timeLeft } from './time-left.ts'
import { claimWord, headerWord } from './word-of.ts'

const tokenNames = ['access_token', 'refresh_token', 'id_token', 'response', 'logout_token']

export const looksLikeToken = (name: string, value: string): boolean =>
  value !== '' && (tokenNames.includes(name) || decodeJwt(value) !== undefined)

interface TokenProps extends RunProps {
  readonly name: string
  readonly token: string
  /** Keeps the token open while the server is asked. */
  readonly hold: () => void
}

/** A token, decoded and verified in place when it is opened. */
export function Token(props: TokenProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="token">
      <button type="button" className="chip" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Close the token' : 'Open the token'}
        <span className="unseen"> in {props.name}</span>
      </button>
      {isOpen && <OpenToken {...props} />}
    </div>
  )
}

function OpenToken({ name, token, run, snapshot, hold }: TokenProps): ReactNode {
  const decoded = decodeJwt(token)
  return (
    <div className="token-open">
      {decoded === undefined ? (
        <p>This token is opaque: only the authorization server can interpret it.</p>
      ) : (
        <>
          <Signature token={token} snapshot={snapshot} />
          <Expiry exp={decoded.claims.exp} />
        </>
      )}
      {name !== 'id_token' && name !== 'response' && (
        <AskServer token={token} run={run} snapshot={snapshot} hold={hold} />
      )}
      {decoded && (
        <>
          <h4>Header</h4>
          <Fields fields={toFields(decoded.header)} wordOf={(one) => claimWord(one) ?? headerWord(one)} />
          <h4>Claims</h4>
          <Fields fields={toFields(decoded.claims)} wordOf={claimWord} />
        </>
      )}
    </div>
  )
}

const times = ['exp', 'iat', 'nbf', 'auth_time']

const toFields = (members: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] =>
  Object.entries(members).map(([name, value]) => [
    name,
    times.includes(name) && typeof value === 'number'
      ? `${value} (${new Date(value * 1000).toLocaleString()})`
      : showMember(value),
  ])

function Signature({ token, snapshot }: Pick<TokenProps, 'token' | 'snapshot'>): ReactNode {
  const { checkSignature } = usePageTools()
  const [check, setCheck] = useState<SignatureCheck>()
  const { settings } = snapshot
  useEffect(() => {
    let isCurrent = true
    checkSignature(token, settings).then(
      (result) => isCurrent && setCheck(result),
      (error: unknown) => isCurrent && setCheck({ outcome: 'invalid', reason: `the keys did not load: ${error}` }),
    )
    return () => {
      isCurrent = false
    }
  }, [token, settings, checkSignature])
  if (check === undefined) return <p className="quiet">Checking the signature …</p>
  if (check.outcome === 'not-a-jwt') return null
  if (check.outcome === 'invalid') return <p className="verdict bad">Signature not verified: {check.reason}</p>
  return (
    <p className="verdict good">
      Signature verified: {check.algorithm}
      {check.keyId !== undefined && ', key '}
      {check.keyId !== undefined && <code>{check.keyId}</code>} of the server’s <code>jwks_uri</code>
    </p>
  )
}

/** Counts down. */
function Expiry({ exp }: { readonly exp: unknown }): ReactNode {
  const { clock } = usePageTools()
  const [now, setNow] = useState(clock)
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), 1000)
    return () => clearInterval(timer)
  }, [clock])
  if (typeof exp !== 'number') return null
  const left = exp * 1000 - now
  return (
    <p className={`verdict ${left > 0 ? 'good' : 'bad'}`}>{left > 0 ? `Valid for ${timeLeft(left)}` : 'Expired'}</p>
  )
}

/** Whether the server still accepts the token: a signature cannot say that it was revoked. */
function AskServer({ token, run, snapshot, hold }: Omit<TokenProps, 'name'>): ReactNode {
  const { introspectionOf } = usePageTools()
  const [result, setResult] = useState<string>()
  const step = introspectionOf(token, snapshot.settings)
  if (step === undefined) {
    return (
      <p className="word">Only a client with a secret may use the introspection endpoint: choose one in Settings.</p>
    )
  }
  const ask = async (): Promise<void> => {
    setResult('Waiting …')
    hold()
    await run.call(step)
    const answer = run.get().exchanges.at(-1)?.answer
    setResult(toWords(answer))
  }
  return (
    <div className="ask">
      <button type="button" className="chip" onClick={() => void ask()}>
        Ask the introspection endpoint now
      </button>
      <p role="status">{result !== undefined && <code className="value">{result}</code>}</p>
    </div>
  )
}

function toWords(answer: Answer | undefined): string {
  if (answer === undefined || answer.kind === 'callback') return 'No response'
  return answer.kind === 'response' ? `${answer.status} ${answer.body}` : answer.message
}
