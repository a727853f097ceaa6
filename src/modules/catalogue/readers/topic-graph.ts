// Keeps topics a graph without circles: the edge that would close one is refused and named.
import { type Identity, identityKey, type Refusal, type TopicRecord } from '../record.ts'

/** Follows the order of the file; parents that are no topic of this file stay, the import resolves or reports them. */
export function withoutCircles(topics: readonly TopicRecord[], refused: Refusal[]): TopicRecord[] {
  const kept = new Map<string, Identity[]>()
  return topics.map((topic) => {
    const key = identityKey(topic)
    const parents: Identity[] = []
    kept.set(key, parents)
    for (const parent of topic.parents) {
      if (reaches(identityKey(parent), key, kept))
        refused.push({
          what: 'topic edge',
          id: `${parent.sourceId} > ${topic.sourceId}`,
          reason: 'it would close a circle of topics',
        })
      else parents.push(parent)
    }
    return { ...topic, parents }
  })
}

/** Whether `goal` stands somewhere above `from`. */
function reaches(from: string, goal: string, parents: Map<string, Identity[]>): boolean {
  const open = [from]
  const seen = new Set<string>()
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === goal) return true
    if (seen.has(key)) continue
    seen.add(key)
    open.push(...(parents.get(key) ?? []).map(identityKey))
  }
  return false
}
