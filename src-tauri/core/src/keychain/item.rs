//! The names under which secrets are kept. What a person sees in their keychain program is these names.

use url::Url;

/// The service all entries of this program belong to.
pub(super) const SERVICE: &str = "com.esimdesk.app";

/// One thing the keychain keeps for us.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item(String);

impl Item {
    /// The sign-in of one account: its service's origin, and its client id or the name given to a pasted token. The
    /// origin is part of the name, so a secret cannot be found for another service.
    pub fn account(service: &Url, client_id: &str) -> Self {
        Self(format!(
            "account {} {client_id}",
            service.origin().ascii_serialization()
        ))
    }

    /// User name and password for the proxy at this address, which is without them.
    pub fn proxy(address: &str) -> Self {
        Self(format!("proxy {address}"))
    }

    /// The keys of the order book in the data folder with this id.
    pub fn book(folder_id: &str) -> Self {
        Self(format!("book {folder_id}"))
    }

    /// The user name of the item's main entry.
    pub(super) fn user(&self) -> &str {
        &self.0
    }

    /// The user name of a further entry. An item's own name never begins like this.
    pub(super) fn part(&self, slot: char, number: usize) -> String {
        format!("part {slot}{number} of {}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::Item;

    fn account(service: &str) -> Item {
        Item::account(&Url::parse(service).expect("the address is one"), "desk-7")
    }

    #[test]
    fn an_account_is_named_by_origin_and_client_id() {
        let item = account("https://services.truphone.com/connect-api");
        assert_eq!(
            item.user(),
            "account https://services.truphone.com desk-7",
            "people find it by this name"
        );
    }

    #[test]
    fn another_origin_is_another_item() {
        let here = account("https://services.truphone.com/connect-api");
        for elsewhere in [
            "http://services.truphone.com/connect-api",
            "https://services.truphone.com:8443/connect-api",
            "https://services.truphone.com.example.org/connect-api",
        ] {
            assert_ne!(
                here,
                account(elsewhere),
                "{elsewhere} must not find the secret of another service"
            );
        }
    }
}
