//! Keys through a real office, and pictures.

use super::*;
use crate::tui::screens::test_home::{TestHome, round_id, unit_id};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

const ANSWERS: &str = r#"
[answer."thu/tong"]
number = 155
[answer."thu/da-lam"]
number = 143
[answer."thu/dia-chi"]
verdict = "fail"
remark = "Chưa có số điện thoại đường dây nóng"
"#;

fn preview() -> Preview {
    Preview::new(round_id(), unit_id(), "UBND xã Mẫu A".to_owned())
}

fn stage(home: &TestHome) -> Stage<World, Office> {
    Stage::new(preview(), home.office().with_papers(home.path().to_owned()))
}

/// Composes the same paper every time: pictures of the screen must not change with the wording of papers.
struct Printer;

const NOTICE: &str = "                                    DỰ THẢO

     ỦY BAN NHÂN DÂN TỈNH MẪU           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
            SỞ NỘI VỤ                      Độc lập - Tự do - Hạnh phúc
               ---                         ---------------------------
         Số:      /TB-SNV                Mẫu, ngày     tháng     năm 2025

                                   THÔNG BÁO
        Kết luận kiểm tra công tác cải cách hành chính tại UBND xã Mẫu A
                           -------------------------

Trên cơ sở Báo cáo số 87/BC-UBND ngày 10/10/2025 của UBND xã Mẫu A và Biên bản kiểm tra ngày 21/10/2025, Sở Nội vụ thông báo kết luận kiểm tra như sau:

I. KẾT QUẢ ĐẠT ĐƯỢC

- Ban hành kế hoạch cải cách hành chính hằng năm kịp thời, đủ các lĩnh vực.

II. TỒN TẠI, HẠN CHẾ

a) Mới niêm yết 143/155 thủ tục hành chính tại Trung tâm Phục vụ hành chính công (92,26%).

TT |                   Nội dung                   | Điểm chuẩn | Điểm thẩm định | Ghi chú
---+----------------------------------------------+------------+----------------+-------------
1  | Tỷ lệ thủ tục hành chính được niêm yết       |          2 |              1 | xem mục II.a
";

impl crate::tui::screen::Executor<World> for Printer {
    fn execute(&mut self, request: &Request) -> Result<Outcome, Failure> {
        let Request::Compose(_, unit, paper) = request else { panic!("{request:?}") };
        let text = match paper {
            PaperChoice::Notice => NOTICE.to_owned(),
            PaperChoice::Minutes => NOTICE.replace("THÔNG BÁO", "BIÊN BẢN"),
        };
        let proposal = format!("/tai-lieu/{unit}.docx").into();
        let status = crate::paper::Status::Draft;
        Ok(Outcome::Paper { unit: unit.clone(), paper: *paper, text, proposal, status, issued: None })
    }

    fn prepare_job(&mut self, _: &Request) -> Result<crate::tui::screen::JobBody<World>, Failure> {
        Err(Failure::Cancelled)
    }

    fn standing(&self) -> crate::tui::screen::Standing {
        crate::tui::screen::Standing::default()
    }
}

#[test]
fn pictures() {
    let mut stage = Stage::new(preview(), Printer);
    insta::assert_snapshot!("80", stage.picture());
    insta::assert_snapshot!("120", stage.resize(120, 40).picture());
    stage.press("End Right");
    insta::assert_snapshot!("60", stage.resize(60, 16).picture());
    stage.press("Home Tab Ctrl+W");
    insta::assert_snapshot!("minutes", stage.resize(80, 24).picture());
    stage.sweep();
}

#[test]
fn the_paper_follows_what_is_recorded_and_stays_where_it_was_read() {
    let home = TestHome::new();
    home.record(ANSWERS);
    let mut office = home.office();
    let work = crate::tui::screens::test_home::open_unit(&mut office);
    let record = work.record(
        &crate::tui::screens::test_home::key("dia-chi"),
        vec![crate::inspection::FieldChange::Remark(Some("Chưa niêm yết".into()))],
        None,
    );
    let mut preview = preview();
    let at = Instant::now();
    let paper = crate::tui::screen::Executor::execute(
        &mut office,
        &Request::Compose(round_id(), unit_id(), PaperChoice::Notice),
    )
    .unwrap();
    preview.handle(Event::Outcome(&paper), at);
    let changed = crate::tui::screen::Executor::execute(&mut office, &record.unwrap()).unwrap();
    let effects = preview.handle(Event::Outcome(&changed), at);
    assert!(matches!(effects.as_slice(), [Effect::Run(Request::Compose(..))]), "{effects:?}");
    assert!(preview.handle(Event::Outcome(&paper), at).is_empty());
}

#[test]
fn the_paper_is_written_where_asked_and_replaces_nothing_unasked() {
    let home = TestHome::new();
    home.record(ANSWERS);
    let mut stage = stage(&home);
    stage.press("Ctrl+W Enter");
    let path = home.path().join("mau-a-thong-bao.docx");
    assert!(path.is_file());
    assert!(stage.picture().contains("Đã ghi"), "{}", stage.picture());
    std::fs::write(&path, "đã sửa trong Word").unwrap();
    stage.press("Ctrl+W Enter Enter Enter");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "đã sửa trong Word");
    assert!(stage.picture().contains("đã có"), "{}", stage.picture());
    stage.press("Ctrl+W");
    assert_ne!(std::fs::read(&path).unwrap(), "đã sửa trong Word".as_bytes());
    stage.press("Tab Ctrl+W").type_text(&"\u{8}".repeat(4)).type_text("txt").press("Enter");
    assert!(std::fs::read_to_string(home.path().join("mau-a-bien-ban.txt")).unwrap().contains("BIÊN BẢN"));
}

#[test]
fn a_name_that_cannot_be_is_said_and_stays() {
    let home = TestHome::new();
    let mut stage = stage(&home);
    stage.press("Ctrl+W").type_text("x\n");
    assert!(stage.picture().contains(".docxx"), "{}", stage.picture());
    stage.type_text(&"\u{8}".repeat(400)).press("Enter");
    assert!(stage.picture().contains("tên tệp"), "{}", stage.picture());
    stage.type_text("khong-co/a.docx\n");
    assert!(stage.picture().contains("khong-co"), "{}", stage.picture());
    stage.type_text(&"\u{8}".repeat(20)).type_text("riêng.txt\n");
    assert!(home.path().join("riêng.txt").is_file(), "a name alone lies in the office's folder");
    stage.press("Ctrl+W Esc");
    assert!(stage.picture().contains("Tab biên bản"), "{}", stage.picture());
}
