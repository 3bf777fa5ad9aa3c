//! What was copied, and whether the clipboard still holds it. Nothing is put there or taken away here.
//!
//! Only an answer settles it: a clipboard that another program has open, or whose owner does not answer, may hold
//! what we put there as well as anything else.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use arboard::{Clipboard, Error, ImageData};
use secrecy::{ExposeSecret, SecretString};

/// How long the owner of the clipboard may take to say what is there.
const ANSWER: Duration = Duration::from_secs(1);

/// What was put there for a customer.
#[derive(Clone)]
pub enum Copied {
    Text(SecretString),
    Picture(Arc<Shape>),
}

/// A picture as dark and light points: systems give colours back a little changed, and a code has none.
#[derive(PartialEq, Eq)]
pub struct Shape {
    width: usize,
    height: usize,
    dark: Vec<u8>,
}

impl Shape {
    pub fn of(image: &ImageData<'_>) -> Shape {
        let points = image.bytes.chunks(4).map(|point| match point {
            // What is see-through is light, as on paper.
            [red, green, blue, opaque] => {
                let light = u16::from(*red) + u16::from(*green) + u16::from(*blue) > 382;
                u8::from(!light && *opaque > 127)
            }
            _ => 0,
        });
        Shape {
            width: image.width,
            height: image.height,
            dark: points.collect(),
        }
    }
}

/// What is known of what was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is still there.
    There,
    /// It is not: there is nothing, or something else.
    Gone,
    /// Nobody said what is there.
    Unsaid,
}

/// Looks on a thread of its own and by a clipboard of its own, because an owner may keep both waiting for ever. One that may is
/// this program's window, while its loop waits for this.
pub fn look_for(copied: &Copied) -> Standing {
    let (say, said) = mpsc::channel();
    let copied = copied.clone();
    thread::spawn(move || {
        let standing = match &copied {
            Copied::Text(text) => standing_of(
                Clipboard::new().and_then(|mut system| system.get_text().map(SecretString::from)),
                |there| there.expose_secret() == text.expose_secret(),
            ),
            Copied::Picture(shape) => standing_of(
                Clipboard::new().and_then(|mut system| system.get_image()),
                |there| Shape::of(there) == **shape,
            ),
        };
        // Nobody listens any more when it took too long.
        let _ = say.send(standing);
    });
    said.recv_timeout(ANSWER).unwrap_or(Standing::Unsaid)
}

fn standing_of<T>(there: Result<T, Error>, is_ours: impl FnOnce(&T) -> bool) -> Standing {
    match there {
        Ok(there) if is_ours(&there) => Standing::There,
        // What we put there can be read as what it is.
        Ok(_) | Err(Error::ContentNotAvailable | Error::ConversionFailure) => Standing::Gone,
        // Another program has it open, or the system says no: what is there is not known.
        Err(_) => Standing::Unsaid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(bytes: &[u8]) -> Shape {
        Shape::of(&ImageData {
            width: bytes.len() / 4,
            height: 1,
            bytes: bytes.into(),
        })
    }

    const CODE: &[u8] = &[0, 0, 0, 255, 255, 255, 255, 255];

    #[test]
    fn only_an_answer_says_that_something_is_gone() {
        let stands = |there: Result<&str, Error>| standing_of(there, |there| *there == "ours");
        assert_eq!(stands(Ok("ours")), Standing::There);
        assert_eq!(stands(Ok("the bill of room 12")), Standing::Gone);
        assert_eq!(stands(Err(Error::ContentNotAvailable)), Standing::Gone);
        assert_eq!(stands(Err(Error::ConversionFailure)), Standing::Gone);
        for unknown in [
            Error::ClipboardOccupied,
            Error::ClipboardNotSupported,
            Error::Unknown {
                description: "the connection was lost".to_owned(),
            },
        ] {
            assert_eq!(stands(Err(unknown)), Standing::Unsaid);
        }
    }

    #[test]
    fn a_code_is_known_again_in_slightly_other_colours_and_another_picture_is_not() {
        let ours = picture(CODE);
        assert!(ours == picture(&[2, 1, 3, 255, 250, 255, 254, 255]));
        for other in [
            &[255, 255, 255, 255, 0, 0, 0, 255][..],
            &[0, 0, 0, 255][..],
            &[0, 0, 0, 255, 0, 0, 0, 255][..],
            &[0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 255][..],
            &[][..],
        ] {
            assert!(ours != picture(other), "{other:?}");
        }
    }
}
