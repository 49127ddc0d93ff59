/** Draws an SVG file as a PNG of twice its size. */
export async function toPng(svgFile: string): Promise<Blob> {
  const image = new Image()
  const url = URL.createObjectURL(new Blob([svgFile], { type: 'image/svg+xml' }))
  try {
    await new Promise((resolve, reject) => {
      image.onload = resolve
      image.onerror = () => reject(new Error('The browser could not draw the picture'))
      image.src = url
    })
    const canvas = document.createElement('canvas')
    canvas.width = image.width * 2
    canvas.height = image.height * 2
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (blob === null) throw new Error('The browser could not write the picture as PNG')
    return blob
  } finally {
    URL.revokeObjectURL(url)
  }
}
