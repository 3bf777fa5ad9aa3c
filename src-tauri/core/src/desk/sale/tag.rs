//! An e-mail address of its own for each order of a house: `desk+1234@hotel.example` instead of `desk@hotel.example`. What
//! the service then lists under it can be nobody else's (rulings 34). Off unless the manager names the house's address.

use crate::connect::CorrelationId;
use crate::typed::comparable_email;

/// How the order with that reference goes out, where `email` is the house's.
pub(super) fn tagged(email: &str, house: &str, reference: &CorrelationId) -> Option<String> {
    if house.trim().is_empty() || comparable_email(email) != comparable_email(house) {
        return None;
    }
    let (local, domain) = email.rsplit_once('@')?;
    let tag: String = reference
        .to_string()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(10)
        .collect();
    Some(format!("{local}+{tag}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_houses_address_gets_a_tag_and_each_order_another() {
        let (one, other) = (CorrelationId::fresh(), CorrelationId::fresh());
        let house = "Desk@Hotel.example";
        let tagged_one = tagged("desk@hotel.example", house, &one).expect("the house's");
        assert!(tagged_one.starts_with("desk+") && tagged_one.ends_with("@hotel.example"));
        assert_ne!(
            Some(tagged_one),
            tagged("desk@hotel.example", house, &other)
        );
        assert_eq!(tagged("guest@hotel.example", house, &one), None);
        assert_eq!(tagged("desk@hotel.example", "", &one), None, "off");
    }
}
