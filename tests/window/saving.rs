//! The system's own file dialog, without the seam that answers it in other tests (rulings 32).

use crate::bus::until;
use crate::driver::computer::Computer;
use crate::driver::dialogs::in_dialog;
use crate::driver::pictures::{code_on_page, read_code};
use crate::driver::steps::code_in_demo_ledger;

const TITLE: &str = "Save File";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_systems_dialog_can_be_left_or_says_where_the_picture_goes() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.hand_over_in_demo("guest@example.com").await;
    let code = code_in_demo_ledger(&computer);

    window.press("[data-testid=more-ways]").await;
    window.press("[data-testid=save-picture]").await;
    in_dialog(&computer, TITLE, &["key", "Escape"]);
    assert_eq!(
        code_on_page(&computer, &window).await,
        code,
        "whoever leaves the dialog is where they were"
    );

    window.press("[data-testid=save-picture]").await;
    let target = computer.home().join("picture for Zoe.png");
    let path = target.to_str().expect("the path is UTF-8");
    let words = ["key", "ctrl+a", "type", "--args", "1", path];
    in_dialog(&computer, TITLE, &[&words[..], &["key", "Return"]].concat());
    window.hear("picture for Zoe.png").await;
    until("the file", || target.exists());
    assert_eq!(read_code(&target), code, "the saved picture");
}
