//! The way of one order: from the form to the code on the screen.

use std::time::Duration;

use esim_desk_core::book::{Book, OrderKey, OrderState};
use esim_desk_core::clock;
use esim_desk_core::desk::{
    AccountState, CodeText, Desk, Draft, HandOverView, LinkKind, MailWords, Mode, Opening,
    OrdersQuery, ServiceState, StartChoice,
};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::{Control, Fault, Mishap, Options, Quirks, Sandbox, Step};
use secrecy::ExposeSecret;
use tempfile::TempDir;

use crate::desk::fixture::{EMAIL, Shop, Window, bearer, draft, live, quick};

#[tokio::test]
async fn an_order_is_followed_to_exactly_the_code_of_the_ledger() {
    let shop = Shop::open().await;

    let key = shop.sell().await;
    let ready = shop.until_state(key, OrderState::Ready).await;

    let code = shop.ledger_code(key);
    assert_eq!(
        shop.handed_over(key).await,
        code,
        "the screen's code is the ledger's"
    );
    assert_eq!(
        ready.order_id,
        Some(shop.booked(key).id.to_string()),
        "and the order is the ledger's"
    );
    assert_eq!(ready.iccid, Some(shop.booked(key).iccid), "with its SIM");
    assert!(!ready.not_as_sold, "it starts now, as sold");
    assert_eq!(ready.trouble, None, "nothing held it up");
    assert_eq!(shop.posts(), 1, "one order was placed");
    let states: Vec<_> = ready.timeline.iter().map(|moment| moment.state).collect();
    assert_eq!(
        states.first(),
        Some(&OrderState::Sending),
        "it was in the book before it was sent"
    );
    assert_eq!(states.last(), Some(&OrderState::Ready), "and ended there");
}

#[tokio::test]
async fn each_text_and_both_pictures_hold_the_code() {
    let shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let code = shop.ledger_code(key);
    let matching_id = shop.booked(key).matching_id.expect("an eSIM has one");

    for (which, text) in [
        (CodeText::InstallCode, code.as_str()),
        (CodeText::Smdp, "rsp.sandbox.example"),
        (CodeText::MatchingId, matching_id.as_str()),
    ] {
        let copied = shop
            .desk
            .handover
            .text(key, which)
            .await
            .expect("the order is ready");
        assert_eq!(copied.expose_secret(), text, "{which:?} is the ledger's");
    }
    let HandOverView::Code {
        modules,
        path,
        sample,
        ..
    } = shop.desk.handover.open(key).await.expect("ready")
    else {
        panic!("the code is withheld");
    };
    assert!(!sample, "a live code is no sample");
    assert!(
        path.starts_with('M') && modules > 20,
        "a picture in module units"
    );
    let png = shop.desk.handover.png(key).await.expect("ready");
    assert_eq!(read(&png), code, "the file holds it");
    let rgba = shop.desk.handover.rgba(key).await.expect("ready");
    assert!(
        rgba.width >= 1024,
        "the clipboard's picture is large enough to print"
    );
    let short = shop.order(key).short.expect("it has a number");
    assert_eq!(
        shop.desk.handover.file_name(key, "png"),
        format!("eSIM-{short}.png"),
        "no customer in a file name"
    );
}

#[tokio::test]
async fn a_ready_code_goes_into_links_and_a_draft_as_it_is() {
    let shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let code = shop.ledger_code(key);
    let bare = code.strip_prefix("LPA:").expect("a QR code's text");
    let page = "esim_qrcode_provisioning?carddata=";
    for (kind, text) in [
        (
            LinkKind::Iphone,
            format!("https://esimsetup.apple.com/{page}{code}"),
        ),
        (
            LinkKind::Android,
            format!("https://esimsetup.android.com/{page}{code}"),
        ),
        (LinkKind::Windows, format!("lpa:{bare}")),
    ] {
        let copied = shop.desk.handover.text(key, CodeText::Link(kind)).await;
        assert_eq!(copied.expect("ready").expose_secret(), text);
        let shown = shop.desk.handover.link(key, kind).await.expect("ready");
        assert_eq!(shown.text, text, "what is shown is what is copied");
        assert!(
            shown.path.starts_with('M') && shown.modules > 20,
            "a picture of its own"
        );
    }

    let words = MailWords {
        subject: "Your eSIM".into(),
        link: "Open this".into(),
        by_hand: "Or type".into(),
        server: "Server".into(),
        activation_code: "Code".into(),
        confirmation: "It asks for a code".into(),
        order: "Order".into(),
        keep: "Keep it".into(),
    };
    let draft = shop.desk.handover.mail(key, words).await.expect("ready");
    let start = format!(
        "mailto:{EMAIL}?subject=Your%20eSIM&body=Open%20this%0D%0Ahttps%3A%2F%2Fesimsetup.apple.com%2F"
    );
    assert!(
        draft.address().starts_with(&start),
        "to the customer, with the iPhone link"
    );
}

/// A demo with its own service, and a folder that outlives it.
async fn demo() -> (Desk, Control, TempDir) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let sandbox = Sandbox::start(quick()).await.expect("a free port");
    let control = sandbox.control();
    let folder = tempfile::tempdir().expect("a folder");
    let opening = live(&folder, &Keychain::in_memory(), &Window::default());
    let desk = Desk::open(Opening {
        mode: Mode::Demo,
        sandbox: Some(sandbox),
        ..opening
    })
    .await;
    desk.sign_in.open().await;
    (desk, control, folder)
}

async fn sold_in(desk: &Desk) -> OrderKey {
    let catalogue = desk.plans.read().await.expect("the demo's plans");
    let plan = catalogue.plans.into_iter().next().expect("forty plans");
    let placed = desk.sale.place(draft(plan)).await;
    placed.expect("nothing speaks against it")
}

#[tokio::test]
async fn an_order_that_is_being_sent_when_the_demo_is_left_still_gets_its_answer() {
    let (desk, control, folder) = demo().await;
    control.cause(Fault::next(Step::Order, Mishap::Slow { millis: 300 }));
    let key = sold_in(&desk).await;

    drop(desk);

    let book = Book::open(folder.path()).expect("the book").book;
    let state = || book.order(key).expect("its row").state;
    while state() == OrderState::Sending {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(
        state(),
        OrderState::Accepted,
        "the demo's service lived until it had answered"
    );
}

#[tokio::test]
async fn the_demo_sells_without_an_account() {
    let (desk, control, _folder) = demo().await;
    let key = sold_in(&desk).await;
    while desk.snapshot().orders[0].state != OrderState::Ready {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }

    let HandOverView::Code {
        install_code,
        sample,
        ..
    } = desk.handover.open(key).await.expect("ready")
    else {
        panic!("the code is withheld");
    };
    let matching_id = control.ledger().orders[0]
        .order
        .matching_id
        .clone()
        .expect("an eSIM");
    assert_eq!(
        install_code,
        format!("LPA:1$rsp.sandbox.example${matching_id}"),
        "the ledger's code"
    );
    assert!(sample, "and it says that it is a sample");
}

#[tokio::test]
async fn the_catalogue_has_every_page_of_esim_plans() {
    let shop = Shop::open().await;
    let catalogue = shop.desk.plans.read().await.expect("the plans");
    assert!(
        catalogue.plans.len() >= 40,
        "{} plans",
        catalogue.plans.len()
    );
    assert_eq!(catalogue.unreadable, 0, "all of them can be read");
    assert_eq!(
        shop.desk.snapshot().service,
        ServiceState::Online,
        "the service was heard"
    );
}

#[tokio::test]
async fn a_start_that_the_service_keeps_is_as_sold() {
    for start in [StartChoice::Now, StartChoice::FirstUse, in_a_month()] {
        let (order, shop) = sold(Quirks::default(), start.clone()).await;
        assert!(!order.not_as_sold, "{start:?} was kept");
        assert_eq!(shop.posts(), 1, "and sent once");
    }
}

#[tokio::test]
async fn a_start_that_the_service_ignores_is_told_before_the_guest_leaves() {
    let ignored = Quirks {
        ignore_first_usage: true,
        ..Quirks::default()
    };
    assert!(
        sold(ignored, StartChoice::FirstUse).await.0.not_as_sold,
        "it runs already"
    );

    let ignored = Quirks {
        ignore_activation_date: true,
        ..Quirks::default()
    };
    assert!(
        sold(ignored, in_a_month()).await.0.not_as_sold,
        "it runs already"
    );
}

#[tokio::test]
async fn what_is_not_as_sold_is_told_after_a_restart_too() {
    let quirks = Quirks {
        ignore_first_usage: true,
        ..Quirks::default()
    };
    let mut shop = Shop::open_with(Options { quirks, ..quick() }).await;
    let mut keys = Vec::new();
    for start in [StartChoice::FirstUse, StartChoice::Now] {
        let draft = Draft {
            start,
            again: true,
            ..shop.draft().await
        };
        let placed = shop.moving(shop.desk.sale.place(draft)).await;
        keys.push(placed.expect("nothing speaks against it"));
    }
    shop.until_order(keys[0], "told", |order| order.not_as_sold)
        .await;
    shop.until_state(keys[1], OrderState::Ready).await;
    shop.pass(Duration::from_secs(60)).await;

    shop.restart().await;

    let page = shop.desk.lists.orders(OrdersQuery::default()).await;
    let orders = page.expect("it reads").orders;
    let told = |key| {
        let order = orders.iter().find(|order| order.key == key);
        order.expect("it is listed").not_as_sold
    };
    assert!(told(keys[0]), "it began at once: the guest may still come");
    assert!(!told(keys[1]), "that one is as sold");
}

#[tokio::test]
async fn an_order_that_is_ready_only_after_a_restart_is_compared_with_what_was_sold_too() {
    for (ignored, as_sold) in [(true, false), (false, true)] {
        let quirks = Quirks {
            ignore_first_usage: ignored,
            ..Quirks::default()
        };
        let mut shop = Shop::open_with(Options { quirks, ..quick() }).await;
        let status = "FULFILLING".to_owned();
        let unfinished = Fault::next(Step::Status, Mishap::Unfinished { status });
        shop.control().cause(unfinished.times(10_000));
        let draft = Draft {
            start: StartChoice::FirstUse,
            ..shop.draft().await
        };
        let placed = shop.moving(shop.desk.sale.place(draft)).await;
        let key = placed.expect("nothing speaks against it");
        shop.until_order(key, "taken", |order| order.order_id.is_some())
            .await;
        shop.restart().await;
        shop.until("its book is read", |snapshot| !snapshot.orders.is_empty())
            .await;
        shop.pass(Duration::from_secs(10)).await;
        assert_ne!(shop.order(key).state, OrderState::Ready, "not yet");
        let looks = shop.control().ledger().seen.at(Step::Subscriptions);
        shop.control().calm();
        shop.until_state(key, OrderState::Ready).await;
        shop.until("compared", |_| match as_sold {
            true => shop.control().ledger().seen.at(Step::Subscriptions) > looks,
            false => shop.order(key).not_as_sold,
        })
        .await;
        shop.settle().await;
        assert_eq!(shop.order(key).not_as_sold, !as_sold, "ignored: {ignored}");
    }
}

#[tokio::test]
async fn the_date_and_the_first_use_are_sent_as_the_form_says() {
    let (order, shop) = sold(Quirks::default(), StartChoice::FirstUse).await;
    assert_eq!(
        shop.booked(order.key).subscription.activation,
        None,
        "it waits for data"
    );

    let (order, shop) = sold(Quirks::default(), in_a_month()).await;
    let starts = shop
        .booked(order.key)
        .subscription
        .activation
        .expect("a date was sent");
    let days = starts.duration_since(clock::now()).as_hours() / 24;
    assert!((28..=31).contains(&days), "in a month, not in {days} days");
}

#[tokio::test]
async fn a_form_with_a_slip_sends_nothing() {
    let shop = Shop::open().await;
    let before = shop.control().ledger().seen.requests;
    for email in ["", "maria", "maria@example.com\nbcc: a@b.example"] {
        let slip = Draft {
            email: email.into(),
            ..shop.draft().await
        };
        shop.desk
            .sale
            .place(slip)
            .await
            .expect_err("the address is none");
    }
    let now = shop.control().ledger().seen;
    assert_eq!(now.posts, [], "no order left");
    let asked = |requests: &std::collections::BTreeMap<_, u64>| {
        requests
            .get(&esim_desk_core::sandbox::Step::Product)
            .copied()
    };
    assert_eq!(
        asked(&now.requests),
        asked(&before),
        "and the plan was not even asked for"
    );
}

#[tokio::test]
async fn a_pasted_token_sells_until_it_ends() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let token = bearer(&shop.sandbox).await;
    let mut form = shop.form();
    form.credential = esim_desk_core::desk::CredentialForm::Token {
        name: "test".into(),
        token: token.into(),
    };
    shop.desk
        .sign_in
        .connect(form)
        .await
        .expect("the token is good");
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;

    shop.control().push_clock(400_000);
    let refused = shop.desk.plans.read().await.expect_err("it ran out");
    assert_eq!(refused, esim_desk_core::desk::Failure::TokenExpired, "told");

    // One endpoint alone may be wrong: the program asks another one, and once more after a minute.
    let out = shop.until("signed out", |now| {
        !matches!(now.account, AccountState::SignedIn { .. })
    });
    let account = out.await.account;
    assert!(
        matches!(
            account,
            AccountState::SignedOut {
                why: esim_desk_core::desk::SignedOut::TokenExpired,
                ..
            }
        ),
        "it is told as what it is: {account:?}"
    );
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "what is ready stays ready"
    );
}

async fn sold(quirks: Quirks, start: StartChoice) -> (esim_desk_core::desk::OrderView, Shop) {
    let shop = Shop::open_with(esim_desk_core::sandbox::Options { quirks, ..quick() }).await;
    let draft = Draft {
        start,
        ..shop.draft().await
    };
    let key = shop
        .desk
        .sale
        .place(draft)
        .await
        .expect("nothing speaks against it");
    shop.until_state(key, OrderState::Ready).await;
    shop.settle().await;
    assert_eq!(
        shop.booked(key).email.as_deref(),
        Some(EMAIL),
        "for the customer typed"
    );
    (shop.order(key), shop)
}

fn in_a_month() -> StartChoice {
    let date = clock::now()
        .to_zoned(jiff::tz::TimeZone::system())
        .date()
        .saturating_add(jiff::Span::new().days(30));
    StartChoice::OnDate {
        date: date.to_string(),
    }
}

fn read(png: &[u8]) -> String {
    let grey = image::load_from_memory(png).expect("a PNG").to_luma8();
    let (width, height) = grey.dimensions();
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
            grey.get_pixel(x as u32, y as u32).0[0]
        });
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1, "one code in the picture");
    grids[0].decode().expect("it can be read").1
}

#[tokio::test]
async fn what_was_sold_here_is_told_with_the_plans() {
    let mut shop = Shop::open().await;
    let before = shop.desk.plans.read().await.expect("the catalogue");
    assert_eq!(before.sold, [], "nothing was sold yet");
    let first = before.plans[0].id.clone();
    for _ in 0..2 {
        let key = shop.sell_again().await;
        shop.until_state(key, OrderState::Ready).await;
    }
    shop.restart().await;
    let after = shop.desk.plans.read().await.expect("the catalogue");
    assert_eq!(after.sold.len(), 1, "one plan of them");
    assert_eq!(after.sold[0].plan, first, "this one");
    assert!(
        (1_900..=2_000).contains(&after.sold[0].weight),
        "two sales of just now: {}",
        after.sold[0].weight
    );
}
