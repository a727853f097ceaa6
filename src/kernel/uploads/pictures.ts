// Pictures are drawn anew: what comes out holds pixels and nothing else, no place, no camera, no hidden part.

export type PictureFault = 'damaged' | 'too-many-pixels'

/** A photo of a telephone has 12 to 50 million. */
const mostPixels = 64_000_000

export async function redrawn(
  content: Buffer,
  kind: 'jpeg' | 'png' | 'webp',
): Promise<{ content: Buffer } | { fault: PictureFault }> {
  const { default: sharp } = await import('sharp')
  try {
    const { width, height, format } = await sharp(content, { limitInputPixels: false }).metadata()
    if (format !== kind) return { fault: 'damaged' }
    if (width * height > mostPixels) return { fault: 'too-many-pixels' }
    const picture = sharp(content, { limitInputPixels: mostPixels, failOn: 'error' }).timeout({ seconds: 30 }).autoOrient()
    const written =
      kind === 'jpeg' ? picture.jpeg({ quality: 90 }) : kind === 'png' ? picture.png() : picture.webp({ quality: 90 })
    return { content: await written.toBuffer() }
  } catch {
    return { fault: 'damaged' }
  }
}
