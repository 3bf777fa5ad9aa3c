//! What holds in every cell of a SIM, whatever the table says: the desk's orders against the ledger of the service.

use esim_desk_core::book::{OrderKey, OrderState, Verdict};
use esim_desk_core::desk::Failure;
use esim_desk_core::sandbox::{Operation, Step};

use crate::desk::fixture::Shop;

pub(super) fn deletes(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Cancel)
}

/// The plan that the service made for an order.
pub(super) fn made(shop: &Shop, reference: &str) -> Option<String> {
    let orders = shop.control().ledger().orders.into_iter();
    let mut orders = orders.map(|view| view.order);
    let order = orders.find(|order| order.correlation_id.as_deref() == Some(reference))?;
    (!order.without_output).then_some(order.subscription.id)
}

/// Whether the service took the eSIM of a sale back.
pub(super) fn came_back(shop: &Shop, sale: OrderKey) -> bool {
    let iccid = shop.booked(sale).iccid;
    let ledger = shop.control().ledger();
    let mut sims = ledger.sims.iter();
    let sim = sims.find(|sim| sim.iccid == iccid);
    sim.is_some_and(|sim| sim.cancelled.is_some())
}

/// Of a sale, what was put on its SIM, and what became of the SIM. Nothing is left open.
pub(super) async fn of_sims(shop: &Shop, sale: OrderKey, cell: &str) {
    let ledger = shop.control().ledger();
    assert_eq!(
        ledger.elsewhere, 0,
        "{cell}: a link or a redirect was followed"
    );
    let orders = shop.desk.snapshot().orders;
    let sent = orders
        .iter()
        .filter(|order| order.state != OrderState::NotSent);
    assert_eq!(
        ledger.seen.posts.len(),
        sent.count(),
        "{cell}: one request for each order of the book"
    );
    assert!(
        ledger.seen.at(Step::Cancel) <= 2,
        "{cell}: asked once, and once more by a person"
    );
    for booked in ledger.orders.iter().map(|view| &view.order) {
        let mut its = orders
            .iter()
            .filter(|order| booked.correlation_id.as_ref() == Some(&order.reference));
        let its_own = its.next();
        assert!(
            its_own.is_some() && its.next().is_none(),
            "{cell}: what is bought is in the book, once"
        );
    }
    for order in orders.iter().filter(|order| order.key != sale) {
        let of_it = ledger.orders.iter().map(|view| &view.order);
        let of_it = of_it.filter(|one| one.correlation_id.as_ref() == Some(&order.reference));
        let of_it: Vec<_> = of_it.collect();
        assert!(of_it.len() <= 1, "{cell}: one order was booked twice");
        let iccid = &shop.booked(sale).iccid;
        let is_on_it = |one: &&_| {
            let one: &esim_desk_core::sandbox::Order = one;
            one.operation == Operation::Topup && one.iccid == *iccid
        };
        assert!(of_it.iter().all(is_on_it), "{cell}: on another SIM");
        match order.state {
            OrderState::Added => assert!(!of_it.is_empty(), "{cell}: added, and never bought"),
            OrderState::Refused | OrderState::NotSent => {
                assert!(
                    of_it.is_empty(),
                    "{cell}: called unbought, and it is bought"
                );
            }
            // A person's verdict, or a lost one in whose place another one was ordered.
            OrderState::Settled => assert_eq!(
                order.verdict == Some(Verdict::NotBought),
                made(shop, &order.reference).is_none(),
                "{cell}: a verdict against the ledger"
            ),
            OrderState::Unconfirmed => {
                let is_in_its_place = orders.iter().any(|other| other.state == OrderState::Added);
                assert!(
                    is_in_its_place && of_it.is_empty(),
                    "{cell}: lost, and nothing in its place"
                );
            }
            OrderState::Sending
            | OrderState::Accepted
            | OrderState::Preparing
            | OrderState::Ready
            | OrderState::Failed
            | OrderState::Withheld
            | OrderState::Cancelling
            | OrderState::Refunded => panic!("{cell}: it ends {:?}", order.state),
        }
    }
    its_code(shop, sale, cell).await;
}

/// The code of a sale is there, and the ledger's, as long as the eSIM was not given back.
async fn its_code(shop: &Shop, sale: OrderKey, cell: &str) {
    let came_back = came_back(shop, sale);
    let sold = shop.order(sale);
    if sold.state == OrderState::Ready {
        assert!(!came_back, "{cell}: it came back, and is shown");
        let code = shop.handed_over(sale).await;
        assert_eq!(code, shop.ledger_code(sale), "{cell}: a wrong code");
        return;
    }
    let code = shop.desk.handover.open(sale).await;
    assert!(
        matches!(code, Err(Failure::NoCode)),
        "{cell}: a code of what is being given back"
    );
    let ends = [OrderState::Refunded, OrderState::Settled];
    assert!(
        ends.contains(&sold.state),
        "{cell}: it ends {:?}",
        sold.state
    );
    let is_told = sold.state == OrderState::Refunded || sold.verdict == Some(Verdict::Refunded);
    assert_eq!(is_told, came_back, "{cell}: a refund against the ledger");
}
