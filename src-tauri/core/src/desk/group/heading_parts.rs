//! A heading taken apart into words, and compounds into theirs (`Anreisedatum`).

use super::heading_words::{Word, word};

/// What stands between the parts of a compound.
const JOINTS: [&str; 5] = ["", "s", "n", "en", "e"];
/// Shorter ones are found in too many words.
const SHORTEST_PART: usize = 3;

/// What a folded heading says, word by word.
pub(super) fn words(heading: &str) -> Vec<Word> {
    let texts = heading.split(|c: char| !c.is_alphanumeric());
    let texts = texts.filter(|text| !text.is_empty() && text.parse::<u32>().is_err());
    texts
        .flat_map(|text| parts(text).unwrap_or_else(|| vec![Word::Unknown]))
        .collect()
}

/// A word, or all words that it is put together of.
fn parts(text: &str) -> Option<Vec<Word>> {
    if let Some(whole) = word(text) {
        return Some(vec![whole]);
    }
    let ends = text.char_indices().map(|(at, _)| at).rev();
    ends.filter(|at| *at >= SHORTEST_PART).find_map(|at| {
        let (first, rest) = text.split_at(at);
        let first = word(first)?;
        JOINTS.iter().find_map(|joint| {
            let rest = rest.strip_prefix(joint)?;
            let is_part = rest.len() >= SHORTEST_PART || word(rest) == Some(Word::Number);
            let mut all = vec![first];
            all.extend(is_part.then(|| parts(rest)).flatten()?);
            Some(all)
        })
    })
}
