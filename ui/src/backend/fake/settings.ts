/** What a change makes of the fake's settings. */
import type { NetworkChange, SettingsChange, SettingsView } from '../bindings'

export function changed(settings: SettingsView, change: SettingsChange): SettingsView {
  switch (change.kind) {
    case 'language':
      return { ...settings, language: change.value }
    case 'appearance':
      return { ...settings, appearance: change.value }
    case 'desk_name':
      return { ...settings, deskName: change.value }
    case 'country':
      return { ...settings, country: change.value }
    case 'forget_after':
      return { ...settings, forgetAfterDays: change.days }
    case 'second_monitor':
      return { ...settings, secondMonitor: change.value }
    case 'customer_monitor':
      return { ...settings, secondMonitor: 'customer' }
    case 'put_away_after_minutes':
      return { ...settings, putAwayAfterMinutes: change.value }
    case 'slip_paper':
      return { ...settings, slipPaper: change.value }
    case 'android_link':
      return { ...settings, androidLink: change.value }
    case 'house_email':
      return { ...settings, houseEmail: change.value.trim() }
    case 'look_for_updates':
      return { ...settings, lookForUpdates: change.value }
    case 'update_channel':
      return { ...settings, updateChannel: change.value }
    case 'helper':
      return { ...settings, helper: { ...settings.helper, [change.part]: change.value.trim() } }
    case 'several_desks':
      return settings
  }
}

/** The fake's keychain holds a password, never the fake. */
export function networkChanged(settings: SettingsView, change: NetworkChange): SettingsView {
  if (change.kind === 'certificates') {
    const one = { subject: 'Example Company Root', fingerprint: Array(32).fill('AB').join(':') }
    return { ...settings, extraCertificates: change.file === null ? [] : [one] }
  }
  const { value } = change
  if (value.kind !== 'manual') return { ...settings, proxy: value }
  const before = settings.proxy
  const same = before.kind === 'manual' && before.address === value.address
  const loginKept = value.login.kind === 'set' || (value.login.kind === 'keep' && same && before.loginKept)
  return { ...settings, proxy: { kind: 'manual', address: value.address, loginKept } }
}
