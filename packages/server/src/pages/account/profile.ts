import { type Parameters, parameter } from '@valetkey/protocol'
import type { OwnAccount, OwnAccountStore } from '../../accounts/ports.ts'
import { addressMembers, applyProfile, type ProfileFault, profileFault, profileFields } from '../../accounts/profile.ts'
import type { Audit } from '../../oauth/ports.ts'
import { originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { readOutcome, toOutcome } from '../sealed-outcome.ts'
import { type AccountRouteOptions, accountRoute, type Submission, type Visit } from './account-route.ts'
import { type ProfileOutcome, type ProfilePage, profilePage } from './profile-page.ts'

export interface ProfileOptions extends AccountRouteOptions {
  readonly ownAccounts: Pick<OwnAccountStore, 'find' | 'changeClaims'>
  /** The claims that users may change. */
  readonly editableClaims: readonly string[]
  readonly audit: Audit
}

const page = '/account/profile'

export function profileRoutes(options: ProfileOptions): readonly Route[] {
  return [accountRoute(page, { show: showProfile, submit: saveProfile }, options)]
}

async function showProfile(visit: Visit, options: ProfileOptions): Promise<Reply> {
  const own = await options.ownAccounts.find(visit.accountId)
  if (own === undefined) return seeOther(`${options.base}/account`)
  const outcome = readOutcome<ProfileOutcome>(page, visit.request, visit.browser, options)
  return show(visit, own, { outcome }, options)
}

function show(
  { request, browser }: Visit,
  own: OwnAccount,
  more: Partial<Pick<ProfilePage, 'values' | 'faults' | 'outcome'>>,
  options: ProfileOptions,
): Reply {
  const stored = profileFields(own.claims)
  const { source } = own
  const done = more.outcome?.done
  const status = done === 'faulty' ? 400 : done === 'raced' ? 409 : 200
  return options.render(request, { browser, kind: 'account', status }, (chrome) =>
    profilePage({
      chrome,
      csrfToken: browser.formToken,
      action: options.base + page,
      shown: JSON.stringify(stored),
      editable: editableFields(own, options),
      managedBy: source === 'file' || source === 'directory' ? source : undefined,
      values: stored,
      ...more,
    }),
  )
}

/** Stores the fields that the user changed; what others changed meanwhile stays. */
async function saveProfile(submission: Submission, options: ProfileOptions): Promise<Reply> {
  const { request, browser, accountId, form, now } = submission
  const own = await options.ownAccounts.find(accountId)
  if (own === undefined) return seeOther(`${options.base}/account`)
  const changed = readChanges(form, editableFields(own, options))
  const faults: Record<string, ProfileFault> = {}
  for (const [name, text] of Object.entries(changed)) {
    const fault = profileFault(name, text)
    if (fault !== undefined) faults[name] = fault
  }
  const typed = { ...profileFields(own.claims), ...changed }
  if (Object.keys(faults).length > 0)
    return show(submission, own, { values: typed, faults, outcome: { done: 'faulty' } }, options)
  const done = await store(accountId, changed, now, options)
  if (done === 'raced') return show(submission, own, { values: typed, outcome: { done } }, options)
  if (done === 'saved')
    options.audit.record({
      type: 'account.profile-changed',
      accountId,
      ...originOf(request),
      detail: Object.keys(changed).join(' '),
    })
  return toOutcome(page, { done } satisfies ProfileOutcome, browser, options)
}

/** Another change at the same moment only means another try, with the claims of then. */
async function store(
  id: string,
  changed: Readonly<Record<string, string>>,
  now: number,
  { ownAccounts }: ProfileOptions,
): Promise<'saved' | 'unchanged' | 'raced'> {
  for (let round = 0; round < 20; round++) {
    const own = await ownAccounts.find(id)
    if (own === undefined) return 'raced'
    const claims = applyProfile(own.claims, changed)
    if (JSON.stringify(claims) === JSON.stringify(applyProfile(own.claims, {}))) return 'unchanged'
    if (await ownAccounts.changeClaims({ id, was: own.claims, claims, now })) return 'saved'
  }
  return 'raced'
}

function editableFields({ source }: OwnAccount, { editableClaims }: ProfileOptions): ReadonlySet<string> {
  if (source === 'file' || source === 'directory') return new Set()
  return new Set(editableClaims.flatMap((claim) => (claim === 'address' ? addressMembers : [claim])))
}

/** Reads the fields that differ from those that the form was shown with. */
function readChanges(form: Parameters, editable: ReadonlySet<string>): Readonly<Record<string, string>> {
  const shown = readShown(parameter(form, 'shown'))
  return Object.fromEntries(
    [...editable].flatMap((name) => {
      const text = form.has(name) ? (parameter(form, name) ?? '').trim() : undefined
      return text === undefined || text === (shown[name] ?? '') ? [] : [[name, text]]
    }),
  )
}

function readShown(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
