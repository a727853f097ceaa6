// A field for files that may be large: a plain file field, the files that are there already, and what the script needs to do better.
import { stateText } from '../kernel/uploads/refusal.ts'
import type { Upload } from '../kernel/uploads/upload.ts'
import type { Reader } from '../kernel/words.ts'
import { FileField, type FileFieldProps } from './fields.tsx'
import { formatNumber } from './format.ts'
import { uploadFieldWords } from './upload-words.ts'

/** Name of the buttons that take a file back; their value is its id. The form's route calls `dropUpload`. */
export const removeUploadField = 'remove-upload'

type Props = FileFieldProps & {
  /** Where `resumableUploads` was mounted, without a slash at the end. The page loads `upload.island.js`. */
  url: string
  /** Those of this place. */
  uploads: readonly Upload[]
}

/**
 * What the script needs on an element that holds a plain file field, and a `ul.upload-list` if there is one: any page may draw its own.
 * `url`: where `resumableUploads` was mounted. `then`: value of a button `do` of the form, which is pressed when all files have arrived.
 */
export function uploadAttributes(reader: Reader, url: string, then?: string) {
  const text = uploadFieldWords(reader)
  const { files, waits, progress, paused, checking, done, failed, busy, removed, wait, remove, cancel, drop } = text
  const words = { files, waits, progress, paused, checking, done, failed, busy, removed, wait, remove, cancel, drop }
  return { 'data-upload-url': url, 'data-upload-words': JSON.stringify(words), 'data-upload-then': then }
}

/** Without JavaScript the files come with the form (`input.files`, then `keepSentFile`); with it they are there before. */
export function LargeFileField({ url, uploads, ...field }: Props) {
  const { reader } = field
  const text = uploadFieldWords(reader)
  return (
    <div class="upload" {...uploadAttributes(reader, url)}>
      <FileField {...field} />
      <ul class="upload-list" aria-label={text.files} hidden={uploads.length === 0}>
        {uploads.map((upload) => (
          <li data-upload-id={upload.id} class={upload.state === 'refused' ? 'wrong' : undefined}>
            <span class="upload-name">{upload.name}</span>
            <span class="upload-note">{noteOf(reader, upload)}</span>
            <button class="link-button" type="submit" name={removeUploadField} value={upload.id} formNoValidate>
              {text.remove}
              <span class="hidden"> {upload.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function noteOf(reader: Reader, upload: Upload): string {
  const text = uploadFieldWords(reader)
  const size = formatSize(reader, upload.size)
  if (upload.state === 'refused') return stateText(reader, upload)
  if (upload.state === 'arriving') return `${size}, ${text.unfinished}`
  return `${size}, ${stateText(reader, upload) || text.done}`
}

/** Two digits are enough: `2,4 MB`, `130 KB`. */
export function formatSize(reader: Reader, bytes: number): string {
  const text = uploadFieldWords(reader)
  const inUnits = (unit: number): string => {
    const value = bytes / unit
    return formatNumber(reader.language, value < 10 ? Math.ceil(value * 10) / 10 : Math.round(value))
  }
  return bytes < 1_048_576 ? text.kilobytes(inUnits(1_024)) : text.megabytes(inUnits(1_048_576))
}
