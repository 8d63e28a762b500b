use super::*;
use crate::assessment::OpenRound;
use crate::tui::screens::test_home::{TestHome, round_id, unit_id};

const RECORDED: &str = r#"
[answer."thu/tong"]
number = 155
note = "Số liệu lấy từ phần mềm một cửa"
[answer."thu/dia-chi"]
verdict = "fail"
remark = "Chưa có số điện thoại đường dây nóng của phường Đông Hải."
explanation = { agrees = true, text = "Sẽ bổ sung trong tuần" }
evidence = [{ document = "12/BC-UBND", about = "Báo cáo tự kiểm tra quý II" }]
[answer."thu/ghi"]
text = "Sổ theo dõi hồ sơ để ở phòng bên cạnh"
[answer."thu/xac-suat"]
rows = [{ ten = "Chứng thực chữ ký", dung = true }, { ten = "Đăng ký khai sinh", dung = false }]
"#;

struct Desk {
    store: Store,
    texts: RoundTexts,
}

fn desk(home: &TestHome) -> Desk {
    let store = home.store();
    let open = OpenRound::open(&store, round_id().as_str()).unwrap();
    Desk { texts: RoundTexts::new(open.into()), store }
}

impl Desk {
    fn find(&self, typed: &str) -> Vec<String> {
        let found = search(&self.store, &self.texts, Some(&unit_id()), typed).unwrap();
        found.hits.iter().map(|hit| format!("{:?} {} {}", hit.kind, hit.number, hit.text)).collect()
    }

    fn first(&self, typed: &str) -> String {
        self.find(typed).first().cloned().unwrap_or_default()
    }
}

#[test]
fn everything_of_a_round_is_found_without_diacritics() {
    let home = TestHome::new();
    home.record(RECORDED);
    let desk = desk(&home);
    for (typed, first) in [
        ("phan anh kien nghi", "Item 2.1 Địa chỉ tiếp nhận phản ánh, kiến nghị"),
        ("mau b", "Unit  UBND xã Mẫu B"),
        ("phân công người theo dõi", "Phrase 2.1 Chưa phân công người theo dõi"),
        ("dong hai", "Remark 2.1 Chưa có số điện thoại đường dây nóng của phường Đông Hải."),
        ("phan mem", "Note 1.1 Số liệu lấy từ phần mềm một cửa"),
        ("bo sung trong tuan", "Explanation 2.1 Sẽ bổ sung trong tuần"),
        ("12/bc-ubnd", "Evidence 2.1 Báo cáo tự kiểm tra quý II · 12/BC-UBND"),
        ("phong ben canh", "Text 2.6 Sổ theo dõi hồ sơ để ở phòng bên cạnh"),
        ("khai sinh", "Row 3.1 Đăng ký khai sinh"),
        ("kiem tra xac suat niem yet", "Place 3.1 Thủ tục kiểm tra xác suất · Kiểm tra xác suất · Niêm yết"),
    ] {
        assert!(desk.first(typed).starts_with(first), "{typed}: {:?}", desk.find(typed));
    }
}

#[test]
fn mistyped_words_are_found() {
    let home = TestHome::new();
    home.record(RECORDED);
    let desk = desk(&home);
    for (typed, first) in [
        ("thi tuc", "Item 1.1 Tổng số thủ tục tiếp nhận"),
        ("niem yét", "Item 1.2"),
        ("dien thoia duong day nong", "Item 2.3 Có số điện thoại"),
        ("chuwng thuc", "Row 3.1 Chứng thực chữ ký"),
        ("phan mme", "Note 1.1"),
        ("phann mem mot cua", "Note 1.1"),
        ("dong hai phuong", "Remark 2.1"),
        ("dongg hai", "Remark 2.1"),
        ("theo doi ho so phongg", "Text 2.6"),
        ("khong co o dau", ""),
    ] {
        let found = desk.first(typed);
        assert!(found.starts_with(first) && found.is_empty() == first.is_empty(), "{typed}: {:?}", desk.find(typed));
    }
}

#[test]
fn a_number_leads_to_its_item() {
    let home = TestHome::new();
    let desk = desk(&home);
    assert!(desk.first("2.4").starts_with("Item 2.4 Hình thức niêm yết"), "{:?}", desk.find("2.4"));
    assert_eq!(desk.find("9.9"), Vec::<String>::new());
}

#[test]
fn what_was_replaced_removed_or_taken_back_is_found_no_more() {
    let home = TestHome::new();
    home.record(RECORDED);
    home.record("[answer.\"thu/dia-chi\"]\nremark = \"Đã dán lại bảng mới\"\n");
    let mut desk = desk(&home);
    assert_eq!(desk.find("dong hai"), Vec::<String>::new());
    assert!(desk.first("dan lai bang").starts_with("Remark"));
    desk.store.undo(&round_id(), "tv-1", None).unwrap();
    assert!(desk.first("dong hai").starts_with("Remark"), "{:?}", desk.find("dong hai"));
    assert_eq!(desk.find("dan lai bang"), Vec::<String>::new());
}

#[test]
fn a_row_taken_out_is_not_found() {
    use crate::inspection::{Recorder, SetChange};
    let home = TestHome::new();
    home.record(RECORDED);
    let mut desk = desk(&home);
    let hit = &search(&desk.store, &desk.texts, None, "khai sinh").unwrap().hits[0];
    let (row, key) = (hit.target.row.clone().unwrap(), hit.target.item.clone().unwrap());
    let checklist = desk.texts.open().editions[0].checklist.clone();
    let item = checklist.item(key.item.as_str()).unwrap().clone();
    let recorder = Recorder { round: round_id(), unit: unit_id(), member: "tv-1".into(), reason: None };
    desk.store.record_sets(&recorder, &checklist, &item, &[SetChange::RemoveRow(row)]).unwrap();
    assert_eq!(desk.find("khai sinh"), Vec::<String>::new());
}

#[test]
fn the_open_unit_comes_first() {
    let home = TestHome::new();
    home.record("[answer.\"thu/dia-chi\"]\nverdict = \"fail\"\nremark = \"Bảng bị bong tróc\"\n");
    let desk = desk(&home);
    let unit = |id: &str| UnitId::new(id).unwrap();
    let target = |here: &str| {
        let found = search(&desk.store, &desk.texts, Some(&unit(here)), "dien thoai").unwrap();
        found.hits[0].target.unit.clone()
    };
    assert_eq!((target("mau-a"), target("mau-b")), (unit("mau-a"), unit("mau-b")));
    let recorded = search(&desk.store, &desk.texts, Some(&unit("mau-b")), "bong troc").unwrap();
    assert_eq!(recorded.hits[0].target.unit, unit("mau-a"), "also from another unit");
}
