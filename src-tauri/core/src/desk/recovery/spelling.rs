//! An e-mail address that somebody types again later may have been spelled otherwise when the eSIM was sold. The service may
//! compare exactly, and people do not: `Maria@Example.com` is `maria@example.com` to them.

use crate::book::AccountId;
use crate::desk::orders::Orders;

/// Other spellings to look for: without capitals, and as it was typed at other sales. A book that cannot tell has none.
pub(in crate::desk) async fn spellings(
    orders: &Orders,
    account: &AccountId,
    email: &str,
) -> Vec<String> {
    let (whose, typed) = (account.clone(), email.to_owned());
    let known = orders.book(move |book| book.spellings_of(&whose, &typed));
    let mut others = known.await.unwrap_or_default();
    let folded = email.to_lowercase();
    if folded != email && !others.contains(&folded) {
        others.push(folded);
    }
    others
}
