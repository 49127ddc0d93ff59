import { curl } from './curl.ts'
import { go } from './go.ts'
import type { Language } from './language.ts'
import { oauth4webapi } from './oauth4webapi.ts'
import { python } from './python.ts'
import { valetkeyClient } from './valetkey-client.ts'

/** What a run can be taken away in, in the order shown: one file each, and a line here. */
export const languages: readonly Language[] = [curl, oauth4webapi, valetkeyClient, python, go]
