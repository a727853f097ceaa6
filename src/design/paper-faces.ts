// The typefaces that papers embed: Fira Sans with the letters of names in German registers.

import regular from './fonts/fira-sans-400-paper.ttf'
import bold from './fonts/fira-sans-600-paper.ttf'

export const paperFaces = { regular: Buffer.from(regular), bold: Buffer.from(bold) }
