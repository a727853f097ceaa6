// One line above every page: a disruption that everybody should know.
import type { Frame } from './frame.ts'
import { Icon } from './icons.tsx'
import { designWords } from './words.ts'

export function Banner({ frame, banner }: { frame: Frame; banner: NonNullable<Frame['banner']> }) {
  const text = designWords(frame)
  return (
    <section class="banner" aria-label={text.notice}>
      <p class="wrap banner-row">
        <Icon name="warning" />
        <span>
          <strong>{banner.title}</strong> {banner.text} {banner.link && <a href={banner.link.url}>{banner.link.label}</a>}{' '}
          {banner.example && <span class="example">{text.example}</span>}
        </span>
      </p>
    </section>
  )
}
