/**
 * On which system the page runs, as the web view says. What differs between systems in the page is asked here and nowhere
 * else; what differs besides is Rust's (`platform`).
 */
export function isMac(): boolean {
  return navigator.platform.startsWith('Mac')
}

export function isLinux(): boolean {
  return navigator.platform.startsWith('Linux')
}

/** Whether we save a slip as a PDF: the print dialogs of the other systems do that themselves. */
export function savesPdf(): boolean {
  return isLinux() || !/Mac|Windows/.test(navigator.userAgent)
}
