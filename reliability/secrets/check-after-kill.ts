import type { Answer } from '../drive/http.ts'
import { describe } from '../drive/oauth.ts'
import type { Place, Secret } from './secret.ts'

/** A secret that its user 0 used while nodes were killed. */
export interface Used {
  readonly name: string
  readonly secret: Secret
  /** Undefined if no complete response came. */
  readonly answer: Answer | undefined
}

/** The state after a use, and the violations. */
export interface UseCheck {
  /** Undefined if it cannot be seen. */
  readonly isDone: boolean | undefined
  readonly faults: readonly string[]
}

/** Checks that a use happened or did not, as its response said, and that the secret works once in all. */
export async function checkAfterKill(place: Place, { name, secret, answer }: Used): Promise<UseCheck> {
  const useAgain = async (user: number) => secret.isAccepted(await (await secret.prepare(user))(place.node()))
  const wasAccepted = answer !== undefined && secret.isAccepted(answer)
  const isDone = await secret.hasEffect?.(0)
  const worksAgain = await useAgain(1)
  const faults = [
    answer !== undefined && answer.status >= 500 && answer.status !== 503 && `failed: ${describe(answer)}`,
    wasAccepted && isDone === false && 'was accepted, and its change is lost',
    wasAccepted && worksAgain && 'was accepted, and works again',
    !wasAccepted && isDone === true && worksAgain && 'made its change, and works again',
    !wasAccepted && isDone === false && !worksAgain && 'changed nothing, and does not work any more',
    worksAgain && (await secret.hasEffect?.(1)) === false && 'was accepted after the restart without its change',
    worksAgain && (await useAgain(2)) && 'was accepted twice after the restart',
  ]
  return { isDone, faults: faults.flatMap((fault) => (fault === false ? [] : [`a ${name} ${fault}`])) }
}
