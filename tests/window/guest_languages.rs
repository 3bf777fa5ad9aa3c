//! What the guest reads, in all seventeen languages, as the window draws it: nothing is cut, nothing lies on anything else, on
//! a small screen and enlarged. And what happens where a computer lacks the letters.
//!
//! Not in it: whether the texts are complete, which is looked at without a window (`ui/tests/guest.test.ts`).

use std::fs;

use serde_json::{Value, json};

use crate::driver::computer::Computer;
use crate::driver::pictures::{code_on_page, shoot};
use crate::driver::steps::code_in_demo_ledger;
use crate::driver::window::Window;

const LANGUAGES: [&str; 17] = [
    "en", "de", "fr", "es", "es-419", "it", "pt", "pt-PT", "nl", "pl", "uk", "tr", "ar", "ja",
    "ko", "zh", "zh-Hant",
];

/// The phones with what is opened below their steps: between them everything is looked at.
const VIEWS: [(&str, &str); 6] = [
    ("iphone", "before"),
    ("iphone", "byHand"),
    ("samsung", "before"),
    ("samsung", "byHand"),
    ("android", "after"),
    ("windows", "byHand"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_words_of_any_guest_language_are_cut_or_overlap_at_1024_by_700() {
    read_everything(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_words_of_any_guest_language_are_cut_or_overlap_when_enlarged_to_200_percent() {
    read_everything(true).await;
}

async fn read_everything(enlarged: bool) {
    let (_computer, window) = handing_over(Computer::start()).await;
    if enlarged {
        window.enlarge().await;
        let fits = "const code = document.querySelector('[data-testid=qr]'); \
                    return code.getBoundingClientRect().bottom <= \
                    code.parentElement.getBoundingClientRect().bottom + 1";
        window.until("the code drawn for the new size", fits).await;
    }
    for language in LANGUAGES {
        window.speak(language).await;
        for (phone, extra) in VIEWS {
            let place = format!("guest {language} {phone} {extra} {enlarged}");
            window
                .touch(&format!("[data-testid=guest-phone-{phone}] input"))
                .await;
            window.open_extra(extra).await;
            window.fits_in(".guest", &place).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_words_of_any_guest_language_are_cut_or_overlap_on_the_turned_screen() {
    read_turned(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_words_of_any_guest_language_are_cut_or_overlap_on_the_turned_screen_when_enlarged() {
    read_turned(true).await;
}

async fn read_turned(enlarged: bool) {
    let (computer, window) = handing_over(Computer::start().unhurried()).await;
    let code = code_in_demo_ledger(&computer);
    if enlarged {
        window.enlarge().await;
    }
    window.touch("[data-testid=turn-screen]").await;
    for language in LANGUAGES {
        window.speak_in(TURNED, language).await;
        for phone in ["iphone", "samsung", "android", "windows"] {
            let place = format!("turned {language} {phone} {enlarged}");
            window
                .touch(&format!("{TURNED} [data-testid=guest-phone-{phone}] input"))
                .await;
            let steps = "const half = document.querySelector('[data-testid=turned] [data-testid=guest-half]'); \
                         return half !== null && half.lang.startsWith(arguments[0])";
            window
                .until_with("the steps", steps, vec![language.into()])
                .await;
            window.fits_in(TURNED, &place).await;
        }
    }
    assert_eq!(
        code_on_page(&computer, &window).await,
        code,
        "and the code is there all the while"
    );
}

/// The staff's window while the guest reads it.
const TURNED: &str = "[data-testid=turned]";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_language_changes_in_mid_hand_over_and_stays_for_this_order() {
    let (computer, window) = handing_over(Computer::start()).await;
    let code = code_in_demo_ledger(&computer);
    window.speak("ar").await;
    window
        .until(
            "Arabic from right to left",
            "return getComputedStyle(document.querySelector('.guest')).direction === 'rtl'",
        )
        .await;
    let beside = "const [picture, words] = [...document.querySelector('.guest ol li').children]; \
                  return picture.getBoundingClientRect().left > words.getBoundingClientRect().left";
    assert_eq!(
        window.script(beside, Vec::new()).await,
        Value::Bool(true),
        "the picture stands where reading begins"
    );
    assert_eq!(
        code_on_page(&computer, &window).await,
        code,
        "the code is not mirrored"
    );
    assert_eq!(
        window
            .script("return document.documentElement.lang", Vec::new())
            .await,
        "en",
        "the staff still read their own language"
    );
    shoot(&window, "guest right to left").await;

    window.press("[data-testid=turn-screen]").await;
    window.see("[data-testid=turned]").await;
    let apart = "const [number, back] = ['suffix', 'turn-back'].map((one) => \
                 document.querySelector(`[data-testid=turned] [data-testid=${one}]`).getBoundingClientRect()); \
                 return number.right <= back.left || back.right <= number.left";
    window
        .until("the order's number beside the way back", apart)
        .await;
    shoot(&window, "turned right to left").await;
    window.press("[data-testid=turn-back]").await;

    window.press_button("Orders").await;
    window.press("[data-testid=order-row]").await;
    window.press_button("Hand over").await;
    window.see_code().await;
    window
        .see("[data-testid=guest-ar][aria-pressed=true]")
        .await;
    assert_eq!(
        code_on_page(&computer, &window).await,
        code,
        "the same order is handed over"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_language_whose_letters_this_computer_lacks_is_noticed() {
    let computer = Computer::start();
    let fonts = computer.home().join("latin-only");
    fs::create_dir_all(&fonts).expect("the home is ours");
    let latin = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";
    fs::copy(latin, fonts.join("latin.ttf")).expect("`cargo xtask setup` installs it");
    let config = fonts.join("fonts.conf");
    let text = format!(
        "<fontconfig><dir>{}</dir><cachedir>{}</cachedir></fontconfig>",
        fonts.display(),
        fonts.join("cache").display(),
    );
    fs::write(&config, text).expect("the home is ours");
    let computer = computer.with("FONTCONFIG_FILE", config.display().to_string());

    let (_computer, window) = handing_over(computer).await;
    window.touch("[data-testid=guest-more]").await;
    window.see("[data-testid=guest-zh]").await;
    // Why one cannot be pressed is what it is described by, as a screen reader is given it.
    let pressable = "return [...document.querySelectorAll('.pills > .pill[data-testid^=guest-]')] \
                     .filter((one) => one.dataset.testid !== 'guest-more').map((one) => { \
                     const why = document.getElementById(one.getAttribute('aria-describedby')); \
                     return `${one.dataset.testid.slice(6)} ${why ? why.textContent.split(': ')[1].trim() : 'yes'}` })";
    let expected = LANGUAGES.map(|language| match language {
        "ar" | "ja" | "ko" | "zh" | "zh-Hant" => {
            format!("{language} This computer has no letters for this language.")
        }
        _ => format!("{language} yes"),
    });
    assert_eq!(
        window.script(pressable, Vec::new()).await,
        json!(expected),
        "boxes are offered to nobody"
    );
    window.hear("Japanese").await;
    shoot(&window, "guest without letters").await;
}

/// A demo sale up to its code, on a small window in English.
async fn handing_over(computer: Computer) -> (Computer, Window) {
    let small = json!({
        "language": "en",
        "window": { "width": 1024, "height": 700, "maximised": false },
    });
    computer.settings(false, &small);
    computer.settings(true, &small);
    let window = computer.open(&[]).await;
    window.hand_over_in_demo("guest@example.com").await;
    (computer, window)
}

impl Window {
    /// The guest presses their language, which may be among the others.
    async fn speak(&self, language: &str) {
        self.speak_in("body", language).await;
        self.until(
            language,
            &format!("return document.querySelector('.guest').lang.startsWith('{language}')"),
        )
        .await;
    }

    /// The same where there are two to press, the staff's and the guest's own.
    async fn speak_in(&self, part: &str, language: &str) {
        let pill = format!("{part} [data-testid=guest-{language}]");
        self.see(&format!("{part} [data-testid^=guest-]")).await;
        let there = format!("return document.querySelector('{pill}') !== null");
        if self.script(&there, Vec::new()).await == false {
            self.touch(&format!("{part} [data-testid=guest-more]"))
                .await;
        }
        self.touch(&pill).await;
        self.see(&format!("{pill}[aria-pressed=true]")).await;
    }

    /// Opens one of the parts below the steps, unless it is open.
    async fn open_extra(&self, which: &str) {
        let button = format!("[data-testid=guest-extra-{which}]");
        let open = format!("return document.querySelector('{button}').ariaExpanded");
        if self.script(&open, Vec::new()).await != "true" {
            self.touch(&button).await;
        }
        self.see(&format!("{button}[aria-expanded=true]")).await;
    }
}
