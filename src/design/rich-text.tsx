// The one place where ready-made markup enters a page: texts that the import has sanitised, and machine-readable data blocks.
import { htmlLang, type Language } from '../kernel/language.ts'

/** `html` must come out of the sanitiser; `lang` only where the text is in another language than the page. */
export function RichText({ html, lang }: { html: string; lang?: Language | undefined }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: imported texts are sanitised once, when they are stored, and rendered as they are.
  return <div class="rich" lang={lang && htmlLang(lang)} dangerouslySetInnerHTML={{ __html: html }} />
}

/** @standard schema.org in JSON-LD: a data block that no browser runs; `<` is escaped so that no text can end it. */
export function JsonLd({ value }: { value: object }) {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c')
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON inside a script element must not be HTML-escaped.
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}
