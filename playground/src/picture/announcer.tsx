import type { ReactNode } from 'react'
import type { Exchange } from '../wire/exchange.ts'

/** Says what just happened, for screen readers. */
export function Announcer({ exchanges }: { readonly exchanges: readonly Exchange[] }): ReactNode {
  const last = exchanges.at(-1)
  return (
    <p className="unseen" role="status" data-announcer="">
      {last && toWords(last)}
    </p>
  )
}

function toWords({ number, title, outcome, explanation }: Exchange): string {
  const what = `${number}. ${title}`
  if (outcome === 'waiting') return `${what}: sent.`
  if (outcome === 'ok') return `${what}: done.`
  const reason = explanation ? ` ${explanation.received} ${explanation.fix}` : ''
  return `${what}: ${outcome === 'refused' ? 'refused' : 'no response'}.${reason}`
}
