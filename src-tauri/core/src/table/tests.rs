//! Tables as bad as they come: every encoding, every separator, quotes that nobody closes.

use proptest::prelude::*;

use super::*;

fn cells(table: &Table) -> Vec<Vec<&str>> {
    let rows = table.rows.iter();
    rows.map(|row| row.cells.iter().map(String::as_str).collect())
        .collect()
}

const GUESTS: &str = "Gast;E-Mail;Tarif\r\nJürgen Müller;j@hotel.example;Europa 5 GB\r\n\
                      Zoë Brontë;z@hotel.example;Europa 5 GB – 30 Tage\r\n";

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| match big {
            true => unit.to_be_bytes(),
            false => unit.to_le_bytes(),
        })
        .collect()
}

#[test]
fn a_table_is_the_same_in_every_encoding_that_a_spreadsheet_writes() {
    let expected = of_text(GUESTS).expect("a table");
    assert_eq!(cells(&expected)[1][0], "Jürgen Müller");
    let (western, _, lost) = encoding_rs::WINDOWS_1252.encode(GUESTS);
    assert!(!lost, "the western code page has all of it");
    let with_mark = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
    for (what, bytes, encoding, guessed) in [
        ("UTF-8", GUESTS.as_bytes().to_vec(), Encoding::Utf8, false),
        (
            "UTF-8 with a mark",
            with_mark(b"\xEF\xBB\xBF", GUESTS.into()),
            Encoding::Utf8,
            false,
        ),
        (
            "UTF-16 LE",
            with_mark(b"\xFF\xFE", utf16(GUESTS, false)),
            Encoding::Utf16Le,
            false,
        ),
        (
            "UTF-16 BE",
            with_mark(b"\xFE\xFF", utf16(GUESTS, true)),
            Encoding::Utf16Be,
            false,
        ),
        (
            "UTF-16 LE without a mark",
            utf16(GUESTS, false),
            Encoding::Utf16Le,
            false,
        ),
        (
            "UTF-16 BE without a mark",
            utf16(GUESTS, true),
            Encoding::Utf16Be,
            false,
        ),
        (
            "Windows-1252",
            western.into_owned(),
            Encoding::Western,
            true,
        ),
    ] {
        let table = of_bytes(&bytes, None).expect(what);
        assert_eq!(table.rows, expected.rows, "{what}");
        assert_eq!(
            (table.encoding, table.encoding_is_guessed),
            (encoding, guessed),
            "{what}"
        );
    }
}

#[test]
fn a_person_says_which_code_page_a_file_is_in() {
    let text = "Imię;E-mail\nŁukasz Żak;l@hotel.example\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1250.encode(text);
    let guessed = of_bytes(&bytes, None).expect("some text");
    assert!(guessed.encoding_is_guessed && guessed.rows[1].cells[0] != "Łukasz Żak");
    let chosen = of_bytes(&bytes, Some(Encoding::CentralEuropean)).expect("a table");
    assert_eq!(chosen.rows[1].cells[0], "Łukasz Żak");
    let told = of_bytes(GUESTS.as_bytes(), Some(Encoding::Cyrillic)).expect("a table");
    assert_eq!(told.encoding, Encoding::Utf8, "what the file tells counts");
}

#[test]
fn every_code_page_that_a_person_may_choose_is_read() {
    use encoding_rs as known;
    for (name, encoding, page) in [
        ("Zoë Brontë", Encoding::Western, known::WINDOWS_1252),
        ("Zoë Brontë", Encoding::Mac, known::MACINTOSH),
        ("Łukasz Żak", Encoding::CentralEuropean, known::WINDOWS_1250),
        ("Jānis Bērziņš", Encoding::Baltic, known::WINDOWS_1257),
        ("Анна Ковалёва", Encoding::Cyrillic, known::WINDOWS_1251),
        ("Γιώργος Παππάς", Encoding::Greek, known::WINDOWS_1253),
        ("Gülşen Yıldız", Encoding::Turkish, known::WINDOWS_1254),
        ("דוד כהן", Encoding::Hebrew, known::WINDOWS_1255),
        ("ليلى حداد", Encoding::Arabic, known::WINDOWS_1256),
        ("山田 表示", Encoding::Japanese, known::SHIFT_JIS),
        ("李小龙", Encoding::ChineseSimplified, known::GB18030),
        ("許功蓋", Encoding::ChineseTraditional, known::BIG5),
        ("김민준", Encoding::Korean, known::EUC_KR),
    ] {
        let text = format!("guest;e-mail\r\n\"{name}\";a@hotel.example\r\n");
        let (bytes, _, lost) = page.encode(&text);
        assert!(!lost, "{encoding:?} has {name}");
        let table = of_bytes(&bytes, Some(encoding)).expect("a table");
        assert_eq!(
            cells(&table),
            [["guest", "e-mail"], [name, "a@hotel.example"]],
            "{encoding:?}: also where a byte of a letter is that of a separator or a quote"
        );
        assert!(table.encoding_is_guessed, "{encoding:?}: nothing tells it");
    }
}

#[test]
fn cells_are_told_apart_by_whatever_stands_between_them() {
    for separator in ["\t", ";", ",", "|"] {
        let text = ["Anna", "a@hotel.example", "Europe, 5 GB; x"].map(|cell| format!("\"{cell}\""));
        let line = text.join(separator);
        let table = of_text(&format!("{line}\n{line}\n")).expect("a table");
        assert_eq!(
            cells(&table)[0],
            ["Anna", "a@hotel.example", "Europe, 5 GB; x"],
            "{separator:?}"
        );
    }
    let excels = of_text("sep=|\r\na;b|c\r\n").expect("a table");
    assert_eq!(cells(&excels), [["a;b", "c"]], "Excel's own line");
    assert_eq!(excels.rows[0].row, 1, "which is no row");
    let one = of_text("a@hotel.example\nb@hotel.example").expect("a table");
    assert_eq!(cells(&one), [["a@hotel.example"], ["b@hotel.example"]]);
    let decimals = of_text("Anna;4,50;x\nBert;4,50;y\n").expect("a table");
    assert_eq!(cells(&decimals)[1], ["Bert", "4,50", "y"], "commas inside");
}

#[test]
fn rows_are_counted_as_the_spreadsheet_counts_them() {
    let text = "guest,note\n\nAnna,\"Room 12\r\nlate\"\n,\n\n\"Bert \"\"B\"\" B.\",=1+1\n";
    let table = of_text(text).expect("a table");
    let numbers: Vec<u32> = table.rows.iter().map(|row| row.row).collect();
    assert_eq!(numbers, [1, 3, 6], "empty ones are counted and left out");
    assert_eq!(table.rows[1].cells, ["Anna", "Room 12 late"], "one line");
    assert_eq!(
        table.rows[2].cells,
        ["Bert \"B\" B.", "=1+1"],
        "a formula is a text"
    );
    let mac = of_text("a,b\r\rc,d\r").expect("a table");
    assert_eq!(mac.rows[1].row, 3, "line ends of an old Mac");
}

#[test]
fn a_quote_that_nobody_closes_swallows_nothing() {
    let table = of_text("Anna\t19\" screen\nBert\tx\nCleo\ty\n").expect("a table");
    assert_eq!(table.rows.len(), 3, "each row is there");
    let open = of_text("\"Anna\tx\nBert\ty\n").expect("a table");
    assert_eq!(open.rows[0].cells, ["\"Anna", "x"]);
    for text in [
        "Anna;\"19 screen;x\nBert;y;z\nCleo;\"19 screen;x\n",
        "Anna;\"19 screen;x\nBert;y;z\nCleo;\"no\"thing\";x\n",
        "Anna;\"\"\"19 screen;x\nBert;y;z\nCleo;\"19\";x\n",
    ] {
        let table = of_text(text).expect("a table");
        assert_eq!(table.rows.len(), 3, "however many there are: {text:?}");
        assert_eq!(table.rows[1].cells, ["Bert", "y", "z"]);
        assert!(table.rows[0].cells[1].ends_with("19 screen"), "{text:?}");
    }
    let quoted = "\"Anna\";\"a@x.example\";\"late; loud\"\n\"Bert;\"b@x.example\";\"two\nlines\"\n\
                  \"Cleo\";\"c@x.example\";\"\"\n";
    let table = of_text(quoted).expect("a table");
    assert_eq!(table.rows.len(), 3, "one stray quote among quoted cells");
    assert_eq!(table.rows[0].cells, ["Anna", "a@x.example", "late; loud"]);
    assert_eq!(table.rows[2].cells, ["Cleo", "c@x.example", ""]);
}

#[test]
fn what_is_quoted_may_have_line_ends_separators_and_more_behind_it() {
    let text =
        "Anna;\"Room 12;\nlate \"\"x\"\"\";y\nBert;\"14\" west;z\n\"Cleo\";\"a;b\"c;\"d\n\"\n";
    let table = of_text(text).expect("a table");
    assert_eq!(
        cells(&table),
        [
            ["Anna", "Room 12; late \"x\"", "y"],
            ["Bert", "14 west", "z"],
            ["Cleo", "a;bc", "d"]
        ]
    );
}

#[test]
fn what_is_no_table_is_told() {
    for (bytes, why) in [
        (b"PK\x03\x04rest".as_slice(), TableError::Workbook),
        (b"\xD0\xCF\x11\xE0rest", TableError::Workbook),
        (b"", TableError::Empty),
        (b"\n\n , \n,,\n", TableError::Empty),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\xff",
            TableError::NotText,
        ),
        (&vec![b'a'; MOST_BYTES + 1], TableError::TooLarge),
    ] {
        assert_eq!(of_bytes(bytes, None), Err(why));
    }
}

#[test]
fn ten_thousand_lines_are_refused_at_once() {
    let line = "Anna Keller;a@hotel.example;Europe 5 GB;2026-12-01;\"Room 12, \"\"late\"\"\"\n";
    let begin = std::time::Instant::now();
    let refused = of_text(&line.repeat(10_000));
    assert_eq!(refused, Err(TableError::TooManyRows { rows: 10_000 }));
    assert!(begin.elapsed().as_secs() < 2, "{:?}", begin.elapsed());
    let whole = of_text(&line.repeat(MOST_ROWS + 1)).expect("headings and as many as may be");
    assert_eq!(whole.rows.len(), MOST_ROWS + 1);
}

proptest! {
    #[test]
    fn no_bytes_break_the_reading(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(table) = of_bytes(&bytes, None) {
            prop_assert!(!table.rows.is_empty());
        }
    }

    #[test]
    fn no_text_breaks_the_reading_and_rows_only_grow(text in "[a\",;\t\r\n |é=]{0,60}") {
        if let Ok(table) = of_text(&text) {
            let rows: Vec<u32> = table.rows.iter().map(|row| row.row).collect();
            prop_assert!(rows.windows(2).all(|two| two[0] < two[1]), "{rows:?}");
        }
    }

    #[test]
    fn what_csv_writes_is_read_back(
        cells in proptest::collection::vec("[a-z\",;|=é]{1,8}", 2..5),
        separator in proptest::sample::select(vec![b',', b';', b'\t']),
    ) {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .quote_style(csv::QuoteStyle::Always)
            .from_writer(Vec::new());
        for _ in 0..3 {
            writer.write_record(&cells).expect("it is written");
        }
        let text = String::from_utf8(writer.into_inner().expect("all of it")).expect("text");
        let table = of_text(&text).expect("a table");
        prop_assert_eq!(&table.rows[2].cells, &cells);
    }
}
