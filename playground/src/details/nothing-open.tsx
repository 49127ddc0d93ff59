import type { ReactNode } from 'react'
import { Clause } from './clause.tsx'

const steps: readonly (readonly [title: string, text: string])[] = [
  ['Request for authorization', 'The client requests authorization from the resource owner, through the browser.'],
  ['Authorization grant', 'The owner consents. The client gets an authorization grant, such as a code.'],
  ['Token request', 'The client authenticates and presents the grant.'],
  ['Token', 'The authorization server checks both and issues an access token.'],
  ['API request', 'The client calls the resource server with the token.'],
  ['Resource', 'The resource server checks the token and responds.'],
]

/** What the numbers in the picture mean, until an arrow is opened. */
export function NothingOpen(): ReactNode {
  return (
    <>
      <h2 id="details-title">The six steps</h2>
      <ol className="six">
        {steps.map(([title, text]) => (
          <li key={title}>
            <b>{title}</b>
            <span>{text}</span>
          </li>
        ))}
      </ol>
      <p className="word">
        <Clause clause="RFC 6749 §1.2" />. Press an arrow in the picture to see the request and the response.
      </p>
    </>
  )
}
