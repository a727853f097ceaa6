// What this room uses of bpmn-moddle, which brings no types for its entry point.
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    fromXML(xml: string): Promise<{
      rootElement: import('./element.ts').Element
      warnings: { message: string; error?: Error }[]
    }>
    toXML(element: import('./element.ts').Element, options?: { format?: boolean }): Promise<{ xml: string }>
  }
}
