// A typeface that is imported is its bytes.
declare module '*.ttf' {
  const bytes: Uint8Array
  export default bytes
}
