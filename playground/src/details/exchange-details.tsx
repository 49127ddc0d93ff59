import type { ReactNode } from 'react'
import type { RunProps } from '../run/run-store.ts'
import type { Answer, Draft, Exchange, Explanation } from '../wire/exchange.ts'
import { Clause } from './clause.tsx'
import { Fields } from './fields.tsx'
import { readMembers, showJson } from './members.ts'
import { looksLikeToken, Token } from './token.tsx'
import { errorWord, headerWord, parameterWord } from './word-of.ts'

interface ExchangeProps extends RunProps {
  readonly exchange: Exchange
  /** Keeps this exchange open while another is made from here. */
  readonly hold: () => void
}

type TokenPlace = Omit<ExchangeProps, 'exchange'>

const outcomes: Readonly<Record<Exchange['outcome'], string>> = {
  waiting: 'waiting',
  ok: 'done',
  refused: 'refused',
  unreachable: 'no response',
}

/** One exchange, opened: the exact request and the exact answer. */
export function ExchangeDetails({ exchange, ...props }: ExchangeProps): ReactNode {
  const { number, title, outcome, explanation, request, answer, sentAt, answeredAt } = exchange
  const took = answeredAt === undefined ? '' : ` · ${answeredAt - sentAt} ms`
  return (
    <>
      <div className="details-head">
        <h2 id="details-title">
          {number}. {title}
        </h2>
        <p className={`badge ${outcome}`}>
          {outcomes[outcome]}
          {exchange.channel === 'back' && took}
        </p>
      </div>
      {explanation && <Reason explanation={explanation} />}
      <RequestPart request={request} isFront={exchange.channel === 'front'} />
      <AnswerPart answer={answer} {...props} />
    </>
  )
}

/** Why it was refused, and how to fix it. */
export function Reason({ explanation }: { readonly explanation: Explanation }): ReactNode {
  return (
    <section className="reason" aria-label="Why it was refused">
      <dl>
        <div>
          <dt>Received</dt>
          <dd>{explanation.received}</dd>
        </div>
        <div>
          <dt>Expected</dt>
          <dd>{explanation.expected}</dd>
        </div>
        <div>
          <dt>Clause</dt>
          <dd>
            <Clause clause={explanation.clause} />
          </dd>
        </div>
        <div>
          <dt>Fix</dt>
          <dd>{explanation.fix}</dd>
        </div>
      </dl>
    </section>
  )
}

function RequestPart({ request, isFront }: { readonly request: Draft; readonly isFront: boolean }): ReactNode {
  return (
    <section className="part">
      <h3>Request{isFront && ', through the browser'}</h3>
      <p className="start-line">
        <code>
          <b>{request.method}</b> {request.url}
        </code>
      </p>
      {request.parameters.length > 0 && <Fields fields={request.parameters} wordOf={parameterWord} />}
      {request.json !== undefined && <pre className="body">{showJson(request.json)}</pre>}
      {request.headers.length > 0 && (
        <>
          <h4>Headers</h4>
          <Fields fields={request.headers} wordOf={headerWord} />
        </>
      )}
    </section>
  )
}

function AnswerPart({ answer, ...props }: TokenPlace & { readonly answer: Answer | undefined }): ReactNode {
  if (answer === undefined) {
    return (
      <section className="part">
        <h3>Response</h3>
        <p className="quiet">Waiting for the response …</p>
      </section>
    )
  }
  const extra = (name: string, value: string) => openable(name, value, props)
  switch (answer.kind) {
    case 'callback':
      return (
        <section className="part">
          <h3>Response, at the redirect URI</h3>
          <p className="start-line">
            <code>
              <b>{answer.mode}</b> {withoutValues(answer.url)}
            </code>
          </p>
          <Fields fields={answer.parameters} wordOf={parameterWord} extra={extra} />
        </section>
      )
    case 'response':
      return <ResponsePart answer={answer} extra={extra} />
    case 'unreachable':
      return (
        <section className="part">
          <h3>No response</h3>
          <p>{answer.message}</p>
        </section>
      )
    case 'refused-by-client':
      return (
        <section className="part">
          <h3>The client refused to continue</h3>
          <p>{answer.message}</p>
          {answer.received && <AnswerPart answer={answer.received} {...props} />}
        </section>
      )
  }
}

/** The parameters of a callback are listed below its address. */
const withoutValues = (url: string): string => url.replace(/[?#].*$/s, '')

function openable(name: string, value: string, props: TokenPlace): ReactNode {
  if (name === 'error') {
    const word = errorWord(value)
    return word && <p className="word">{word.text}</p>
  }
  return looksLikeToken(name, value) && <Token name={name} token={value} {...props} />
}

/** Headers that say something of the protocol; the others are behind a click. */
const telling = [
  'www-authenticate',
  'location',
  'cache-control',
  'content-type',
  'retry-after',
  'dpop-nonce',
  'access-control-allow-origin',
]

function ResponsePart({
  answer,
  extra,
}: {
  readonly answer: Extract<Answer, { kind: 'response' }>
  readonly extra: (name: string, value: string) => ReactNode
}): ReactNode {
  const members = readMembers(answer.body)
  const main = answer.headers.filter(([name]) => telling.includes(name.toLowerCase()))
  const others = answer.headers.filter(([name]) => !telling.includes(name.toLowerCase()))
  return (
    <section className="part">
      <h3>Response</h3>
      <p className="start-line">
        <code>
          <b className={answer.status >= 400 ? 'bad' : 'good'}>{answer.status}</b>
        </code>
      </p>
      {members ? (
        <Fields fields={members} wordOf={parameterWord} extra={extra} />
      ) : (
        answer.body !== '' && <pre className="body">{showBody(answer.body)}</pre>
      )}
      {main.length > 0 && (
        <>
          <h4>Headers</h4>
          <Fields fields={main} wordOf={headerWord} />
        </>
      )}
      {others.length > 0 && (
        <details className="more">
          <summary>Other headers</summary>
          <Fields fields={others} wordOf={headerWord} />
        </details>
      )}
    </section>
  )
}

function showBody(body: string): string {
  try {
    return showJson(JSON.parse(body))
  } catch {
    return body
  }
}
