//! What the book tells of very many orders in one pass, over a connection of its own: no sale and no list waits for it.

use super::adding::Adding;
use super::error::BookError;
use super::handle::Book;
use super::order::AccountId;
use super::sums::{BookedSale, SumsQuery, SumsReport};
use crate::book::sqlite::lines;

impl Book {
    /// What the orders of some days came to.
    pub fn sums(&self, query: &SumsQuery) -> Result<SumsReport, BookError> {
        let mut adding = Adding::new(query);
        let (from, until) = query.bounds();
        let _aside = self.aside();
        let connection = self.own_connection()?;
        let read = connection.read(|tx| lines::each(tx, from, until, |line| adding.add(&line)));
        self.noticing(read)?;
        Ok(adding.done())
    }

    /// Gives every order of the account to `take`, in no order.
    pub fn each_sale(
        &self,
        account: &AccountId,
        take: impl FnMut(BookedSale<'_>),
    ) -> Result<(), BookError> {
        let _aside = self.aside();
        let connection = self.own_connection()?;
        let read = connection.read(|tx| lines::of_account(tx, account, take));
        self.noticing(read)
    }
}
