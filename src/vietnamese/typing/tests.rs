use proptest::prelude::*;

use super::marks::keys_of;
use super::*;
use crate::vietnamese::fold::fold;
use crate::vietnamese::syllable::many_syllables;

/// What stands in a field after these keys; `<` is Backspace.
fn typed(method: Method, style: ToneStyle, keys: &str) -> String {
    let mut typing = Typing::new(method, style);
    let mut text: Vec<char> = Vec::new();
    let apply = |text: &mut Vec<char>, edit: Edit| {
        text.truncate(text.len().checked_sub(edit.delete).expect("deletes more than there is"));
        text.extend(edit.insert.chars());
    };
    for key in keys.chars() {
        if key == '<' {
            text.pop();
            typing.backspace();
        } else {
            apply(&mut text, typing.press(key));
        }
    }
    apply(&mut text, typing.end());
    text.into_iter().collect()
}

fn telex(keys: &str) -> String {
    typed(Method::Telex, ToneStyle::Old, keys)
}

fn vni(keys: &str) -> String {
    typed(Method::Vni, ToneStyle::Old, keys)
}

#[test]
fn telex_writes_vietnamese() {
    let cases = [
        ("tieengs", "tiếng"),
        ("tieesng", "tiếng"),
        ("tiengse", "tiếng"),
        ("dduwowcj", "được"),
        ("dduowcj", "được"),
        ("duocwdj", "được"),
        ("nghieeng", "nghiêng"),
        ("thuowr", "thuở"),
        ("THUOWR", "THUỞ"),
        ("quyeets", "quyết"),
        ("giuwax", "giữa"),
        ("hoaf", "hòa"),
        ("HOAF", "HÒA"),
        ("thuyr", "thủy"),
        ("hoafn", "hoàn"),
        ("huwowng", "hương"),
        ("huwong", "hương"),
        ("nguoiwf", "người"),
        ("NGUYEENX", "NGUYỄN"),
        ("Nguyeenx", "Nguyễn"),
        ("DDieeuf", "Điều"),
        ("ddaij", "đại"),
        ("DDAIJ", "ĐẠI"),
        ("tw", "tư"),
        ("w", "ư"),
        ("gif", "gì"),
        ("quaf", "quà"),
        ("quys", "quý"),
        ("khuyur", "khuỷu"),
        ("uyr ban", "ủy ban"),
        ("DDawks Lawks", "Đắk Lắk"),
        ("Kroong Noo", "Krông Nô"),
        ("xax Maaux A", "xã Mẫu A"),
        ("Chuwa coos soos", "Chưa cố số"),
        ("muwowif", "mười"),
        ("aan", "ân"),
        ("casz", "ca"),
    ];
    for (keys, text) in cases {
        assert_eq!(telex(keys), text, "{keys}");
    }
}

#[test]
fn vni_writes_vietnamese() {
    let cases = [
        ("so61", "số"),
        ("tie6ng1", "tiếng"),
        ("tieng61", "tiếng"),
        ("d9u7o7c5", "được"),
        ("D9A5I", "ĐẠI"),
        ("thuo73", "thuở"),
        ("hoa2", "hòa"),
        ("quye61t", "quyết"),
        ("a8n", "ăn"),
        ("d9a81k", "đắk"),
        ("ca10", "ca"),
    ];
    for (keys, text) in cases {
        assert_eq!(vni(keys), text, "{keys}");
    }
}

#[test]
fn a_second_key_undoes_the_mark() {
    let cases = [
        ("ass", "as"),
        ("ddd", "dd"),
        ("tesst", "test"),
        ("aaa", "aa"),
        ("aww", "aw"),
        ("ww", "w"),
        ("uww", "uw"),
        ("uoww", "uow"),
        ("passs", "pass"),
        ("tooo", "too"),
        ("Ass", "As"),
        ("offf", "off"),
        ("DDD", "DD"),
    ];
    for (keys, text) in cases {
        assert_eq!(telex(keys), text, "{keys}");
    }
    for (keys, text) in [("a11", "a1"), ("d99", "d9"), ("a66", "a6"), ("u77", "u7"), ("QD99", "QD9")] {
        assert_eq!(vni(keys), text, "{keys}");
    }
}

#[test]
fn latin_words_survive() {
    let words = [
        "Windows",
        "Excel",
        "web",
        "data",
        "ISO 9001",
        "Word",
        "file",
        "website",
        "email",
        "PowerPoint",
        "Google",
        "Zalo",
        "online",
        "UBND",
        "CNTT",
        "PDF",
        "H54",
        "HTTP",
        "Facebook",
        "dashboard",
        "CC03s",
        "2as",
        "SWOT",
        "KPI",
    ];
    for word in words {
        assert_eq!(telex(word), word);
    }
    for word in ["ISO 9001", "H54", "2025", "VB01", "Covid19", "01/QĐ", "Excel", "000.00.12.H54"] {
        assert_eq!(vni(word), word);
    }
}

#[test]
fn abbreviations_have_their_stroke() {
    for (keys, text) in [
        ("QDD-UBND", "QĐ-UBND"),
        ("NDD-CP", "NĐ-CP"),
        ("HDDND", "HĐND"),
        ("BLDDTBXH", "BLĐTBXH"),
        ("DDT", "ĐT"),
        ("TTDDT", "TTĐT"),
    ] {
        assert_eq!(telex(keys), text);
    }
    assert_eq!(vni("QD9-UBND"), "QĐ-UBND");
    assert_eq!(telex("add"), "add");
}

#[test]
fn the_tone_stands_as_the_setting_says() {
    for (keys, old, new) in [
        ("hoaf", "hòa", "hoà"),
        ("thuyr", "thủy", "thuỷ"),
        ("khoer", "khỏe", "khoẻ"),
        ("HOAF", "HÒA", "HOÀ"),
        ("toans", "toán", "toán"),
        ("quys", "quý", "quý"),
    ] {
        assert_eq!(typed(Method::Telex, ToneStyle::Old, keys), old);
        assert_eq!(typed(Method::Telex, ToneStyle::New, keys), new);
    }
}

#[test]
fn backspace_deletes_a_whole_letter_and_typing_goes_on() {
    let cases = [
        ("tieengs<", "tiến"),
        ("tieengs<<", "tiế"),
        ("tieengs<<m", "tiếm"),
        ("tieengs<<<<n", "tn"),
        ("hoans<", "hoá"),
        ("hoas<<of", "hò"),
        ("a<<as", "á"),
        ("Excel<<<<", "E"),
        ("DDuowngf<g", "Đường"),
    ];
    for (keys, text) in cases {
        assert_eq!(telex(keys), text, "{keys}");
    }
    assert_eq!(vni("so61<o61"), "số");
}

#[test]
fn every_rhyme_can_be_typed_with_both_methods() {
    let wrong = |word: String, method| {
        let letters: Vec<char> = word.chars().collect();
        let keys: String = keys_of(&letters, method).into_iter().collect();
        let got = typed(method, ToneStyle::Old, &keys);
        (got != word).then(|| format!("{word}: {keys} → {got}"))
    };
    let mut all = Vec::new();
    for word in many_syllables() {
        // oo stands in xoong and moóc only, and uơ only behind a consonant.
        let bare = fold(&word);
        if bare.contains("oo") || bare == "uo" {
            continue;
        }
        all.extend(wrong(word.to_uppercase(), Method::Telex));
        all.extend(wrong(word, Method::Vni));
    }
    assert!(all.is_empty(), "{} {all:?}", all.len());
}

proptest! {
    #[test]
    fn an_edit_never_deletes_more_than_the_word(keys in "[a-zA-Z0-9<ăđ .]{0,24}") {
        for method in [Method::Telex, Method::Vni] {
            for style in [ToneStyle::Old, ToneStyle::New] {
                let text = typed(method, style, &keys);
                prop_assert!(text.chars().count() <= keys.len());
            }
        }
    }
}
