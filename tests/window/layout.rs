//! Whether what is on screen can be read and pressed: nothing is cut, nothing lies on anything else, and nothing is smaller
//! than a finger needs. Which screens are looked at, is elsewhere (`small_screen`, `trouble_screens`, `group_screens`,
//! `guest_languages`).

use serde_json::json;

use crate::driver::pictures::shoot;
use crate::driver::window::Window;

/// What staff read.
pub const STAFF: [&str; 5] = ["en", "de", "fr", "es", "it"];

const LAYOUT: &str = include_str!("layout.js");
const READABLE: &str = include_str!("readable.js");

/// What is in front of whoever sits there: behind a dialog nothing is read.
const IN_FRONT: &str = "dialog[open], body:not(:has(dialog[open]))";

impl Window {
    /// Fails with everything that is wrong with the layout of what is on screen.
    pub async fn fits(&self, place: &str) {
        self.fits_in(IN_FRONT, place).await;
    }

    /// The same, with the words of one part of it only.
    pub async fn fits_in(&self, part: &str, place: &str) {
        shoot(self, place).await;
        let wrong = self.script(READABLE, vec![part.into()]).await;
        assert_eq!(wrong, json!([]), "{place}: what is read");
        let wrong = self.script(LAYOUT, Vec::new()).await;
        assert_eq!(wrong, json!([]), "{place}: what is pressed");
    }

    /// Makes everything twice as large, as a person does: a step, a look, the next one. Faster keys would be a scanner's.
    pub async fn enlarge(&self) {
        for _ in 0..5 {
            let before = self.script("return innerWidth", Vec::new()).await;
            self.key_of(&['\u{E009}', '=']).await;
            self.until_with(
                "less room",
                "return innerWidth < arguments[0]",
                vec![before],
            )
            .await;
        }
        self.until("half the room", "return innerWidth === 512")
            .await;
    }
}
