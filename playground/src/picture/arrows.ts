import type { FlowStep } from '../flows/flow.ts'
import type { RunSnapshot } from '../run/run-store.ts'
import type { Answer, Exchange, Role, Step } from '../wire/exchange.ts'
import { describeAnswer, describeRequest, type Label } from './labels.ts'

/** `planned`: belongs to a step that has not been sent. */
export type ArrowState = 'planned' | 'waiting' | 'ok' | 'refused' | 'unreachable'

/** One message between two roles. */
export interface Arrow {
  readonly from: Role
  readonly to: Role
  readonly channel: 'front' | 'back'
  readonly part: 'request' | 'answer'
  readonly state: ArrowState
  readonly step: Step
  readonly label: Label
}

/** The arrows of one exchange, or of one step that is still to come. */
export interface ArrowGroup {
  /** Undefined for a planned step. */
  readonly exchange: number | undefined
  readonly title: string
  readonly state: ArrowState
  readonly arrows: readonly Arrow[]
}

/** Counts the steps of the protocol flow as RFC 6749 §1.2 does from A to F. */
const numbers: Readonly<Record<Step, number | undefined>> = {
  'authorization-request': 1,
  'authorization-grant': 2,
  'token-request': 3,
  'access-token': 4,
  'api-request': 5,
  resource: 6,
  other: undefined,
}

export const stepNumber = (step: Step): number | undefined => numbers[step]

/** The steps that the picture shows in advance: a step that is done is not one of them, even if it was to be refused. */
export function stepsToCome({
  flow,
  exchanges,
  done,
}: Pick<RunSnapshot, 'flow' | 'exchanges' | 'done'>): readonly FlowStep[] {
  const isSent = (name: string) => exchanges.some((one) => one.name === name && one.outcome !== 'refused')
  return flow.steps.filter(({ name, steps }) => steps.request !== 'other' && !done.includes(name) && !isSent(name))
}

/** Draws the exchanges of a run, then the steps of the flow that are still to come. */
export function toArrowGroups(exchanges: readonly Exchange[], planned: readonly FlowStep[]): readonly ArrowGroup[] {
  return [...exchanges.map(drawExchange), ...planned.map(drawPlanned)]
}

function drawExchange(exchange: Exchange): ArrowGroup {
  const { request, answer, outcome } = exchange
  const arrows = toArrows(exchange, {
    request: { label: describeRequest(request), state: requestState(outcome) },
    answer: answer && hasArrived(answer) ? { label: describeAnswer(answer), state: outcome } : undefined,
  })
  return { exchange: exchange.number, title: exchange.title, state: outcome, arrows: markLast(arrows, outcome) }
}

const hasArrived = (answer: Answer): boolean => answer.kind !== 'unreachable'

const requestState = (outcome: Exchange['outcome']): ArrowState => {
  if (outcome === 'refused') return 'ok'
  return outcome
}

/** A refusal that the client makes is drawn where it happens: only the last arrow, which reached the client, is red. */
function markLast(arrows: readonly Arrow[], outcome: ArrowState): readonly Arrow[] {
  if (outcome !== 'unreachable') return arrows
  return arrows.map((arrow, index) => (index === arrows.length - 1 ? arrow : { ...arrow, state: 'ok' as const }))
}

function drawPlanned(step: FlowStep): ArrowGroup {
  const none: Label = { text: '', short: '' }
  const part = { label: none, state: 'planned' as const }
  return {
    exchange: undefined,
    title: step.title,
    state: 'planned',
    arrows: toArrows(step, { request: part, answer: part }),
  }
}

interface Part {
  readonly label: Label
  readonly state: ArrowState
}

interface Path {
  readonly from: Role
  readonly to: Role
  readonly channel: 'front' | 'back'
  readonly steps: { readonly request: Step; readonly answer: Step }
}

/** The front channel passes through the browser: two arrows each way instead of one. */
function toArrows(
  { from, to, channel, steps }: Path,
  { request, answer }: { readonly request: Part; readonly answer: Part | undefined },
): readonly Arrow[] {
  if (channel === 'back' || from === 'owner') {
    return [
      { from, to, channel, part: 'request', step: steps.request, ...request },
      ...(answer ? [{ from: to, to: from, channel, part: 'answer' as const, step: steps.answer, ...answer }] : []),
    ]
  }
  const redirect: Label =
    request.state === 'planned' ? request.label : { text: 'redirect to the authorization server', short: '302' }
  const back: Label = answer?.state === 'planned' ? answer.label : { text: 'redirect to the client', short: '302' }
  const behind = (part: Part): ArrowState => (part.state === 'refused' ? 'ok' : part.state)
  return [
    { from, to: 'owner', channel, part: 'request', step: steps.request, ...request, label: redirect },
    { from: 'owner', to, channel, part: 'request', step: 'other', ...request },
    ...(answer
      ? [
          {
            from: to,
            to: 'owner' as const,
            channel,
            part: 'answer' as const,
            step: 'other' as const,
            label: back,
            state: behind(answer),
          },
          { from: 'owner' as const, to: from, channel, part: 'answer' as const, step: steps.answer, ...answer },
        ]
      : []),
  ]
}
