//! Tables as spreadsheets save them.

/// As a German Excel saves it: Windows-1252, with semicolons.
pub fn western(table: &str) -> Vec<u8> {
    let byte = |letter| match letter {
        '€' => 0x80,
        'Œ' => 0x8C,
        '–' => 0x96,
        letter => u8::try_from(u32::from(letter)).expect("Western European"),
    };
    table.replace('|', ";").chars().map(byte).collect()
}
