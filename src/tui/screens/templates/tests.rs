//! Keys on the list of templates and what has to be mended, in a home of their own.

use super::*;
use crate::conclusion::layout;
use crate::inspection::KeptTemplate;
use crate::tui::screens::rounds::Rounds;
use crate::tui::screens::test_home::{TestHome, round_id};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

type Screens = Stage<World, Office>;

/// A home whose round names an agency, which is kept.
fn home() -> TestHome {
    let home = TestHome::new();
    name_agency(&home, "Sở Nội vụ tỉnh Mẫu");
    let mut store = home.store();
    let round = store.round("2025-dot-1").unwrap();
    store.save_office(&round, None).unwrap();
    home
}

fn name_agency(home: &TestHome, agency: &str) {
    let mut store = home.store();
    let mut round = store.round("2025-dot-1").unwrap();
    agency.clone_into(&mut round.letterhead.agency);
    store.save_round(&round, None).unwrap();
}

/// Writes a file into a folder, which is then the one that files were last taken from.
fn put(home: &TestHome, name: &str, bytes: &[u8]) -> PathBuf {
    let folder = home.path().join("tep");
    std::fs::create_dir_all(&folder).unwrap();
    home.store().remember_folder(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn example(kind: TemplateKind) -> Vec<u8> {
    layout::example(kind).unwrap()
}

fn stage(home: &TestHome) -> Screens {
    let papers = home.path().join("van-ban");
    std::fs::create_dir_all(&papers).unwrap();
    Stage::new(Rounds::new(), home.office().with_papers(papers))
}

/// From the list of rounds, by name.
fn opened(home: &TestHome) -> Screens {
    let mut stage = stage(home);
    stage.press("Ctrl+P").type_text("mau rieng").press("Enter");
    stage
}

fn kept(home: &TestHome) -> Vec<KeptTemplate> {
    home.store().templates().unwrap()
}

fn keep(home: &TestHome, kind: TemplateKind, file: &str, bytes: &[u8]) {
    let mut store = home.store();
    let office = store.offices().unwrap().remove(0).id;
    store.keep_template(&office, kind, file, bytes).unwrap();
}

#[test]
fn each_kind_of_papers_of_an_office_stands_with_its_template_at_three_sizes() {
    let home = home();
    keep(&home, TemplateKind::Notice, "mau-thong-bao-so-noi-vu.docx", &example(TemplateKind::Notice));
    keep(&home, TemplateKind::Report, "hong.docx", b"no zip");
    let mut stage = opened(&home);
    stage.press("Down");
    insta::assert_snapshot!(stage.picture(), @r#"
 kiemtra › Mẫu riêng của cơ quan
 Sở Nội vụ tỉnh Mẫu                                       1 mẫu không dùng được
────────────────────────────────────────────────────────────────────────────────
   Cơ quan             Văn bản                Mẫu
   Sở Nội vụ tỉnh Mẫu  thông báo kết luận     √ mau-thong-bao-so-n…  19/10/2025
 >                     biên bản               mặc định
                       báo cáo                × hong.docx            19/10/2025
                       công văn               mặc định
                       chương trình kiểm tra  mặc định







 Sở Nội vụ tỉnh Mẫu: biên bản ghi ra .docx theo mẫu mặc định. Enter chọn tệp
 Word của cơ quan làm mẫu; Ctrl+W ghi một tệp mẫu để bắt đầu sửa trong Word.


────────────────────────────────────────────────────────────────────────────────

 Enter chọn tệp mẫu   Ctrl+W ghi tệp mẫu để sửa   Esc quay lại
 Ctrl+P mọi lệnh   ? trợ giúp
"#);
    insta::assert_snapshot!(stage.resize(120, 40).picture(), @r#"
 kiemtra › Mẫu riêng của cơ quan
 Sở Nội vụ tỉnh Mẫu                                                                               1 mẫu không dùng được
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
   Cơ quan             Văn bản                Mẫu
   Sở Nội vụ tỉnh Mẫu  thông báo kết luận     √ mau-thong-bao-so-noi-vu.docx                                 19/10/2025
 >                     biên bản               mặc định
                       báo cáo                × hong.docx                                                    19/10/2025
                       công văn               mặc định
                       chương trình kiểm tra  mặc định























 Sở Nội vụ tỉnh Mẫu: biên bản ghi ra .docx theo mẫu mặc định. Enter chọn tệp Word của cơ quan làm mẫu; Ctrl+W ghi một
 tệp mẫu để bắt đầu sửa trong Word.


────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

 Enter chọn tệp mẫu   Ctrl+W ghi tệp mẫu để sửa   Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
"#);
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @r#"
 kiemtra › Mẫu riêng của cơ quan
 Sở Nội vụ tỉnh Mẫu                   1 mẫu không dùng được
────────────────────────────────────────────────────────────
   Cơ quan       Văn bản                Mẫu
   Sở Nội vụ t…  thông báo kết luận     √ mau-thong-bao-so…
 >               biên bản               mặc định
                 báo cáo                × hong.docx
                 công văn               mặc định
                 chương trình kiểm tra  mặc định
 Sở Nội vụ tỉnh Mẫu: biên bản ghi ra .docx theo mẫu mặc
 định. Enter chọn tệp Word của cơ quan làm mẫu; Ctrl+W ghi
 một tệp mẫu để bắt đầu sửa trong Word.

────────────────────────────────────────────────────────────

 Enter chọn tệp mẫu   ? trợ giúp
"#);
    stage.sweep();
    stage.press("Down");
    assert!(stage.picture().contains("không dùng được nữa"), "{}", stage.picture());
    stage.sweep();
}

#[test]
fn enter_chooses_a_file_which_is_checked_and_used() {
    let home = home();
    put(&home, "của tôi.docx", &example(TemplateKind::Minutes));
    put(&home, "ghi chú.txt", b"x");
    put(&home, "~$của tôi.docx", b"x");
    let mut stage = opened(&home);
    stage.press("Down Enter");
    let files = stage.picture();
    assert!(files.contains("của tôi.docx") && !files.contains("ghi chú.txt") && !files.contains("~$"), "{files}");
    stage.type_text("cua toi").press("Enter").finish_job();
    assert!(stage.picture().contains("√ của tôi.docx"), "{}", stage.picture());
    let kept = kept(&home);
    assert_eq!((kept.len(), kept[0].kind, kept[0].file.as_str()), (1, TemplateKind::Minutes, "của tôi.docx"));
    assert_eq!(home.store().template_bytes(&kept[0]).unwrap(), example(TemplateKind::Minutes));
}

#[test]
fn what_has_to_be_mended_is_listed_and_enter_checks_the_mended_file_again() {
    let home = home();
    let path = put(&home, "mau.docx", b"no zip");
    let mut stage = opened(&home);
    stage.press("Enter Enter").finish_job();
    let listed = stage.picture();
    assert!(listed.contains("Chỗ phải sửa") && listed.contains("1."), "{listed}");
    stage.sweep();
    stage.press("Enter").finish_job();
    assert!(stage.picture().contains("Đã kiểm tra lại: còn 1"), "{}", stage.picture());
    assert_eq!(kept(&home), [], "nothing is kept of a file that is refused");
    std::fs::write(path, example(TemplateKind::Notice)).unwrap();
    stage.press("Enter").finish_job();
    assert!(stage.picture().contains("√ mau.docx"), "{}", stage.picture());
    assert_eq!(kept(&home).len(), 1);
}

#[test]
fn a_refused_file_can_be_changed_for_another_without_going_back() {
    let home = home();
    put(&home, "xau.docx", b"no zip");
    let mut stage = opened(&home);
    stage.press("Enter Enter").finish_job();
    put(&home, "tot.docx", &example(TemplateKind::Notice));
    stage.press("Ctrl+O").type_text("tot").press("Enter").finish_job();
    assert!(stage.picture().contains("√ tot.docx"), "{}", stage.picture());
    assert_eq!(kept(&home)[0].file, "tot.docx");
}

#[test]
fn a_file_that_cannot_be_read_or_is_no_docx_is_told_and_one_stays() {
    let home = home();
    let path = put(&home, "mau.doc", b"x");
    let mut stage = opened(&home);
    stage.press("Enter").paste(&path.display().to_string()).finish_job();
    assert!(stage.picture().contains("không phải tệp .docx"), "{}", stage.picture());
    stage.sweep();
    assert_eq!(kept(&home), []);
}

#[test]
fn delete_and_the_word_go_back_to_the_built_in_layout() {
    let home = home();
    keep(&home, TemplateKind::Notice, "mau.docx", &example(TemplateKind::Notice));
    let mut stage = opened(&home);
    stage.press("Delete");
    assert!(stage.picture().contains("Gõ BỎ"), "{}", stage.picture());
    stage.press("Enter");
    assert_eq!(kept(&home).len(), 1, "Enter alone does nothing");
    stage.press("Esc Delete").type_text("bỏ").press("Enter");
    assert!(stage.picture().contains("Đã bỏ mẫu riêng mau.docx"), "{}", stage.picture());
    assert_eq!(kept(&home), []);
    stage.press("Delete");
    assert!(!stage.picture().contains("Gõ BỎ"), "there is nothing to remove any more");
}

#[test]
fn ctrl_w_writes_the_example_or_the_template_in_use_and_asks_before_it_replaces_a_file() {
    let home = home();
    let mut stage = opened(&home);
    stage.press("Ctrl+W");
    let path = home.path().join("van-ban/mau-thong-bao.docx");
    assert_eq!(std::fs::read(&path).unwrap(), example(TemplateKind::Notice));
    std::fs::write(&path, "đã sửa").unwrap();
    stage.press("Ctrl+W");
    assert!(stage.picture().contains("để ghi đè"), "{}", stage.picture());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "đã sửa");
    stage.press("Ctrl+W");
    assert_eq!(std::fs::read(&path).unwrap(), example(TemplateKind::Notice));
    keep(&home, TemplateKind::Letter, "cong-van.docx", &example(TemplateKind::Letter));
    stage.press("Down Down Down Ctrl+W");
    let written = std::fs::read(home.path().join("van-ban/cong-van.docx")).unwrap();
    assert_eq!(written, example(TemplateKind::Letter));
}

#[test]
fn without_a_kept_office_the_rounds_own_is_kept_on_enter_or_it_is_said_what_is_missing() {
    let home = TestHome::new();
    let stage = opened(&home);
    assert!(stage.picture().contains("chưa lưu cơ quan nào"), "{}", stage.picture());
    name_agency(&home, "UBND xã Mẫu A");
    let mut stage = opened(&home);
    assert!(stage.picture().contains("UBND xã Mẫu A"), "{}", stage.picture());
    stage.sweep();
    stage.press("Enter");
    assert!(stage.picture().contains("thông báo kết luận"), "{}", stage.picture());
    assert_eq!(home.store().offices().unwrap().len(), 1);
}

#[test]
fn a_written_paper_is_told_with_its_template_and_none_is_written_by_a_damaged_one() {
    let home = home();
    keep(&home, TemplateKind::Notice, "mau.docx", &example(TemplateKind::Notice));
    let papers = home.path().join("van-ban");
    std::fs::create_dir_all(&papers).unwrap();
    let preview = || {
        let unit = crate::tui::screens::test_home::unit_id();
        crate::tui::screens::preview::Preview::new(round_id(), unit, "UBND xã Mẫu A".to_owned())
    };
    let mut stage = Stage::new(preview(), home.office().with_papers(papers.clone()));
    stage.resize(120, 40).press("Ctrl+W Enter");
    let said = stage.picture().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("theo mẫu riêng của Sở Nội vụ tỉnh Mẫu: mau.docx"), "{said}");
    let path = papers.join("mau-a-thong-bao.docx");
    std::fs::remove_file(&path).unwrap();
    keep(&home, TemplateKind::Notice, "hong.docx", b"no zip");
    stage.press("Ctrl+W Enter");
    assert!(stage.picture().contains("hong.docx") && !path.exists(), "{}", stage.picture());
}
