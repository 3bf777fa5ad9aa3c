//! An eSIM after its sale, as the staff meet it: found again by each key, looked at with its plans, a plan started.

use esim_desk_lib::sandbox::{Fault, Mishap, SimState, Step};

use crate::driver::computer::Computer;
use crate::driver::elsewhere;
use crate::driver::pictures::{code_on_screen, shoot};
use crate::driver::service::{SECRET, newest_order, service};
use crate::driver::window::Window;
use crate::line::Line;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_esim_is_found_by_each_key_whoever_sold_it() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    let ours = newest_order(&service).order;
    let theirs = elsewhere::sell(&service, &["lena@hotel.example"])
        .await
        .remove(0);
    window.press("[data-testid=done]").await;
    window.press("[data-testid=nav-orders]").await;
    window.press("[data-testid=find-esim]").await;

    let reference = ours.correlation_id.clone().expect("it was sent with one");
    let spaced = format!(
        "{} {} {}",
        &ours.iccid[..4],
        &ours.iccid[4..12],
        &ours.iccid[12..]
    );
    for (key, what) in [
        (ours.iccid.clone(), "ICCID"),
        (spaced, "ICCID with spaces"),
        (ours.iccid[..18].to_owned(), "ICCID without its last digit"),
        ("guest@example.com".to_owned(), "e-mail"),
        (ours.id.to_string(), "order number"),
        (reference, "reference"),
    ] {
        find(&window, &key).await;
        see_found(&window, &ours.iccid, what).await;
        window.hear("Sold at this desk").await;
        window.see("[data-testid=order-row]").await;
    }
    window
        .see("[data-testid=sim-card][data-sim=released]")
        .await;
    shoot(&window, "found-here").await;

    for (key, what) in [
        (theirs.iccid.clone(), "ICCID"),
        (theirs.id.to_string(), "order number"),
        ("lena@hotel.example".to_owned(), "e-mail"),
    ] {
        find(&window, &key).await;
        see_found(&window, &theirs.iccid, what).await;
        window.hear("Not sold at this desk").await;
    }
    window.see("[data-testid=plan-on-sim]").await;
    shoot(&window, "found-elsewhere").await;
    let matching_id = theirs.matching_id.clone().expect("a new eSIM has one");
    let text = "return document.documentElement.outerHTML.includes(arguments[0])";
    let shown = window.script(text, vec![matching_id.clone().into()]).await;
    assert_eq!(shown, false, "no code that was not proved");

    find(&window, "8944478600000205337").await;
    window
        .hear("This account has no eSIM with this ICCID")
        .await;
    find(&window, "lena@hotel.example").await;
    see_found(&window, &theirs.iccid, "e-mail").await;
    window.press_button("Add to our orders").await;
    window.see_code().await;
    assert_eq!(
        code_on_screen(&computer),
        format!("LPA:1$rsp.sandbox.example${matching_id}"),
        "taken in for its customer, it comes to its own code"
    );
    let posts = service.control().ledger().seen.posts.len();
    assert_eq!(posts, 2, "nothing was bought by finding");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_s_page_shows_its_esim_live_and_from_memory_when_offline() {
    let service = service().await;
    let computer = Computer::start();
    let line = Line::to(&service).await;
    let window = computer.open(&[]).await;
    window.connect_account(&line.base(), SECRET).await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    let sold = newest_order(&service).order;
    window.press("[data-testid=done]").await;
    window.press("[data-testid=nav-orders]").await;
    window.press("[data-testid=order-row]").await;
    window
        .see("[data-testid=sim-card][data-sim=released]")
        .await;
    window.hear("5 GB of 5 GB left").await;

    let control = service.control();
    control
        .move_sim(&sold.iccid, SimState::Installed)
        .expect("it exists");
    control
        .burn(&sold.subscription.id, 2 << 30)
        .expect("it exists");
    window.press("[data-testid=sim-look]").await;
    window
        .see("[data-testid=sim-card][data-sim=installed]")
        .await;
    window.hear("3 GB of 5 GB left").await;
    shoot(&window, "esim-installed").await;

    line.cut().await;
    window.press("[data-testid=sim-look]").await;
    window.hear("Not up to date: as of").await;
    window.hear("3 GB of 5 GB left").await;
    shoot(&window, "esim-offline").await;
    line.mend().await;
    window.press("[data-testid=sim-look]").await;
    window.hear("Checked at").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_that_waits_is_started_once_and_a_lost_answer_is_settled_by_the_plan() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    window.press("label:has([value=first_use])").await;
    window.press("[data-testid=buy]").await;
    window.see_code().await;
    window.press("[data-testid=done]").await;
    window.press("[data-testid=nav-orders]").await;
    window.press("[data-testid=order-row]").await;
    window
        .see("[data-testid=plan-on-sim][data-state=pending_usage]")
        .await;

    let told = || service.control().ledger().seen.at(Step::Activation);
    window.press("[data-testid=start-now]").await;
    window.see("dialog[open]").await;
    shoot(&window, "start-now").await;
    window.press_button("Cancel").await;
    assert_eq!(told(), 0, "nothing is sent before a person is sure");

    let lost = Fault::next(Step::Activation, Mishap::Drop).after_work();
    service.control().cause(lost);
    window.press("[data-testid=start-now]").await;
    window.press("[data-testid=start-sure]").await;
    window
        .see("[data-testid=plan-on-sim][data-state=active]")
        .await;
    assert_eq!(told(), 1, "sent once");
    assert!(
        newest_order(&service)
            .order
            .subscription
            .activation
            .is_some(),
        "and it runs"
    );
    shoot(&window, "started").await;
}

async fn find(window: &Window, key: &str) {
    window.fill("[data-testid=find-text]", key).await;
    window.press("[data-testid=find]").await;
}

async fn see_found(window: &Window, iccid: &str, what: &str) {
    let found = "const found = [...document.querySelectorAll('[data-testid=found-esim]')];
        return document.querySelector('[data-testid=find]').disabled === false && found.length === 1 &&
            found[0].dataset.iccid === arguments[0]";
    window
        .until_with(
            &format!("the eSIM by its {what}"),
            found,
            vec![iccid.into()],
        )
        .await;
}
