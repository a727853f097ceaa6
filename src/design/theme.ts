// A town's two colours: the stylesheet that sets them, and the proof that everybody can read them.

export type Accents = { /** `#005a9f`, on light grounds */ accent: string /** `#8cc4f5`, on dark grounds */; accentDark: string }

/** The grounds an accent stands on; its button text is the paper of the same view. They repeat `css/tokens.css`. */
export const grounds = {
  light: { paper: '#ffffff', sand: '#f7f3ee' },
  dark: { paper: '#1a1611', sand: '#25211c' },
} as const

const hex = /^#[0-9a-f]{6}$/i

/** @standard WCAG 2.2, relative luminance (sRGB) */
export function luminance(color: string): number {
  const channel = (from: number) => {
    const value = Number.parseInt(color.slice(from, from + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/** @standard WCAG 2.2, contrast ratio: 1 to 21 */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Sentences for whoever sets up a town; none when both colours reach 4.5 on paper, sand and under button text. */
export function contrastProblems(accent: string, accentDark: string): string[] {
  const problems: string[] = []
  for (const [view, color] of [
    ['light', accent],
    ['dark', accentDark],
  ] as const) {
    if (!hex.test(color)) {
      problems.push(`The ${view} accent "${color}" is not a colour such as #005a9f.`)
      continue
    }
    for (const [name, ground] of Object.entries(grounds[view])) {
      const ratio = contrast(color, ground)
      if (ratio < 4.5)
        problems.push(`The ${view} accent ${color} reaches only ${ratio.toFixed(1)} on ${name} ${ground}; 4.5 is needed.`)
    }
  }
  return problems
}

/** The town's stylesheet, served as `/theme-<hash>.css`. Throws on colours that people could not read. */
export function themeCss({ accent, accentDark }: Accents): string {
  const [problem] = contrastProblems(accent, accentDark)
  if (problem) throw new Error(problem)
  return `:root{--town-accent:${accent};--town-accent-dark:${accentDark}}\n`
}
