/** The families of the text where a font is served: the font, then one of the device that takes up as much room. */
export const fontFamily = "'Text Face', 'Text Fallback'"

/** One file of the font, in the folder of the style sheet. */
export type FontFace = { readonly file: string; readonly range?: string | undefined }

/** Declares the font; without a file it declares nothing. Text shows at once, and does not move when the font arrives. */
export const fontFaces = (faces: readonly FontFace[]): string => {
  if (faces.length === 0) return ''
  const ours = faces.map(
    ({ file, range }) => `@font-face {
  font-family: 'Text Face'; font-weight: 300 900; font-style: normal; font-display: swap;
  src: url(${file}) format('woff2');${range === undefined ? '' : ` unicode-range: ${range};`}
}
`,
  )
  return [...ours, fallback].join('')
}

/** Arial, and fonts of its widths, in the proportions of Figtree. */
const fallback = `@font-face {
  font-family: 'Text Fallback'; src: local('Arial'), local('Liberation Sans'), local('Arimo'), local('Helvetica');
  size-adjust: 100.77%; ascent-override: 94.27%; descent-override: 24.81%; line-gap-override: 0%;
}
`
