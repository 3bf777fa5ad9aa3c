//! The page of the staff's window, which can begin anew while the program goes on: it is reloaded, or its process ends.
//!
//! It then knows nothing of what it showed or of what was being typed. What it showed ends here, on both screens; what was
//! typed it had given to this room, which keeps it in memory with the form that it is typed in, and never reads it. Not here:
//! what a page begins with otherwise, which is a snapshot.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use tauri::webview::PageLoadEvent;
use tauri::{Manager, WebviewWindow};

use super::desks::Desks;
use super::handover;
use crate::book::{GroupKey, OrderKey};
use crate::desk::{Cost, Desk, Draft, Failure, GroupDraft, InTheWay};
use crate::table::MOST_BYTES;

/// More than any form holds.
const LONGEST: usize = 64 * 1024;
/// A table stands in it as it was read and as its lines, and one that made room for it may, too.
const LONGEST_TABLE: usize = 8 * MOST_BYTES;

/// What Tauri keeps for it.
#[derive(Default)]
pub struct StaffPage {
    begun_before: AtomicBool,
    kept: Mutex<Kept>,
    /// Held while an order is being placed: what became of what was typed is known only afterwards.
    placing: tokio::sync::Mutex<()>,
    /// The same while a group is being begun.
    beginning: tokio::sync::Mutex<()>,
}

/// What is half typed, with what was set aside, in the page's own words.
#[derive(serde::Deserialize, specta::Type)]
pub struct HalfTyped {
    text: String,
    form: TypedForm,
}

/// The form that something is half typed in. Of several it is the one that is on screen, or else was last.
#[derive(Clone, Copy, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TypedForm {
    Sale,
    TopUp,
    /// Of one line of a group.
    Line,
    /// A smaller one: whoever closes a case, or whose a found eSIM is.
    Other,
}

#[derive(Default)]
struct Kept {
    typed: Option<(SecretString, TypedForm)>,
    placed: Option<OrderKey>,
    table: Option<SecretString>,
    begun: Option<GroupKey>,
}

/// What a page that begins anew goes on with.
#[derive(Clone, Default, serde::Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftByPage {
    /// What was being typed, in the page's own words.
    pub typed: Option<String>,
    /// Or the order that it became while nobody was there to hear of it.
    pub placed: Option<OrderKey>,
    /// The table of several guests, in the page's own words.
    pub table: Option<String>,
    /// Or the group that it became.
    pub begun: Option<GroupKey>,
}

impl StaffPage {
    /// Keeps what is being typed, in place of what was before. Nothing is kept of a form that is empty.
    pub fn keep(&self, typed: Option<HalfTyped>) {
        let typed = typed.filter(|typed| typed.text.len() <= LONGEST);
        let mut kept = self.kept();
        kept.typed = typed.map(|typed| (SecretString::from(typed.text), typed.form));
        kept.placed = None;
    }

    /// The same for a table of several guests.
    pub fn keep_table(&self, table: Option<String>) {
        let table = table.filter(|text| text.len() <= LONGEST_TABLE);
        let mut kept = self.kept();
        kept.table = table.map(SecretString::from);
        kept.begun = None;
    }

    /// What somebody is in the middle of typing, and would be lost with the program.
    pub fn in_hand(&self) -> Option<InTheWay> {
        let kept = self.kept();
        let typed = kept.typed.as_ref().map(|(_, form)| match form {
            TypedForm::Sale => InTheWay::SaleBegun,
            TypedForm::TopUp => InTheWay::TopUpBegun,
            TypedForm::Line => InTheWay::LineBegun,
            TypedForm::Other => InTheWay::FormBegun,
        });
        typed.or_else(|| kept.table.as_ref().map(|_| InTheWay::TableBegun))
    }

    /// What the page before left. Waits for the order that it may have been placing, and the group it may have begun.
    pub async fn left(&self) -> LeftByPage {
        let _settled = (self.placing.lock().await, self.beginning.lock().await);
        let kept = self.kept();
        let told = |text: &SecretString| text.expose_secret().to_owned();
        LeftByPage {
            typed: kept.typed.as_ref().map(|(text, _)| told(text)),
            placed: kept.placed,
            table: kept.table.as_ref().map(told),
            begun: kept.begun,
        }
    }

    /// Places an order: what was typed is an order from then on, whether or not the page lives to hear it.
    pub async fn place(&self, desk: &Desk, draft: Draft) -> Result<OrderKey, Failure> {
        let _turn = self.placing.lock().await;
        let order = desk.sale.place(draft).await?;
        let mut kept = self.kept();
        kept.typed = None;
        kept.placed = Some(order);
        Ok(order)
    }

    /// Begins a group: its table is a group from then on.
    pub async fn begin(
        &self,
        desk: &Desk,
        draft: GroupDraft,
        agreed: &Cost,
    ) -> Result<GroupKey, Failure> {
        let _turn = self.beginning.lock().await;
        let group = desk.groups.begin(draft, agreed).await?;
        let mut kept = self.kept();
        kept.table = None;
        kept.begun = Some(group);
        Ok(group)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A page is being loaded into the staff's window. Whether it begins anew.
pub fn loads(window: &WebviewWindow, event: PageLoadEvent) -> bool {
    let page = window.state::<StaffPage>();
    if event != PageLoadEvent::Started || !page.begun_before.swap(true, Ordering::Relaxed) {
        return false;
    }
    tracing::warn!("the page begins anew");
    let in_front = window.is_focused().unwrap_or(false) && !window.is_minimized().unwrap_or(false);
    if let Some(desk) = window.state::<Desks>().front_now()
        && !desk.handover.outlives_page(in_front)
    {
        handover::done(window.app_handle(), &desk);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, form: TypedForm) -> HalfTyped {
        HalfTyped {
            text: text.to_owned(),
            form,
        }
    }

    #[test]
    fn what_is_typed_is_in_hand_in_the_form_that_it_is_typed_in() {
        let page = StaffPage::default();
        assert_eq!(page.in_hand(), None);
        for (form, in_hand) in [
            (TypedForm::Sale, InTheWay::SaleBegun),
            (TypedForm::TopUp, InTheWay::TopUpBegun),
            (TypedForm::Other, InTheWay::FormBegun),
            (TypedForm::Line, InTheWay::LineBegun),
        ] {
            page.keep(Some(typed("Anna", form)));
            assert_eq!(page.in_hand(), Some(in_hand));
        }
        page.keep_table(Some("Anna;Bert".to_owned()));
        assert_eq!(
            page.in_hand(),
            Some(InTheWay::LineBegun),
            "one after the other"
        );
        page.keep(None);
        assert_eq!(page.in_hand(), Some(InTheWay::TableBegun));
        page.keep_table(None);
        assert_eq!(page.in_hand(), None);
    }
}
