import type { Fault, Scene } from '../faults/fault.ts'
import { faultsAt } from '../faults/index.ts'
import type { FlowStep, Run, Settings, Tools, Values } from '../flows/flow.ts'
import { flows } from '../flows/index.ts'
import { isRefusal } from '../flows/steps/receive-callback.ts'
import { urlWithQuery } from '../wire/draft.ts'
import type { Answer, Draft, Exchange, Explanation } from '../wire/exchange.ts'
import { explainAnswer } from '../words/explain-answer.ts'
import { loadKeys } from './load-keys.ts'
import { createLoot, type Loot } from './loot.ts'
import { outcomeOf, toUnreachable, withError } from './outcome.ts'
import { explainFault, findFault, isPossible } from './played-fault.ts'
import type { RunOptions, RunSnapshot, RunStore } from './run-store.ts'
import { type Departure, type Goal, readRun, writeRun } from './saved-run.ts'
import { begin, findNext, noSettings } from './snapshot.ts'

/** What is sent for a step. */
interface Shot {
  readonly step: FlowStep
  readonly draft: Draft
  readonly from: Exchange['from']
  readonly title?: string | undefined
  readonly fault?: string | undefined
  readonly explain?: Fault['explain'] | undefined
  readonly changeAnswer?: Fault['changeAnswer'] | undefined
  /** Takes what the client, or the attacker, learns from the answer. */
  readonly receive: (answer: Answer) => Promise<Answer>
}

/** Creates the store of one run at a time. */
export function createRun({ send, openFrontChannel, clock, random, sleep = wait }: RunOptions): RunStore {
  const [firstFlow] = flows
  if (firstFlow === undefined) throw new Error('there are no flows')
  let snapshot = begin(firstFlow, noSettings)
  /** What the draft adds to the values when it is sent, and the request without the reader's and the fault's changes. */
  let drafted: { readonly values: Values; readonly honest: Draft } | undefined
  let departure: Departure | undefined
  /** The fault that steps are sent again for: a tab that leaves on the way continues to it when it is back. */
  let goal: Goal | undefined
  /** Counts the runs: an answer that arrives after a new one began is not taken. */
  let current = 0
  const listeners = new Set<() => void>()
  const set = (change: Partial<RunSnapshot>) => {
    const next = { ...snapshot, ...change }
    snapshot = { ...next, next: findNext(next, clock()) }
    for (const listener of listeners) listener()
  }
  const runNow = (): Run => ({ settings: snapshot.settings, values: snapshot.values, now: clock() })
  const tools: Tools = { random, loadKeys: () => loadKeys(snapshot.settings, send) }
  const restart = (flow: RunSnapshot['flow'], settings: Settings) => {
    current++
    drafted = undefined
    departure = undefined
    goal = undefined
    set({ ...begin(flow, settings), attacker: snapshot.attacker })
  }

  async function exchange({ step, draft, from, title, fault, explain, changeAnswer, receive }: Shot): Promise<void> {
    const run = current
    const number = snapshot.exchanges.length + 1
    const isFront = step.channel === 'front'
    const waiting: Exchange = {
      number,
      name: step.name,
      title: title ?? step.title,
      from,
      to: step.to,
      channel: step.channel,
      steps: step.steps,
      request: draft,
      answer: undefined,
      outcome: 'waiting',
      explanation: undefined,
      fault,
      sentAt: clock(),
      answeredAt: undefined,
    }
    if (isFront) departure = { step: step.name, draft, fault, goal }
    set({ exchanges: [...snapshot.exchanges, waiting] })
    const mode = snapshot.settings.choices.channel === 'redirect' && !needsPopup(draft) ? 'redirect' : 'popup'
    const sent = isFront ? openFrontChannel(urlWithQuery(draft), { mode }) : send(draft)
    const raw = await sent.catch(toUnreachable)
    if (run !== current) return
    departure = undefined
    await finish({ number, raw, draft, explain, changeAnswer, receive })
  }

  async function finish({
    number,
    raw,
    draft,
    explain,
    changeAnswer,
    receive,
  }: { readonly number: number; readonly raw: Answer } & Pick<
    Shot,
    'draft' | 'explain' | 'changeAnswer' | 'receive'
  >): Promise<void> {
    const run = current
    const answer = await receive(changeAnswer?.(raw) ?? raw)
    if (run !== current) return
    const outcome = outcomeOf(answer, explain !== undefined)
    const before = runNow()
    const explanation: Explanation | undefined =
      explain?.(draft, answer, before) ?? explainAnswer(draft, answer, before)
    const answered = { answer, outcome, explanation, answeredAt: clock() }
    set({ exchanges: snapshot.exchanges.map((one) => (one.number === number ? { ...one, ...answered } : one)) })
  }

  /** Has the client check an answer, and remembers what it learns. */
  const receiveAsClient =
    (step: FlowStep) =>
    async (answer: Answer): Promise<Answer> => {
      const run = current
      const received = await step.receive(answer, runNow(), tools)
      if (run !== current) return answer
      if (isRefusal(received)) return { ...received, received: answer }
      const { error, error_description, ...values } = received
      const judged: Answer = error === undefined ? answer : withError(answer, error, error_description)
      const isOver = outcomeOf(judged) === 'ok' || step.expectsRefusal === true
      const done = isOver && !snapshot.done.includes(step.name) ? [...snapshot.done, step.name] : snapshot.done
      set({ values: { ...snapshot.values, ...values }, done })
      return judged
    }

  async function playScenes(scenes: readonly Scene[] = [], step: FlowStep, honest: Draft, fault: string, loot: Loot) {
    for (const scene of scenes) {
      const draft = scene.change(honest, runNow(), loot.values)
      const receive = scene.from === 'attacker' ? loot.receive : receiveAsClient(step)
      const { from, title, explain } = scene
      await exchange({ step, draft, from, title, fault, explain, receive })
    }
  }

  async function waitFor(seconds: number): Promise<void> {
    if (seconds <= 0) return
    const run = current
    set({ waitsUntil: clock() + seconds * 1000 })
    await sleep(seconds * 1000)
    if (run === current) set({ waitsUntil: undefined })
  }

  async function sendStep(step: FlowStep, draft: Draft, fault: Fault | undefined): Promise<void> {
    const receive = receiveAsClient(step)
    const honest = drafted?.honest ?? draft
    set({ values: { ...snapshot.values, ...drafted?.values }, draft: undefined })
    const run = current
    if (step.waits !== undefined) await waitFor(step.waits)
    if (run !== current) return
    if (fault === undefined) {
      const copies = Array.from({ length: step.copies ?? 1 }, () => exchange({ step, draft, from: step.from, receive }))
      await Promise.all(copies)
      return
    }
    const { name, kind, sentByClient, changeAnswer } = fault
    const loot = createLoot()
    const byAttacker = kind === 'attack' && sentByClient !== true
    if (fault.honestFirst) await exchange({ step, draft: honest, from: step.from, receive })
    if (fault.before) await playScenes(fault.before, step, honest, name, loot)
    if (fault.wait) await waitFor(fault.wait(runNow()))
    if (run !== current) return
    const from = byAttacker ? 'attacker' : step.from
    const title = byAttacker ? fault.title : undefined
    await exchange({
      step,
      draft,
      from,
      title,
      fault: name,
      explain: explainFault(fault),
      changeAnswer,
      receive: byAttacker ? loot.receive : receive,
    })
    if (run === current) await playScenes(fault.after, step, honest, name, loot)
  }

  async function prepareStep(step: FlowStep, fault: Fault | undefined): Promise<void> {
    const run = current
    if (!step.isReady(runNow())) throw new Error(`${step.title}: an earlier step has to come first.`)
    const { draft: honest, values } = await step.draft(runNow(), tools)
    if (run !== current) return
    const after: Run = { ...runNow(), values: { ...snapshot.values, ...values } }
    const draft = fault === undefined ? honest : fault.change(honest, after)
    if (draft === undefined) throw new Error(`${fault?.title}: this run lacks what that needs.`)
    const possible = faultsAt(snapshot.flow, step).filter((one) => isPossible(one, honest, after))
    drafted = { values, honest }
    set({ draft: { step, draft, fault: fault?.name, faults: possible } })
  }

  /** Sends the steps before a fault that are not done yet, and prepares the fault. */
  async function continueTo(target: Goal): Promise<void> {
    const run = current
    goal = target
    for (const step of snapshot.flow.steps) {
      if (step.name === target.step) {
        goal = undefined
        return prepareStep(step, findFault(target.fault))
      }
      if (step.repeats || snapshot.done.includes(step.name)) continue
      await prepareStep(step, undefined)
      if (snapshot.draft) await sendStep(step, snapshot.draft.draft, undefined)
      if (run !== current) return
      if (!snapshot.done.includes(step.name)) {
        goal = undefined
        throw new Error(`${step.title} did not succeed.`)
      }
    }
  }

  async function whileBusy(act: () => Promise<void>): Promise<void> {
    if (snapshot.busy) return
    const run = current
    set({ busy: true })
    try {
      await act()
    } finally {
      if (run === current) set({ busy: false, waitsUntil: undefined })
    }
  }

  const sendDraft = () =>
    whileBusy(async () => {
      const { draft } = snapshot
      if (draft !== undefined) await sendStep(draft.step, draft.draft, findFault(draft.fault))
    })

  return {
    get: () => snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    choose: restart,
    async prepare(name, faultName) {
      const step = snapshot.flow.steps.find((one) => one.name === name) ?? snapshot.draft?.step
      if (step === undefined || step.name !== name) throw new Error(`This flow has no step ${name}.`)
      const fault = findFault(faultName)
      const settings = fault?.withSettings?.(snapshot.settings)
      if (settings === undefined || settings.api === snapshot.settings.api) return prepareStep(step, fault)
      // The steps so far are sent again with the settings that the fault needs.
      await whileBusy(async () => {
        set({ settings, values: {}, done: [], draft: undefined })
        await continueTo({ step: name, fault: faultName })
      })
    },
    edit(draft) {
      if (snapshot.draft) set({ draft: { ...snapshot.draft, draft } })
    },
    send: sendDraft,
    async call(step) {
      if (snapshot.busy) return
      await prepareStep(step, undefined)
      await sendDraft()
    },
    playAttacker: (attacker) => set({ attacker }),
    reset: () => restart(snapshot.flow, snapshot.settings),
    save: () => writeRun({ ...snapshot, departure }),
    restore(text) {
      const saved = readRun(text)
      if (saved === undefined) return
      restart(saved.flow, saved.settings)
      const { departure: left, ...rest } = saved
      departure = left
      set(rest)
    },
    async resume(answer) {
      const left = departure
      departure = undefined
      const step = snapshot.flow.steps.find(({ name }) => name === left?.step)
      const waiting = snapshot.exchanges.find(({ outcome }) => outcome === 'waiting')
      if (left === undefined || step === undefined || waiting === undefined) return
      const fault = findFault(left.fault)
      // Until the answer is checked, the same step would be offered again, and would replace the verifier.
      await whileBusy(async () => {
        await finish({
          number: waiting.number,
          raw: answer ?? { kind: 'unreachable', reason: 'closed', message: cameBack },
          draft: left.draft,
          explain: fault && explainFault(fault),
          changeAnswer: fault?.changeAnswer,
          receive: receiveAsClient(step),
        })
        // If the step failed, the reader sees why, and decides how to go on.
        if (left.goal && snapshot.done.includes(step.name)) await continueTo(left.goal)
      })
    },
  }
}

/** The mode web_message answers the window that opened the server's page: a tab that left has none. */
const needsPopup = ({ parameters }: Draft) =>
  parameters.some(([name, value]) => name === 'response_mode' && value === 'web_message')

const cameBack =
  'The tab came back without an answer: the server showed its own page, or the way there was left before its end.'

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
