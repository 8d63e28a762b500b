//! Notice and minutes: what is recorded is printed, what is internal is not, whatever names and letterheads hold.

use std::fmt::Write;

use serde_json::Value;

use crate::place::{ANSWERS, CHECKLIST, Place, ROUND, ROUND_FILE, UNIT};

/// Every answer of the example, so that nothing is left to be judged.
const WHOLE: &str = "\n[answer.\"niem-yet-tthc/da-niem-yet\"]\nnumber = 153\n";

fn place(round: &str) -> Place {
    let place = Place::new();
    place.add_round(round).done();
    place.record(&format!("{ANSWERS}{WHOLE}")).done();
    place
}

#[test]
fn what_is_recorded_is_printed_and_notes_never_are() {
    let place = place(ROUND_FILE);
    let notice = place.paper("notice");
    for piece in [
        "Mới niêm yết 153/155 thủ tục (98,71%)",
        "Điều 17 Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ",
        "Niêm yết bổ sung 2 thủ tục còn thiếu",
        "15 ngày làm việc",
        "Chưa có số điện thoại",
        "Đơn vị sẽ bổ sung trong ngày",
        "ngày 05/11/2025",
        "từ ngày 01/7/2025 đến ngày 31/10/2025",
        "Số:      /TB-SNV",
        "DỰ THẢO",
        "87,5%",
        "CC-03",
        "Đăng ký khai sinh",
        "Đánh giá chung: qua kiểm tra 04 nội dung có 01 nội dung đạt một phần, 03 nội dung chưa đạt",
    ] {
        assert!(notice.contains(piece), "{piece:?} is not in {notice}");
    }
    place.run(&format!("notice --round {ROUND} --unit {UNIT} -o n.json")).done();
    place.run(&format!("notice --round {ROUND} --unit {UNIT} -o n.docx")).done();
    let json = std::fs::read_to_string(place.path("n.json")).unwrap();
    for paper in [notice, place.paper("minutes"), json] {
        assert!(!paper.contains("Hỏi lại Phòng VH-XH"), "{paper}");
    }
}

#[test]
fn every_source_of_the_notice_stands_in_the_log_and_none_is_a_note() {
    let place = place(ROUND_FILE);
    place.run(&format!("notice --round {ROUND} --unit {UNIT} -o n.json")).done();
    let notice: Value = serde_json::from_str(&std::fs::read_to_string(place.path("n.json")).unwrap()).unwrap();
    let log = place.log();
    let field = |source: &Value| {
        let line = log.iter().find(|line| line["revision"] == *source);
        line.unwrap_or_else(|| panic!("{source} is not in the log"))["field"].as_str().unwrap().to_owned()
    };
    let paragraphs: Vec<&Value> =
        notice["sections"].as_array().unwrap().iter().flat_map(|it| it["paragraphs"].as_array().unwrap()).collect();
    let sources = paragraphs.iter().flat_map(|it| it["sources"].as_array().unwrap());
    let fields: Vec<String> = sources.map(field).collect();
    assert!(fields.iter().any(|field| field == "number") && fields.iter().all(|field| field != "note"));
    let shortcoming = paragraphs.iter().find(|it| it["text"].as_str().unwrap().contains("153/155")).unwrap();
    assert!(!shortcoming["sources"].as_array().unwrap().is_empty());
    assert_eq!(notice["requirements"][0]["item"], "niem-yet-tthc/ty-le-niem-yet");
    assert_eq!((&notice["kind"], &notice["draft"]), (&"notice".into(), &true.into()));
}

#[test]
fn papers_are_the_same_in_both_languages_of_the_screen() {
    let place = place(ROUND_FILE);
    for ending in ["txt", "json", "docx"] {
        for kind in ["notice", "minutes"] {
            place.run(&format!("{kind} --round {ROUND} --unit {UNIT} -o vi.{ending}")).done();
            place.run(&format!("--lang en {kind} --round {ROUND} --unit {UNIT} -o en.{ending}")).done();
            let read = |name: &str| std::fs::read(place.path(&format!("{name}.{ending}"))).unwrap();
            assert!(read("vi") == read("en"), "{kind} {ending}");
        }
    }
}

#[test]
fn the_letterhead_may_be_given_in_its_variants() {
    let own = ROUND_FILE.replace("\"TB-SNV\"", "\"SNV\"").replace("parent = \"UBND tỉnh Mẫu\"\n", "");
    let own = own.replace("\"Kết luận\"", "\"Kết quả\"").replace("pad_counts = true", "pad_counts = false");
    let notice = place(&own.replace("mode = \"planned\"", "mode = \"surprise\"")).paper("notice");
    for piece in ["/TB-SNV", "Kết quả kiểm tra đột xuất công tác", "thông báo kết quả kiểm tra", "4 nội dung có 1 nội"]
    {
        assert!(notice.contains(piece), "{piece:?} is not in {notice}");
    }
    assert!(!notice.contains("UBND TỈNH MẪU"));
}

#[test]
fn a_round_of_the_least_makes_papers_without_gaps() {
    let place = Place::new();
    let least = format!("id = \"{ROUND}\"\ntitle = \"T\"\nchecklists = [\"niem-yet-tthc\"]\n");
    place.add_round(&format!("{least}[[unit]]\nid = \"{UNIT}\"\nname = \"Xã X\"\nkind = \"xa\"\n")).done();
    let (notice, minutes) = (place.paper("notice"), place.paper("minutes"));
    assert!(notice.contains("Đoàn kiểm tra thông báo kết luận kiểm tra như sau:"), "{notice}");
    assert!(notice.contains("Chưa có nội dung nào được kết luận"), "{notice}");
    let team = minutes.find("1. Đoàn kiểm tra").unwrap();
    let other_side = minutes.find("2. Đại diện Xã X").unwrap();
    assert!(minutes[team..other_side].contains("………"), "{minutes}");
    for paper in [notice, minutes] {
        for line in
            paper.lines().map(str::trim).filter(|line| !line.contains("/TB") && !line.contains("ngày     tháng"))
        {
            assert!(!line.contains(",  ") && !line.contains(" ,"), "{line:?}");
        }
    }
}

#[test]
fn names_keep_their_signs_and_become_nfc() {
    let name = "UBND xã A&B <C> \\\"D\\\" 'E' {{ tong_tthc }}";
    let round = ROUND_FILE.replace("Xã Mẫu A", name).replace("Trần Thị B", "Tra\\u0302\\u0300n Thi\\u0323 B");
    let place = place(&round);
    let notice = place.paper("notice");
    assert!(notice.contains("tại UBND xã A&B <C> \"D\" 'E' {{ tong_tthc }}"), "{notice}");
    assert!(notice.contains("đồng chí Trần Thị B"), "{notice}");
    place.run(&format!("notice --round {ROUND} --unit {UNIT} -o n.docx")).done();
    assert_eq!(place.status()["name"], "UBND xã A&B <C> \"D\" 'E' {{ tong_tthc }}");
}

#[test]
fn forty_shortcomings_are_forty_paragraphs_lettered_or_numbered() {
    let place = Place::new();
    let mut checklist = CHECKLIST.split("[[section.item]]").next().unwrap().to_owned();
    let mut answers = format!("round = \"{ROUND}\"\nunit = \"{UNIT}\"\nmember = \"thanh-vien-1\"\n");
    for number in 1..=40 {
        let item = format!("id = \"i{number}\"\nkind = \"verdict\"\nask = \"Nội dung thứ {number}\"\n");
        let _ = write!(checklist, "[[section.item]]\n{item}says.shortcoming = \"Tồn tại số {number}\"\n");
        let _ = write!(answers, "[answer.\"niem-yet-tthc/i{number}\"]\nverdict = \"fail\"\n");
    }
    place.write("home/checklists/niem-yet-tthc.toml", checklist);
    place.add_round(ROUND_FILE).done();
    place.record(&answers).done();
    let notice = place.paper("notice");
    for number in 1..=40 {
        assert!(notice.contains(&format!(" Tồn tại số {number}.")), "{number}: {notice}");
    }
    for letter in ["f)", "j)", "w)", "z)"] {
        assert!(!notice.lines().any(|line| line.trim_start().starts_with(letter)), "{letter}");
    }
}

#[test]
fn a_paper_that_cannot_be_written_leaves_what_was_there() {
    let place = place(ROUND_FILE);
    place.write("co.docx", "cũ");
    let run = |file: &str| place.run(&format!("notice --round {ROUND} --unit {UNIT} -o {file}"));
    run("khong-co/n.docx").refused(2, "khong-co");
    run("n.pdf").refused(2, ".docx");
    place.run(&format!("notice --round {ROUND} --unit khong -o co.docx")).refused(2, "khong");
    assert_eq!(std::fs::read_to_string(place.path("co.docx")).unwrap(), "cũ");
    run("co.docx").done();
    assert!(std::fs::read(place.path("co.docx")).unwrap().starts_with(b"PK"));
    let left: Vec<_> = std::fs::read_dir(place.path("")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("tmp")), "{left:?}");
}
