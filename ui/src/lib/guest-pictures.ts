/** Which picture stands beside which step. The words of every language follow the same order. */
import type { Phone } from '../lang/guest'

/** Those that there are. They are drawn by `GuestPicture`. */
export type PictureName =
  'wifi' | 'camera' | 'settings' | 'confirm' | 'dial' | 'unlocked' | 'line' | 'roaming'

export const scanning: Record<Phone, [PictureName, PictureName, PictureName]> = {
  iphone: ['wifi', 'camera', 'confirm'],
  samsung: ['wifi', 'settings', 'camera'],
  android: ['wifi', 'settings', 'camera'],
  windows: ['wifi', 'settings', 'camera'],
}

export const before: [PictureName, PictureName, PictureName] = ['wifi', 'dial', 'unlocked']

export const after: [PictureName, PictureName] = ['line', 'roaming']
