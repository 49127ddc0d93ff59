export function keepManifest(root: string, name: string): void
export function replaceFile(file: string, text: string): void
export function restoreManifest(root: string, name: string): void
export function healManifests(root: string): void
