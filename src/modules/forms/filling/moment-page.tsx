// Before a draft without account: the device computes for a moment, or the person waits a few seconds.
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, Notice } from '../../../design/parts.tsx'
import type { Task } from './task.ts'
import { fillingWords } from './words.ts'

type Props = {
  frame: Frame
  title: string
  startUrl: string
  url: string
  task: Task
  fill: string
  early: boolean
  signIn: string | undefined
}

export function MomentPage({ frame, title, startUrl, url, task, fill, early, signIn }: Props) {
  const text = fillingWords(frame)
  return (
    <Layout
      frame={frame}
      title={`${text.moment} – ${title}`}
      breadcrumb={[{ label: title, url: startUrl }, { label: text.moment }]}
      search="none"
      noIndex
      islands={['begin.island.js']}
    >
      <div class="wrap page measure">
        {early && <Notice tone="warn" title={text.tooEarly} />}
        <h1>{text.moment}</h1>
        <p class="lead">{text.momentText}</p>
        <p data-without-script="">{text.waitText(task.waitSeconds)}</p>
        <form method="post" action={url} data-task={task.nonce} data-bits={task.bits}>
          <input type="hidden" name="task" value={task.token} />
          <input type="hidden" name="answer" value="" />
          {fill !== '' && <input type="hidden" name="fill" value={fill} />}
          <div class="actions">
            <Button>{text.goOn}</Button>
            {signIn && <a href={signIn}>{text.signInInstead}</a>}
          </div>
        </form>
      </div>
    </Layout>
  )
}
