//! Where releases are announced, by whose key, and which of their files are for this computer.
//!
//! All of it is fixed when the program is built (`shell::updates`). Not here: the channel, which a person chooses.

use semver::Version;
use url::Url;

use super::signature::PublisherKey;
use crate::settings::UpdateChannel;

/// What the publisher gave this program on its way.
#[derive(Clone, Debug)]
pub struct Source {
    /// Ends with a slash: everything lies below it.
    base: Url,
    pub(super) key: PublisherKey,
    /// As the feed calls this system, its processor and the installer that was used: `windows-x86_64-nsis`.
    pub(super) target: String,
    pub(super) current: Version,
}

/// What is wrong with how the program was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    #[error("releases must be announced at an https address without ? and #")]
    Address,
    #[error("the publisher's key cannot be read")]
    Key,
    #[error("this program's version cannot be read")]
    Version,
}

impl Source {
    /// `base` is the address of the folder, `key` the publisher's, as the Tauri CLI writes it, `current` this program's version.
    ///
    /// # Errors
    /// [`SourceError`].
    pub fn new(base: &str, key: &str, target: &str, current: &str) -> Result<Source, SourceError> {
        let mut base = Url::parse(base).map_err(|_| SourceError::Address)?;
        let plain = base.query().is_none() && base.fragment().is_none() && base.has_host();
        if base.scheme() != "https" || !base.username().is_empty() || !plain {
            return Err(SourceError::Address);
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Ok(Source {
            base,
            key: PublisherKey::parse(key).ok_or(SourceError::Key)?,
            target: target.to_owned(),
            current: Version::parse(current).map_err(|_| SourceError::Version)?,
        })
    }

    /// This program's version.
    pub fn current(&self) -> String {
        self.current.to_string()
    }

    pub(super) fn base(&self) -> &Url {
        &self.base
    }

    pub(super) fn feed(&self, channel: UpdateChannel) -> Url {
        self.below(feed_name(channel))
    }

    /// `name` is one that [`super::feed`] let pass, or ours: it has no slash and no dots alone.
    pub(super) fn below(&self, name: &str) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(name);
        }
        url
    }
}

/// The name of a channel's feed, under which it is also signed.
pub(super) fn feed_name(channel: UpdateChannel) -> &'static str {
    match channel {
        UpdateChannel::Stable => "stable.json",
        UpdateChannel::Preview => "preview.json",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = concat!(
        "dW50cnVzdGVkIGNvbW1lbnQ6IG1pbmlzaWduIHB1YmxpYyBrZXk6IDcwODY3ODE5MTU5QzA3QzMK",
        "UldUREI1d1ZHWGlHY0RqU09ZZzNYUnNqNWJVYXdBTnN6UVB5dlREaGpCR0dhdTI1c05ORzY0TTMK"
    );

    fn source(base: &str, key: &str) -> Result<Source, SourceError> {
        Source::new(base, key, "windows-x86_64-nsis", "0.1.0")
    }

    #[test]
    fn only_a_folder_under_https_is_where_releases_are_announced() {
        for base in ["https://a.example/desk", "https://a.example/desk/"] {
            let source = source(base, KEY).expect("both are good");
            let feed = source.feed(UpdateChannel::Preview);
            assert_eq!(feed.as_str(), "https://a.example/desk/preview.json");
        }
        for wrong in [
            "http://a.example/desk",
            "http://localhost/desk",
            "https://name@a.example/",
            "https://a.example/?x",
            "file:///desk",
            "",
        ] {
            assert_eq!(
                source(wrong, KEY).err(),
                Some(SourceError::Address),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_key_that_is_none_is_told() {
        for wrong in ["", "RWTD", "bm8ga2V5", &KEY[..76]] {
            let told = source("https://a.example", wrong).err();
            assert_eq!(told, Some(SourceError::Key), "{wrong}");
        }
    }
}
