//! `report` and `export`.

use std::path::Path;

use crate::place::{Place, words};

const ROUND: &str = "2025-dot-1";

fn report(file: &str) -> Vec<String> {
    ["report", "--round", ROUND, "-o", file].map(str::to_owned).into()
}

fn run(place: &Place, arguments: &[String]) -> crate::place::Outcome {
    place.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn the_report_and_its_annex_are_written_by_their_endings_the_same_each_time() {
    let place = Place::with_answers();
    for file in ["bc.docx", "bc.txt", "bc.json", "pl.xlsx"] {
        assert_eq!(run(&place, &report(file)).printed(), format!("Đã ghi {file}\n"));
        let again = format!("lan-2.{file}");
        let mut arguments = report(&again);
        arguments.splice(0..0, ["--lang".to_owned(), "en".to_owned()]);
        run(&place, &arguments).printed();
        assert!(std::fs::read(place.path(file)).unwrap() == std::fs::read(place.path(&again)).unwrap(), "{file}");
    }
    let text = std::fs::read_to_string(place.path("bc.txt")).unwrap();
    assert!(text.contains("BÁO CÁO") && text.contains("DỰ THẢO"), "{text}");
}

#[test]
fn what_cannot_be_reported_or_exported_is_said_and_nothing_written() {
    let place = Place::with_answers();
    run(&place, &report("bc.pdf")).refused(2, ".xlsx (phụ lục số liệu)");
    run(&place, &report("khong-co/bc.docx")).refused(2, "không có thư mục");
    place.run(&words("report --round khong-co -o a.docx")).refused(2, "khong-co");
    place.run(&words("export --round 2025-dot-1 --view khong-co")).refused(2, "overview, units");
    place.run(&words("export --round 2025-dot-1 --view units --format pdf")).refused(2, "csv, json hoặc xlsx");
    place.run(&words("export --round 2025-dot-1 --view units -o a.pdf")).refused(2, ".csv, .json hoặc .xlsx");
    let said = place.run(&words("export --round 2025-dot-1 --view units --format xlsx"));
    assert_eq!(said.code, 2, "{said:?}");
    for file in ["bc.pdf", "a.docx", "a.pdf"] {
        assert!(!Path::new(&place.path(file)).exists(), "{file}");
    }
}

#[test]
fn a_view_goes_to_standard_output_or_into_a_file() {
    let place = Place::with_answers();
    let printed = place.run(&words("export --round 2025-dot-1 --view units")).printed();
    assert!(printed.starts_with("\u{feff}round,unit,unit_name"), "{printed}");
    let json = place.run(&words("export --round 2025-dot-1 --view units --format json")).printed();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["round"], &json["view"]), (&ROUND.into(), &"units".into()));
    let status = place.run(&words("status --round 2025-dot-1 --json")).printed();
    let status: serde_json::Value = serde_json::from_str(&status).unwrap();
    for (row, unit) in json["rows"].as_array().unwrap().iter().zip(status["units"].as_array().unwrap()) {
        for name in
            ["unit", "items", "answered", "required_left", "pass", "partial", "fail", "na", "max_points", "conflicts"]
        {
            let (exported, told) = (&row[name], &unit[name]);
            let same = exported == told || exported.as_f64().is_some_and(|number| Some(number) == told.as_f64());
            assert!(same, "{name}: {exported} and {told}");
        }
    }
    let said = place.run(&words("export --round 2025-dot-1 --view findings -o phat-hien.xlsx")).printed();
    assert!(said.contains("phat-hien.xlsx"), "{said}");
    assert!(std::fs::read(place.path("phat-hien.xlsx")).unwrap().starts_with(b"PK"));
}

#[test]
fn a_round_that_cannot_be_read_is_told_beside_the_figures_over_the_years() {
    use kiemtra::journal::{Author, Chain, Change, Clock, FieldName, Parents, RecordKey};
    let place = Place::with_answers();
    assert_eq!(place.run(&words("export --round 2025-dot-1 --view trends -o nam.csv")).err, "");
    // As a newer program, or a forged pack, might write it.
    let mut store = kiemtra::inspection::Store::open(&place.home(), Clock::System).unwrap();
    let line = |field: &str, value: &str| Change {
        record: RecordKey::new("round/2026-dot-1").unwrap(),
        field: FieldName::new(field).unwrap(),
        value: serde_json::json!(value),
        parents: Parents::SoleHead,
    };
    let lines = [line("title", "Đợt hỏng"), line("period", "mãi mãi")];
    let author = Author { member: None, reason: None };
    store.journal_mut().write(&Chain::Round("2026-dot-1".to_owned()), &author, &lines).unwrap();
    drop(store);
    for line in ["export --round 2025-dot-1 --view trends -o nam.csv", "report --round 2025-dot-1 -o bc.txt"] {
        let said = place.run(&words(line));
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.err.contains("Có 1 đợt không đọc được") && said.err.contains("2026-dot-1"), "{said:?}");
    }
    let units = place.run(&words("export --round 2025-dot-1 --view units"));
    assert_eq!(units.err, "", "what is of one round alone is whole");
}
