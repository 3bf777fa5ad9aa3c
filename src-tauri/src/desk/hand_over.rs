//! OnScreen over: the proved code of one order, as the screen, the clipboard and files need it.
//!
//! A code is fetched when it is asked for and goes no further than its caller. Where it goes from there (window,
//! clipboard, file) is the shell's.

use secrecy::{ExposeSecret, SecretString};

use super::failure::Failure;
use super::proving::{drawn, verify_sim};
use super::view::{DoubtView, HandOver, Mode};
use super::{Desk, Inner};
use crate::activation::{Doubt, InstallCode, Mark, QrPicture, Rgba, link};
use crate::book::{OrderKey, OrderState};
use crate::connect::{Iccid, OrderId};

/// The side of saved and copied pictures, in pixels, at least.
const PICTURE_SIDE: u32 = 1024;

/// A text of the hand-over that can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeText {
    InstallCode,
    Smdp,
    MatchingId,
    Link(LinkKind),
}

/// An install link, by the device that it is for (rulings 21).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    Iphone,
    Android,
    /// The URI that Windows knows.
    Windows,
}

/// A link and its own picture, drawn and read back like the code's. Nothing here opens it.
#[derive(Clone, serde::Serialize, specta::Type)]
pub struct InstallLink {
    pub text: String,
    /// A side in modules, quiet zone included.
    pub modules: u32,
    /// An SVG path in module units.
    pub path: String,
}

impl Desk {
    /// What *Hand over* shows for `key`.
    pub async fn hand_over(&self, key: OrderKey) -> Result<HandOver, Failure> {
        let inner = &self.inner;
        let (code, voucher, reference) = match inner.proved(key).await? {
            Proved::Code { code, voucher } => (code, voucher, inner.reference(key)),
            Proved::Withheld(doubt) => {
                return Ok(HandOver::Withheld {
                    doubt,
                    reference: inner.reference(key),
                });
            }
        };
        let picture = match draw(code.clone()).await {
            Ok(picture) => picture,
            Err(doubt) => {
                return Ok(HandOver::Withheld {
                    doubt: DoubtView::of(&doubt),
                    reference,
                });
            }
        };
        inner.watch_sim(key, inner.iccid(key).await);
        let guest = inner
            .show_customer(key, &picture, code.confirmation_required(), voucher.clone())
            .await;
        Ok(HandOver::Code {
            order: key,
            modules: picture.side(),
            path: picture.svg_path().to_owned(),
            install_code: code.qr_text(),
            smdp: code.smdp().as_str().to_owned(),
            matching_id: code.matching_id().as_str().to_owned(),
            confirmation_required: code.confirmation_required(),
            sample: inner.mode == Mode::Demo,
            voucher: voucher.map(|voucher| voucher.expose_secret().to_owned()),
            guest,
        })
    }

    /// One of the texts of a proved code.
    pub async fn code_text(&self, key: OrderKey, which: CodeText) -> Result<SecretString, Failure> {
        let code = self.inner.proved_code(key).await?;
        let text = match which {
            CodeText::InstallCode => code.qr_text(),
            CodeText::Smdp => code.smdp().as_str().to_owned(),
            CodeText::MatchingId => code.matching_id().as_str().to_owned(),
            CodeText::Link(kind) => link_text(kind, &code),
        };
        Ok(text.into())
    }

    /// An install link of a proved code, with its picture.
    pub async fn install_link(
        &self,
        key: OrderKey,
        kind: LinkKind,
    ) -> Result<InstallLink, Failure> {
        let code = self.inner.proved_code(key).await?;
        off_thread(move || {
            let text = link_text(kind, &code);
            QrPicture::draw_text(&text).map(|picture| InstallLink {
                modules: picture.side(),
                path: picture.svg_path().to_owned(),
                text,
            })
        })
        .await
    }

    /// The picture as a PNG file, at least 1024 pixels wide; marked where it is a demo's (rulings 25).
    pub async fn picture_png(&self, key: OrderKey) -> Result<Vec<u8>, Failure> {
        let mark = self.inner.mark();
        let picture = self.inner.picture(key).await?;
        off_thread(move || picture.png(PICTURE_SIDE, mark)).await
    }

    /// The picture for the clipboard.
    pub async fn picture_rgba(&self, key: OrderKey) -> Result<Rgba, Failure> {
        let mark = self.inner.mark();
        let picture = self.inner.picture(key).await?;
        off_thread(move || picture.rgba(PICTURE_SIDE, mark)).await
    }

    /// The name that a saved file gets: the order number only (rulings 25).
    pub fn file_name(&self, key: OrderKey, ending: &str) -> String {
        let state = self.inner.lock();
        let id = state
            .orders
            .get(&key)
            .and_then(|tracked| tracked.order.order_id.as_deref())
            .map(super::view::short);
        format!("eSIM-{}.{ending}", id.unwrap_or_else(|| key.0.to_string()))
    }
}

enum Proved {
    Code {
        code: InstallCode,
        voucher: Option<SecretString>,
    },
    Withheld(DoubtView),
}

impl Inner {
    fn mark(&self) -> Mark {
        match self.mode {
            Mode::Demo => Mark::Sample,
            Mode::Live => Mark::None,
        }
    }

    fn reference(&self, key: OrderKey) -> String {
        self.lock()
            .orders
            .get(&key)
            .map(|tracked| tracked.order.reference.clone())
            .unwrap_or_default()
    }

    async fn picture(&self, key: OrderKey) -> Result<QrPicture, Failure> {
        let code = self.proved_code(key).await?;
        draw(code).await.map_err(|_| Failure::NoCode)
    }

    pub(super) async fn proved_code(&self, key: OrderKey) -> Result<InstallCode, Failure> {
        match self.proved(key).await? {
            Proved::Code { code, .. } => Ok(code),
            Proved::Withheld(_) => Err(Failure::NoCode),
        }
    }

    /// The code of an order: from memory, from the book, or asked for again by the order's number.
    async fn proved(&self, key: OrderKey) -> Result<Proved, Failure> {
        let order = match self.ahead_of_the_book(key) {
            Some(order) => order,
            None => self.with_book(move |book| book.order(key)).await?,
        };
        match order.state {
            OrderState::Ready => {}
            OrderState::Withheld => return Ok(Proved::Withheld(self.doubt(key))),
            OrderState::Sending
            | OrderState::Accepted
            | OrderState::Preparing
            | OrderState::Failed
            | OrderState::Refused
            | OrderState::NotSent
            | OrderState::Unconfirmed
            | OrderState::Settled => return Err(Failure::NoCode),
        }
        let (code, voucher) = {
            let state = self.lock();
            let tracked = state.orders.get(&key);
            (
                tracked.and_then(|tracked| tracked.code.clone()),
                tracked.and_then(|tracked| tracked.voucher.clone()),
            )
        };
        let voucher = match voucher {
            Some(voucher) => Some(voucher),
            None => self
                .with_book(move |book| book.voucher(key))
                .await
                .ok()
                .flatten(),
        };
        if let Some(code) = code {
            return Ok(Proved::Code { code, voucher });
        }
        let kept = self.with_book(move |book| book.code(key)).await;
        if let Some(code) = kept
            .ok()
            .flatten()
            .and_then(|text| InstallCode::parse(text.expose_secret()).ok())
        {
            return Ok(Proved::Code { code, voucher });
        }
        let client = self.client_of(&order.account)?;
        let Some(id) = order.order_id else {
            let iccid = order.iccid.and_then(|iccid| Iccid::new(&iccid).ok());
            let sim = self.heard(client.sim(&iccid.ok_or(Failure::NoCode)?).await)?;
            return Ok(match drawn(verify_sim(&sim)).await {
                Ok(code) => Proved::Code { code, voucher },
                Err(doubt) => Proved::Withheld(DoubtView::of(&doubt)),
            });
        };
        let id = OrderId::new(&id).map_err(|_| Failure::NoCode)?;
        let answer = self.heard(client.order(&id).await)?;
        let told = answer
            .output
            .as_ref()
            .and_then(|output| output.iccid.as_ref());
        if let (Some(known), Some(told)) = (&order.iccid, told)
            && known != told.as_str()
        {
            return Ok(Proved::Withheld(DoubtView::ClaimedTwice));
        }
        Ok(match self.prove(&client, &answer).await? {
            Ok(code) => Proved::Code { code, voucher },
            Err(doubt) => Proved::Withheld(DoubtView::of(&doubt)),
        })
    }

    /// The order as memory has it, or the book.
    pub(super) async fn row(&self, key: OrderKey) -> Result<crate::book::Order, Failure> {
        let known = self
            .lock()
            .orders
            .get(&key)
            .map(|tracked| tracked.order.clone());
        match known {
            Some(order) => Ok(order),
            None => self.with_book(move |book| book.order(key)).await,
        }
    }

    /// The order as memory has it, where the book did not take the latest of it.
    fn ahead_of_the_book(&self, key: OrderKey) -> Option<crate::book::Order> {
        let state = self.lock();
        let tracked = state.orders.get(&key)?;
        (!tracked.unwritten.is_empty()).then(|| tracked.order.clone())
    }

    fn doubt(&self, key: OrderKey) -> DoubtView {
        let state = self.lock();
        state
            .orders
            .get(&key)
            .and_then(|tracked| tracked.doubt.as_ref())
            .map_or(DoubtView::ClaimedTwice, DoubtView::of)
    }
}

async fn draw(code: InstallCode) -> Result<QrPicture, Doubt> {
    tokio::task::spawn_blocking(move || QrPicture::draw(&code))
        .await
        .map_err(|_| Doubt::PictureWrong)?
        .map_err(Doubt::from)
}

async fn off_thread<T: Send + 'static, E: Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Failure::NoCode)?
        .map_err(|_| Failure::NoCode)
}

fn link_text(kind: LinkKind, code: &InstallCode) -> String {
    match kind {
        LinkKind::Iphone => link::iphone(code),
        LinkKind::Android => link::android(code),
        LinkKind::Windows => link::uri(code),
    }
}
