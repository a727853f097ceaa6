// Keeps topics a graph without circles: the edge that would close one is refused and named.
import { identityKey, type Refusal, type TopicRecord } from '../record.ts'

/** For each topic the topics above it. */
export type Parents = Map<string, string[]>

/** Adds the edge unless it closes a circle; says whether it was added. */
export function addParent(parents: Parents, child: string, parent: string): boolean {
  if (reaches(parents, parent, child)) return false
  parents.set(child, [...(parents.get(child) ?? []), parent])
  return true
}

/** Follows the order of the file; parents that are no topic of this file stay, the import resolves or reports them. */
export function withoutCircles(topics: readonly TopicRecord[], refused: Refusal[]): TopicRecord[] {
  const graph: Parents = new Map()
  return topics.map((topic) => {
    const parents = topic.parents.filter((parent) => {
      const added = addParent(graph, identityKey(topic), identityKey(parent))
      if (!added)
        refused.push({
          what: 'topic edge',
          id: `${parent.sourceId} > ${topic.sourceId}`,
          reason: 'it would close a circle of topics',
        })
      return added
    })
    return { ...topic, parents }
  })
}

/** Whether `goal` is `from` or stands somewhere above it. */
function reaches(parents: Parents, from: string, goal: string): boolean {
  const open = [from]
  const seen = new Set<string>()
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === goal) return true
    if (seen.has(key)) continue
    seen.add(key)
    open.push(...(parents.get(key) ?? []))
  }
  return false
}
