//! Where the focus is, as the keys move it, and whether a person can see that.

use fantoccini::key::Key;
use serde_json::Value;

use super::window::Window;

/// More stops than any screen has on the way to one.
const STOPS: usize = 120;

/// Where the focus is, and what is wrong with how it is drawn. A title takes it only so that a screen reader begins there.
const STOP: &str = "
    const one = document.activeElement;
    const ancestors = [];
    for (let up = one; up; up = up.parentElement) ancestors.push(up);
    // A radio button in disguise is drawn by what stands for it.
    const drawn = [...ancestors, one.nextElementSibling].filter((part) => part !== null);
    const outlined = drawn.some((part) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(part);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    });
    const { top, bottom } = one.getBoundingClientRect();
    const name = one.dataset.testid ?? `${one.tagName} ${one.innerText?.slice(0, 30) ?? ''}`;
    const stop = one !== document.body && one.tabIndex >= 0;
    const wrong = [];
    if (stop && !outlined) wrong.push(`no outline around ${one.outerHTML.slice(0, 200)}`);
    if (stop && (bottom <= 0 || top >= innerHeight)) wrong.push(`${name} is out of sight: ${top} to ${bottom}`);
    return { name, there: one.matches(arguments[0]), wrong };";

impl Window {
    /// Waits until the focus is there.
    pub async fn focus_on(&self, css: &str) {
        self.until_with(
            &format!("the focus on {css}"),
            "return document.activeElement?.matches(arguments[0]) === true",
            vec![css.into()],
        )
        .await;
    }

    /// Presses Tab until the focus is there, and sees it at every stop on the way. A trap, or a place that Tab never comes to,
    /// fails.
    pub async fn tab_to(&self, css: &str) {
        self.see(css).await;
        let mut passed = Vec::new();
        for _ in 0..STOPS {
            let stop = self.script(STOP, vec![css.into()]).await;
            assert_eq!(
                stop["wrong"],
                Value::Array(Vec::new()),
                "on the way to {css}"
            );
            if stop["there"] == true {
                return;
            }
            passed.push(stop["name"].to_string());
            self.key(Key::Tab).await;
        }
        panic!("Tab does not lead to {css}, only to {passed:?}");
    }

    /// Goes there with Tab and presses Enter.
    pub async fn enter(&self, css: &str) {
        self.tab_to(css).await;
        self.key(Key::Enter).await;
    }
}
