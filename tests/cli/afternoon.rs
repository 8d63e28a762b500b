//! A lead's whole afternoon: the demonstration rounds are there, a second round with figures comes in from two laptops,
//! opinions are decided, the conclusion is edited, three notices go out, two units report, one falls overdue, and the
//! round is reported. Every number is followed to the end.

use serde_json::Value;

use crate::place::{Outcome, Place, outcome};

const ROUND: &str = "2026-dot-1";
const UNITS: [&str; 3] = ["mau-a", "mau-b", "mau-d"];

struct Desk(Place);

impl Desk {
    fn on(&self, day: &str, home: &str, arguments: &[&str]) -> Outcome {
        let home = self.0.path(home);
        let all: Vec<&str> = ["--home", home.to_str().unwrap()].into_iter().chain(arguments.iter().copied()).collect();
        outcome(self.0.command(&all).env("KIEMTRA_NOW", format!("{day}T08:00:00+07:00")))
    }

    /// On the lead's laptop.
    fn lead(&self, day: &str, arguments: &[&str]) -> Outcome {
        self.on(day, "home", arguments)
    }

    fn json(&self, day: &str, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.lead(day, arguments).out).unwrap()
    }

    fn record(&self, home: &str, member: &str, unit: &str, answers: &str) {
        let text = format!("round = \"{ROUND}\"\nunit = \"{unit}\"\nmember = \"{member}\"\n{answers}");
        let file = self.0.write(&format!("{member}-{unit}.toml"), text);
        self.on("2026-06-02", home, &["record", file.to_str().unwrap()]).printed();
    }

    fn issue(&self, unit: &str, number: &str, day: &str) -> Outcome {
        let of = ["issue", "--round", ROUND, "--unit", unit, "--number", number, "--date", day];
        let all: Vec<&str> = of.into_iter().chain(["--reason", "Biên bản ký bản giấy"]).collect();
        self.lead("2026-06-05", &all)
    }

    fn about(&self, act: &[&str], unit: &str, more: &[&str]) -> Outcome {
        let of = ["--round", ROUND, "--unit", unit];
        let all: Vec<&str> = act.iter().copied().chain(of).chain(more.iter().copied()).collect();
        self.lead("2026-06-25", &all)
    }
}

fn round() -> String {
    let unit = |id: &str, name: &str| {
        format!("[[unit]]\nid = \"{id}\"\nname = \"UBND xã {name}\"\nkind = \"xa\"\nvisit = 2026-06-02\n")
    };
    format!(
        "id = \"{ROUND}\"\ntitle = \"Kiểm tra cải cách hành chính đợt 1 năm 2026\"\n\
         period = {{ from = 2026-01-01, to = 2026-05-31 }}\nchecklists = [\"phieu-mau\"]\n\
         [letterhead]\nagency = \"Sở Nội vụ\"\nnotation = \"SNV\"\nplace = \"Mẫu\"\n\
         [[member]]\nid = \"truong-doan\"\nname = \"Trưởng đoàn\"\nrole = \"lead\"\n\
         [[member]]\nid = \"hoa\"\nname = \"Thành viên Hoa\"\n{}{}{}",
        unit("mau-a", "Mẫu A"),
        unit("mau-b", "Mẫu B"),
        unit("mau-d", "Mẫu D"),
    )
}

/// The round recorded on two laptops and brought together, one verdict decided.
fn brought_together() -> Desk {
    let desk = Desk(Place::new());
    let day = "2026-06-02";
    desk.lead(day, &["demo", "--out", "giay"]);
    let file = desk.0.write("dot.toml", round());
    desk.lead(day, &["round", "add", file.to_str().unwrap()]).printed();
    desk.lead(day, &["pack", "--round", ROUND, "-o", "giao.ktra", "--work-order"]).printed();
    desk.on(day, "hoa", &["merge", "giao.ktra", "--accept-new-devices"]).printed();
    for (unit, total, right) in [("mau-a", 155, 143), ("mau-b", 1_060, 960), ("mau-d", 204, 190)] {
        let numbers =
            format!("[answer.\"phieu-mau/tong\"]\nnumber = {total}\n[answer.\"phieu-mau/dung\"]\nnumber = {right}\n");
        desk.record("hoa", "hoa", unit, &format!("{numbers}[answer.\"phieu-mau/cong-khai\"]\nverdict = \"fail\"\nremark = \"Chưa có số điện thoại\"\nevidence = [{{ document = \"12/BC-UBND\" }}]\n"));
    }
    desk.record("home", "truong-doan", "mau-a", "[answer.\"phieu-mau/cong-khai\"]\nverdict = \"pass\"\n");
    desk.on(day, "hoa", &["--as", "hoa", "pack", "--round", ROUND, "-o", "hoa.ktra", "--final"]).printed();
    assert_eq!(desk.lead(day, &["merge", "hoa.ktra", "--accept-new-devices"]).code, 1, "one opinion differs");
    let found = desk.json(day, &["conflicts", "--round", ROUND, "--json"]);
    let conflicts = found["conflicts"].as_array().unwrap();
    let [conflict] = conflicts.as_slice() else { panic!("{found}") };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let taken = conflict["options"].as_array().unwrap().iter().find(|option| option["value"] == "fail").unwrap();
    let (record, field, revision) = (text(&conflict["record"]), text(&conflict["field"]), text(&taken["revision"]));
    let reason = "Đã xem lại bảng niêm yết";
    desk.lead(day, &["resolve", &record, &field, "--take", &revision, "--reason", reason]).printed();
    desk
}

#[test]
fn an_afternoon_at_the_lead_s_desk() {
    let desk = brought_together();
    let edit_day = "2026-06-03";

    // The conclusion in the lead's own words; a figure changes underneath and one command takes it in.
    let passage = "shortcomings/phieu-mau/ty-le";
    let words = "Niêm yết chưa đủ: mới thực hiện đúng 143/155 thủ tục (92,26%).";
    let of = ["--round", ROUND, "--unit", "mau-a"];
    let act = |act: &str, more: &[&str]| {
        let all: Vec<&str> = ["passage", act].into_iter().chain(more.iter().copied()).chain(of).collect();
        desk.lead(edit_day, &all)
    };
    act("edit", &[passage, "--text", words]).printed();
    desk.record("home", "truong-doan", "mau-a", "[answer.\"phieu-mau/dung\"]\nnumber = 150\n");
    assert!(act("list", &[]).printed().contains("số liệu đã thay đổi"));
    act("take", &[passage]).printed();
    for unit in UNITS {
        let line =
            ["passage", "deadline", "for-unit/phieu-mau/ty-le", "--days", "15", "--round", ROUND, "--unit", unit];
        desk.lead(edit_day, &line).printed();
    }

    // Three notices; a number twice and a day before the visit are refused.
    desk.issue("mau-a", "5", "2026-06-01").refused(2, "");
    for (unit, number) in UNITS.iter().zip(["5", "6", "7"]) {
        assert_eq!(desk.issue(unit, number, "2026-06-05").code, 0);
    }
    let frozen = |name: &str| {
        let written = desk.lead("2026-06-08", &["notice", "--round", ROUND, "--unit", "mau-a", "-o", name]);
        assert_eq!(written.code, 0, "{written:?}");
        (std::fs::read(desk.0.path(name)).unwrap(), written.err)
    };
    let (first, said) = frozen("mot.txt");
    assert_eq!(said, "");
    let printed = String::from_utf8(first.clone()).unwrap();
    assert!(printed.contains("Niêm yết chưa đủ: mới thực hiện đúng 150/155 thủ tục (96,77%)."), "{printed}");
    assert!(!printed.contains("DỰ THẢO"), "{printed}");
    desk.record("home", "truong-doan", "mau-a", "[answer.\"phieu-mau/tong\"]\nnumber = 160\n");
    let (again, said) = frozen("hai.txt");
    assert!(again == first, "issued is frozen");
    assert!(said.contains("sau khi ban hành có 1 thay đổi"), "{said}");

    // Two units report; one is accepted, one sent back; the third lets its deadline pass.
    let reported = |unit: &str| {
        let with = ["--all", "--number", "45/BC-UBND", "--date", "2026-06-24"];
        desk.about(&["requirement", "report"], unit, &with).printed();
    };
    reported("mau-a");
    reported("mau-b");
    desk.about(&["requirement", "accept"], "mau-a", &["--all"]).printed();
    desk.about(&["requirement", "return"], "mau-b", &["--all"]).refused(2, "");
    desk.about(&["requirement", "return"], "mau-b", &["--all", "--reason", "Chưa kèm ảnh"]).printed();
    let late = "2026-07-15";
    let list = desk.json(late, &["requirement", "list", "--round", ROUND, "--json"]);
    let requirements = list["requirements"].as_array().unwrap();
    let of = |unit: &str| requirements.iter().filter(move |line| line["unit"] == unit).collect::<Vec<_>>();
    assert!(of("mau-a").iter().all(|line| line["state"] == "accepted" && line["overdue_by"].is_null()), "{list}");
    assert!(of("mau-b").iter().all(|line| line["state"] == "returned"), "{list}");
    let due: Vec<_> = of("mau-d").into_iter().filter(|line| !line["due"].is_null()).collect();
    // 15 working days after Friday 5 June end on Friday 26 June; 13 more have passed on 15 July.
    assert!(due.iter().all(|line| line["due"] == "2026-06-26" && line["overdue_by"] == 13), "{list}");
    let remind = ["requirement", "remind", "--round", ROUND, "--unit", "mau-d", "-o", "don-doc.txt"];
    desk.lead(late, &remind).printed();
    let reminder = std::fs::read_to_string(desk.0.path("don-doc.txt")).unwrap();
    assert!(reminder.contains("Kính gửi: UBND xã Mẫu D") && reminder.contains("07/TB-SNV"), "{reminder}");

    // The round is reported, and its numbers are those of the list.
    for name in ["bao-cao.docx", "phu-luc.xlsx", "bao-cao.txt"] {
        desk.lead(late, &["report", "--round", ROUND, "-o", name]).printed();
    }
    let report = std::fs::read_to_string(desk.0.path("bao-cao.txt")).unwrap();
    assert!(report.contains("Thông báo kết luận đã ban hành: 03/03 đơn vị."), "{report}");
    desk.lead(late, &["export", "--round", ROUND, "--view", "requirements", "--format", "csv", "-o", "yeu-cau.csv"])
        .printed();
    let csv = std::fs::read_to_string(desk.0.path("yeu-cau.csv")).unwrap();
    assert_eq!(csv.lines().count(), requirements.len() + 1, "{csv}");
    assert_eq!(desk.lead(late, &["verify"]).code, 0);
}
