import type { Npm } from './npm.mjs'

export function unfitness(): string | undefined
export function binaryUnder(folder: string): string | undefined
export function installedNode(major: number, folder: string): string | undefined
export function installNode(major: number, folder: string, npm: Npm, announce?: () => void): string
