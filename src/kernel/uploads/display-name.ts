// The name of a sent file as people see it again: never a path, nothing invisible, nothing that turns the reading direction.

const longest = 120

/** Kept for display and for the download alone; `extension` is what the content turned out to be. */
export function displayName(sent: string, extensions: readonly [string, ...string[]]): string {
  const [usual] = extensions
  const bare = sent
    .toWellFormed()
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    // Control characters, marks of direction, zero-width and other invisible letters.
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const ending = /\.([\p{L}\p{N}]{1,10})$/u.exec(bare)?.[1] ?? ''
  const fits = extensions.includes(ending.toLowerCase())
  const stem = fits ? bare.slice(0, -ending.length - 1) : bare
  const short = [...stem].slice(0, longest - 10).join('')
  return `${short.trim() || 'datei'}.${fits ? ending : usual}`
}
