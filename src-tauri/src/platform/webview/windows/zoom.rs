//! Larger and smaller by Ctrl with `+`, `-` and `0`: WebView2 has these among the keys of a browser, which are off. Only where
//! the page may be zoomed at all.

use webview2_com::AcceleratorKeyPressedEventHandler;
use webview2_com::Microsoft::Web::WebView2::Win32::{
    COREWEBVIEW2_KEY_EVENT_KIND, COREWEBVIEW2_KEY_EVENT_KIND_KEY_DOWN,
    ICoreWebView2AcceleratorKeyPressedEventArgs, ICoreWebView2Controller,
};
use windows_core::{BOOL, Result};
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{
    GetKeyState, VK_0, VK_ADD, VK_CONTROL, VK_MENU, VK_NUMPAD0, VK_OEM_MINUS, VK_OEM_PLUS,
    VK_SUBTRACT,
};

use super::core::{core_of, settings_of};

/// Each step, and how far they go.
const STEP: f64 = 1.1;
const LEAST: f64 = 0.5;
const MOST: f64 = 3.0;

pub(super) fn by_keys(controller: &ICoreWebView2Controller) -> Result<()> {
    if !may_zoom(controller)? {
        return Ok(());
    }
    let hear = AcceleratorKeyPressedEventHandler::create(Box::new(|controller, pressed| {
        let (Some(controller), Some(pressed)) = (controller, pressed) else {
            return Ok(());
        };
        if !is_down(&pressed)? || !is_held(VK_CONTROL) || is_held(VK_MENU) {
            return Ok(());
        }
        match zoomed(key_of(&pressed)?, factor_of(&controller)?) {
            Some(factor) => {
                take(&pressed)?;
                zoom(&controller, factor)
            }
            None => Ok(()),
        }
    }));
    let mut never_ended = 0;
    // SAFETY: the handler is counted by whoever holds it; there is room for the number.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2controller>
    unsafe { controller.add_AcceleratorKeyPressed(&hear, &raw mut never_ended) }
}

/// What a key makes of a zoom factor, where it means one.
fn zoomed(key: u32, now: f64) -> Option<f64> {
    let wanted = match u16::try_from(key).ok()? {
        VK_OEM_PLUS | VK_ADD => now * STEP,
        VK_OEM_MINUS | VK_SUBTRACT => now / STEP,
        VK_0 | VK_NUMPAD0 => 1.0,
        _ => return None,
    };
    Some(wanted.clamp(LEAST, MOST))
}

fn may_zoom(controller: &ICoreWebView2Controller) -> Result<bool> {
    let settings = settings_of(&core_of(controller)?)?;
    let mut may = BOOL::default();
    // SAFETY: there is room for the answer.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2settings>
    unsafe { settings.IsZoomControlEnabled(&raw mut may) }?;
    Ok(may.as_bool())
}

fn is_down(pressed: &ICoreWebView2AcceleratorKeyPressedEventArgs) -> Result<bool> {
    let mut kind = COREWEBVIEW2_KEY_EVENT_KIND::default();
    // SAFETY: there is room for the number.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2acceleratorkeypressedeventargs>
    unsafe { pressed.KeyEventKind(&raw mut kind) }?;
    Ok(kind == COREWEBVIEW2_KEY_EVENT_KIND_KEY_DOWN)
}

fn key_of(pressed: &ICoreWebView2AcceleratorKeyPressedEventArgs) -> Result<u32> {
    let mut key = 0;
    // SAFETY: there is room for the number.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2acceleratorkeypressedeventargs>
    unsafe { pressed.VirtualKey(&raw mut key) }?;
    Ok(key)
}

fn take(pressed: &ICoreWebView2AcceleratorKeyPressedEventArgs) -> Result<()> {
    // SAFETY: the event is the one that is being told.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2acceleratorkeypressedeventargs>
    unsafe { pressed.SetHandled(true) }
}

/// As it was when the key was pressed that is being told of.
fn is_held(key: u16) -> bool {
    // SAFETY: numbers in and out. The first bit is the sign.
    // <https://learn.microsoft.com/en-us/windows/win32/api/winuser/nf-winuser-getkeystate>
    unsafe { GetKeyState(i32::from(key)) < 0 }
}

fn factor_of(controller: &ICoreWebView2Controller) -> Result<f64> {
    let mut factor = 1.0;
    // SAFETY: there is room for the number.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2controller>
    unsafe { controller.ZoomFactor(&raw mut factor) }?;
    Ok(factor)
}

fn zoom(controller: &ICoreWebView2Controller, factor: f64) -> Result<()> {
    // SAFETY: the controller is the one that is telling, on the thread of its window.
    // <https://learn.microsoft.com/en-us/microsoft-edge/webview2/reference/win32/icorewebview2controller>
    unsafe { controller.SetZoomFactor(factor) }
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::UI::Input::KeyboardAndMouse::{VK_F5, VK_P};

    use super::*;

    #[test]
    fn three_keys_zoom_within_bounds_and_no_other() {
        for (key, now, then) in [
            (VK_OEM_PLUS, 1.0, Some(1.1)),
            (VK_ADD, 2.9, Some(3.0)),
            (VK_SUBTRACT, 1.1, Some(1.0)),
            (VK_OEM_MINUS, 0.5, Some(0.5)),
            (VK_0, 2.0, Some(1.0)),
            (VK_NUMPAD0, 0.6, Some(1.0)),
            (VK_P, 1.0, None),
            (VK_F5, 1.0, None),
        ] {
            assert_eq!(zoomed(u32::from(key), now), then, "{key}");
        }
    }
}
