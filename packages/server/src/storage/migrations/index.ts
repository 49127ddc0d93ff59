import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { foundation } from './0001-foundation.ts'

/** A step of the schema, forward only; its number is its place in the list. */
export type Migration = (db: Kysely<Schema>) => readonly Compilable[]

/** Lists the migrations in their order. */
export const migrations: readonly Migration[] = [foundation]
