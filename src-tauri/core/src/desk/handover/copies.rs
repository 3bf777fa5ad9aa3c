//! What leaves a hand-over by other ways than the screen: texts to copy, pictures, links, the draft of an e-mail.
//!
//! Each carries the whole credential. Where it goes from here (clipboard, file, mail program) is the shell's.

use secrecy::SecretString;

use super::code::Proved;
use super::guest::GuestChoice;
use super::mail::{MailDraft, MailWords};
use super::picture::{CodeText, InstallLink, LinkKind, SIDE, link_text, off_thread};
use super::view::{DoubtView, HandOverView, LinePicture, PaperPage};
use super::{HandOver, code, picture};
use crate::activation::{InstallCode, Mark, QrPicture, Rgba};
use crate::book::{CustomerRecord, OrderKey};
use crate::desk::model::{Failure, Mode, short, suffix};

impl HandOver {
    /// One of the texts of a proved code.
    pub async fn text(&self, key: OrderKey, which: CodeText) -> Result<SecretString, Failure> {
        let code = self.proved_code(key).await?;
        let text = match which {
            CodeText::InstallCode => code.qr_text(),
            CodeText::Smdp => code.smdp().as_str().to_owned(),
            CodeText::MatchingId => code.matching_id().as_str().to_owned(),
            CodeText::Link(kind) => link_text(kind, &code),
        };
        Ok(text.into())
    }

    /// An install link of a proved code, with its picture.
    pub async fn link(&self, key: OrderKey, kind: LinkKind) -> Result<InstallLink, Failure> {
        picture::of_link(kind, self.proved_code(key).await?).await
    }

    /// The picture as a PNG file, at least 1024 pixels wide; marked where it is a demo's (rulings 25).
    pub async fn png(&self, key: OrderKey) -> Result<Vec<u8>, Failure> {
        let mark = self.mark();
        let picture = self.picture(key).await?;
        off_thread(move || picture.png(SIDE, mark)).await
    }

    /// The picture for the clipboard.
    pub async fn rgba(&self, key: OrderKey) -> Result<Rgba, Failure> {
        let mark = self.mark();
        let picture = self.picture(key).await?;
        off_thread(move || picture.rgba(SIDE, mark)).await
    }

    /// The draft of an e-mail to the customer. One who is not known any more leaves the receiver open.
    pub async fn mail(&self, key: OrderKey, words: MailWords) -> Result<MailDraft, Failure> {
        let code = self.proved_code(key).await?;
        let order = self.orders.order(key).await?;
        let email = match &order.customer {
            CustomerRecord::Known(customer) => customer.email.as_str(),
            CustomerRecord::NotStored | CustomerRecord::Closed | CustomerRecord::Forgotten => "",
        };
        let suffix = suffix(order.order_id.as_deref(), &order.reference);
        Ok(MailDraft::of(email, &words, &code, &suffix))
    }

    /// What *Hand over* shows of an order, for a page on paper: it comes on no screen, and no hand-over begins.
    pub async fn for_paper(&self, key: OrderKey) -> Result<PaperPage, Failure> {
        let order = self.orders.order(key).await?;
        let withheld = |doubt| HandOverView::Withheld {
            doubt,
            reference: order.reference.clone(),
        };
        let code = match code::proved(&self.account, &self.orders, key).await? {
            Proved::Withheld(doubt) => withheld(doubt),
            Proved::Code { code, voucher } => match picture::of_code(code.clone()).await {
                Err(doubt) => withheld(DoubtView::of(&doubt)),
                Ok(picture) => {
                    let guest = GuestChoice::of(&order.guest);
                    let (mode, voucher) = (self.setup.mode, voucher.as_ref());
                    HandOverView::of_code(key, &picture, &code, voucher, mode, guest)
                }
            },
        };
        Ok(PaperPage {
            code,
            suffix: suffix(order.order_id.as_deref(), &order.reference),
        })
    }

    /// The pictures of a group's lines. They are named by the numbers of this book: those of the service may begin alike, and
    /// one would be unpacked over the other. A line whose code is withheld has none.
    pub async fn of_lines(&self, lines: Vec<(u32, OrderKey)>) -> Result<Vec<LinePicture>, Failure> {
        let mut pictures = Vec::with_capacity(lines.len());
        for (line, order) in lines {
            let png = match self.png(order).await {
                Ok(png) => Some(png),
                Err(Failure::NoCode) => None,
                Err(failure) => return Err(failure),
            };
            let file = png.map(|png| (format!("eSIM-{}.png", order.0), png));
            pictures.push(LinePicture { line, order, file });
        }
        Ok(pictures)
    }

    /// The name that a saved file gets: the order number only (rulings 25).
    pub fn file_name(&self, key: OrderKey, ending: &str) -> String {
        let number = self.orders.get(key, |live| live.order().order_id.clone());
        let number = number.flatten().as_deref().map(short);
        format!(
            "eSIM-{}.{ending}",
            number.unwrap_or_else(|| key.0.to_string())
        )
    }

    fn mark(&self) -> Mark {
        match self.setup.mode {
            Mode::Demo => Mark::Sample,
            Mode::Live => Mark::None,
        }
    }

    async fn picture(&self, key: OrderKey) -> Result<QrPicture, Failure> {
        let code = self.proved_code(key).await?;
        picture::of_code(code).await.map_err(|_| Failure::NoCode)
    }

    async fn proved_code(&self, key: OrderKey) -> Result<InstallCode, Failure> {
        code::proved_code(&self.account, &self.orders, key).await
    }
}
