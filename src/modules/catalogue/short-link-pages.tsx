// The poster of a short address: its name, a code for the camera, and the address in letters.
import QRCode from 'qrcode'
import type { Frame } from '../../design/frame.ts'
import { Layout } from '../../design/layout.tsx'
import { factWords } from './fact-words.ts'

export function PosterPage({ frame, label, address }: { frame: Frame; label: string; address: string }) {
  const text = factWords(frame)
  return (
    <Layout frame={frame} title={label} breadcrumb={[{ label }]} noIndex>
      <div class="wrap page poster">
        <h1>{label}</h1>
        <p class="lead">{text.scan}</p>
        <QrCode content={address} title={address} />
        <p>
          {text.orType} <strong>{address.replace(/^https?:\/\//, '')}</strong>
        </p>
      </div>
    </Layout>
  )
}

/** @standard ISO/IEC 18004; four modules of quiet zone, error correction M */
function QrCode({ content, title }: { content: string; title: string }) {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const quiet = 4
  const side = size + 2 * quiet
  let path = ''
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (modules.get(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${side} ${side}`}
      width="320"
      height="320"
      role="img"
      aria-label={title}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${side}v${side}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}
