//! A person who presses is told how it is now: neither an old failure of the token nor a wait for it.

use std::time::Duration;

use esim_desk_core::book::OrderKey;
use esim_desk_core::clock;
use esim_desk_core::desk::{DaysQuery, Failure, SumsBy};
use esim_desk_core::sandbox::{Fault, Mishap, Step};

use crate::desk::esim::starting::waiting;
use crate::desk::fixture::{Shop, quick};

/// What the service is asked for by a press.
#[derive(Clone, Copy, Debug)]
enum Press {
    Plans,
    LookAgain,
    Find,
    FindMissing,
    Adopt,
    Compare,
    MayBeGivenBack,
    StartNow,
}

/// The last one changes the plan.
const ALL: [Press; 8] = [
    Press::Plans,
    Press::LookAgain,
    Press::Find,
    Press::FindMissing,
    Press::Adopt,
    Press::Compare,
    Press::MayBeGivenBack,
    Press::StartNow,
];

async fn press(shop: &Shop, one: Press, (iccid, plan): (&str, &str)) -> Result<(), Failure> {
    let desk = &shop.desk;
    let today = clock::now().to_string()[..10].to_owned();
    let query = DaysQuery {
        from: today.clone(),
        to: today,
        by: SumsBy::Plan,
    };
    let asked = async {
        match one {
            Press::Plans => desk.plans.read().await.map(drop),
            Press::LookAgain => desk.esims.look(iccid, true).await.map(drop),
            Press::Find => desk.esims.find(iccid).await.map(drop),
            Press::FindMissing => desk.unmatched.list().await.map(drop),
            Press::Adopt => desk
                .unmatched
                .adopt("nobody-knows-it", "a@b.example")
                .await
                .map(drop),
            Press::Compare => desk.takings.compare(&query, |_| {}).await.map(drop),
            Press::MayBeGivenBack => desk.refund.check(OrderKey(1)).await,
            Press::StartNow => desk.esims.start_now(iccid, plan).await.map(drop),
        }
    };
    shop.moving(asked).await
}

fn tokens_asked_for(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Token)
}

#[tokio::test]
async fn whoever_presses_asks_anew_where_no_token_was_to_be_had_before() {
    let shop = Shop::open_with(quick()).await;
    let (iccid, plan) = waiting(&shop).await;
    for one in ALL {
        // What asks meanwhile finds no token either, so that the next look at the endpoint is minutes away.
        shop.pass(Duration::from_secs(299)).await;
        let fault = Fault::next(Step::Token, Mishap::Broken);
        shop.control().cause_for(fault, Duration::from_secs(60));
        for _ in 0..6 {
            let looked = shop.moving(shop.desk.esims.look(&iccid, false)).await;
            looked.expect("what was read before is shown");
            shop.pass(Duration::from_secs(10)).await;
        }
        let before = tokens_asked_for(&shop);
        let asked = press(&shop, one, (&iccid, &plan)).await;
        assert!(tokens_asked_for(&shop) > before, "{one:?}: {asked:?}");
        let of_token = matches!(asked, Err(Failure::ServiceTrouble { .. }));
        assert!(
            !of_token,
            "{one:?}: it is well again, and was asked: {asked:?}"
        );
    }
}
