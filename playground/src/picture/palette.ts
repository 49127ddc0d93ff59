/** The colours of the picture; those of the pages, by the same names. */
export interface PicturePalette {
  readonly card: string
  readonly sunk: string
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly edge: string
  readonly accent: string
  readonly tint: string
  readonly brass: string
  readonly front: string
  readonly alert: string
  readonly alertTint: string
  readonly onAccent: string
  readonly onAlert: string
}

export const lightPicture: PicturePalette = {
  card: '#ffffff',
  sunk: '#f4f7f5',
  ink: '#14231f',
  muted: '#4f605a',
  line: '#d3dcd7',
  edge: '#74857e',
  accent: '#0f5c4d',
  tint: '#e3f1ec',
  brass: '#b58730',
  front: '#8a6218',
  alert: '#a32a1e',
  alertTint: '#fdeeeb',
  onAccent: '#ffffff',
  onAlert: '#ffffff',
}

export const darkPicture: PicturePalette = {
  card: '#182420',
  sunk: '#111b18',
  ink: '#e6eeea',
  muted: '#a3b4ad',
  line: '#33453f',
  edge: '#71857d',
  accent: '#7fd4bc',
  tint: '#17312a',
  brass: '#c99c45',
  front: '#e3bd6c',
  alert: '#ff9e90',
  alertTint: '#33191a',
  onAccent: '#06251e',
  onAlert: '#330b07',
}
