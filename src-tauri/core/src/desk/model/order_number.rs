//! An order number as people use it: the beginning is read out, the end is compared.

/// The first eight characters of an order number.
pub fn short(order_id: &str) -> String {
    order_id.chars().take(8).collect()
}

/// The last four characters of an order number, or of the reference that stands in for it.
pub fn suffix(order_id: Option<&str>, reference: &str) -> String {
    let number = order_id.unwrap_or(reference);
    let all = number.chars().count();
    number.chars().skip(all.saturating_sub(4)).collect()
}

#[cfg(test)]
mod tests {
    use super::suffix;

    #[test]
    fn the_suffix_is_the_end_of_the_order_number_or_of_the_reference() {
        assert_eq!(
            suffix(Some("6d41c4ff-0001-4abc-8def-00c0ffee3f9a"), "r"),
            "3f9a"
        );
        assert_eq!(
            suffix(None, "0d0c-77e1"),
            "77e1",
            "an order that has no number"
        );
        assert_eq!(
            suffix(Some("né"), "r"),
            "né",
            "a short one is its own suffix"
        );
    }
}
