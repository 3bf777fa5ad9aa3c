/**
 * Keeps the screen on while a code shows, where the system lets a page ask for it. On Linux Rust asks the desktop too;
 * on Windows and macOS this is the only wish. The page takes it back itself when it is hidden.
 */
type Lock = { release: () => Promise<void> }
type WakeLock = { request: (kind: 'screen') => Promise<Lock> }

/** Gives what ends it. */
export function keepAwake({ wakeLock }: { wakeLock?: WakeLock } = navigator): () => void {
  const held = wakeLock?.request('screen').catch(() => undefined)
  return () => void held?.then((lock) => lock?.release()).catch(() => undefined)
}
