use super::*;
use crate::checklist::Verdict;
use crate::inspection::{FieldChange, MemberId, Store, bring};
use crate::tui::screens::closing::Closing;
use crate::tui::screens::problems::Problems;
use crate::tui::screens::rounds::Rounds;
use crate::tui::screens::test_home::{TestHome, key, round_id, unit_id};
use crate::tui::testing::Stage;
use crate::tui::work::Office;

type Laptop = Stage<World, Office>;

/// The lead's laptop and a member's, with what the member recorded on both.
struct Team {
    lead: TestHome,
    member: TestHome,
}

impl Team {
    fn new() -> Self {
        let team = Self { lead: TestHome::new(), member: TestHome::new() };
        let mut store = team.lead.store();
        let mut round = store.round("2025-dot-1").unwrap();
        let (id, name) = (MemberId::new("tv-2").unwrap(), "Thành viên 2".to_owned());
        let role = crate::inspection::Role::Member;
        round.members.push(Member { id, name, role, ..round.members[0].clone() });
        store.add_round(&round, None).unwrap();
        team.to_member();
        record(&mut team.member.store(), Verdict::Fail);
        team.to_lead();
        team
    }

    fn to_member(&self) {
        bring(&self.lead.store(), &mut self.member.store(), "2025-dot-1");
    }

    fn to_lead(&self) {
        bring(&self.member.store(), &mut self.lead.store(), "2025-dot-1");
    }

    fn lead(&self) -> Laptop {
        board(&self.lead, "tv-1")
    }

    fn member(&self) -> Laptop {
        board(&self.member, "tv-2")
    }

    /// As the lead asks on the screen.
    fn ask(&self, item: &str, to: &str, text: &str) {
        let recorder = recorder("tv-1");
        let to = MemberId::new(to).unwrap();
        let asking = crate::inspection::Asking { key: key(item), to, text: text.to_owned(), again: None };
        self.lead.store().ask(&recorder, &asking).unwrap();
    }

    fn states(&self) -> Vec<QuestionState> {
        states(&self.lead)
    }
}

fn states(home: &TestHome) -> Vec<QuestionState> {
    home.store().questions(&round_id()).unwrap().iter().map(Question::state).collect()
}

fn recorder(member: &str) -> Recorder {
    Recorder { round: round_id(), unit: unit_id(), member: member.to_owned(), reason: None }
}

fn record(store: &mut Store, verdict: Verdict) {
    let round = store.round("2025-dot-1").unwrap();
    let checklist = store.editions(&round).unwrap()[0].checklist.clone();
    let item = checklist.item("dia-chi").unwrap();
    store.record(&recorder("tv-2"), &checklist, item, &[FieldChange::Verdict(Some(verdict))]).unwrap();
}

fn board(home: &TestHome, member: &str) -> Laptop {
    let mut stage = Stage::new(Rounds::new(), Office::new(home.store(), Some(member.to_owned())));
    stage.press("Enter").wait_ms(200);
    stage
}

/// The inspection of the first unit, at the item that was recorded.
fn at_item(stage: &mut Laptop) -> &mut Laptop {
    stage.press("Enter").type_text("/dia chi tiep").press("Enter").wait_ms(100)
}

fn command<'a>(stage: &'a mut Laptop, words: &str) -> &'a mut Laptop {
    stage.press("Ctrl+P").type_text(words).press("Enter")
}

#[test]
fn the_author_is_asked_without_choosing_him() {
    let team = Team::new();
    let mut stage = team.lead();
    command(at_item(&mut stage), "hoi lai");
    stage.type_text("Có ảnh chụp bảng không?");
    insta::assert_snapshot!(stage.picture(), @r#"
 … › UBND xã Mẫu A › Trả lại, hỏi lại     Thành viên 1 · chưa gửi: 7 · đang lưu
 2.1 Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân, tổ chức … UBND xã Mẫu A
────────────────────────────────────────────────────────────────────────────────
 Câu hỏi (nội bộ, không in ra văn bản):
 Có ảnh chụp bảng không?



── Hỏi ai ──────────────────────────────────────────────────────────────────────
   Thành viên 1  Trưởng đoàn       tôi
 > Thành viên 2  Thành viên        người ghi kết quả









────────────────────────────────────────────────────────────────────────────────

 ↑↓ chọn người được hỏi   Enter gửi câu hỏi   Esc để sau, giữ bản viết
 Ctrl+P mọi lệnh   F1 trợ giúp
"#);
    insta::assert_snapshot!(stage.resize(60, 16).picture(), @r#"
 … › Trả lại, hỏi lại                chưa gửi: 7 · đang lưu
 2.1 Địa chỉ tiếp nhận phản ánh, kiến nghị c… UBND xã Mẫu A
────────────────────────────────────────────────────────────
 Câu hỏi (nội bộ, không in ra văn bản):
 Có ảnh chụp bảng không?



── Hỏi ai ──────────────────────────────────────────────────
   Thành viên 1  Trưởng đoàn       tôi
 > Thành viên 2  Thành viên        người ghi kết quả


────────────────────────────────────────────────────────────

 ↑↓ chọn người được hỏi   Enter gửi câu hỏi   F1 trợ giúp
"#);
    stage.sweep();
    stage.press("Enter");
    let asked = team.lead.store().questions(&round_id()).unwrap().remove(0);
    assert_eq!((asked.to.as_str(), asked.text.as_str()), ("tv-2", "Có ảnh chụp bảng không?"));
    assert_eq!((asked.by.as_deref(), asked.key), (Some("tv-1"), key("dia-chi")));
    insta::assert_snapshot!(stage.picture(), @r"
     kiemtra › Kiểm tra cải cách hành chính › UBND xã Mẫu A         1/12 · đã lưu √
     Mục 2/3  Bảng niêm yết  Niêm yết thủ tục hành ch… 1/6 · 1 chưa đạt · 1 câu hỏi
    ────────────────────────────────────────────────────────────────────────────────
     > 2.1  Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhâ… ? hỏi lại  CHƯA ĐẠT ×
       2.2  Bảng đặt nơi dễ thấy, dễ đọc                                          …
       2.3  Có số điện thoại đường dây nóng                                       …
       2.4  Hình thức niêm yết                                                    …
       2.5  Ngày cập nhật gần nhất                                                …
       2.6  Ghi nhận khác                                                         …





    ── 2.1 ─────────────────────────────────────────────────────────────────────────
     Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân, tổ chức được niêm yết công
     khai
     ? Thành viên 1 hỏi Thành viên 2, 19/10/2025 09:42: Có ảnh chụp bảng không?
     Căn cứ: Điều 13 Nghị định số 20/2008/NĐ-CP

    ────────────────────────────────────────────────────────────────────────────────
     Đã ghi câu hỏi cho Thành viên 2; câu hỏi sẽ đi cùng dữ liệu của đợt.
     1 đạt   2 một phần   3 chưa đạt   4 không áp dụng   Enter nhận xét
     Ctrl+N chưa trả lời   Ctrl+L lỗi tiếp theo   Ctrl+Z hoàn tác   ? trợ giúp
    ");
    insta::assert_snapshot!(stage.resize(120, 40).picture(), @r#"
 kiemtra › Kiểm tra cải cách hành chính › UBND xã Mẫu A                    Thành viên 1 · chưa gửi: 8 · 1/12 · đã lưu √
 Mục 2/3  Bảng niêm yết  Niêm yết thủ tục hành chính                                       1/6 · 1 chưa đạt · 1 câu hỏi
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
   Niêm yết thủ tục hành… │ > 2.1  Địa chỉ tiếp nhận phản ánh, ki… ? hỏi lại  CHƯA ĐẠT × │ Địa chỉ tiếp nhận phản ánh,
   1. Số liệu       0/4   │   2.2  Bảng đặt nơi dễ thấy, dễ đọc                        … │ kiến nghị của cá nhân, tổ
 › 2. Bảng n… ?1    1/6   │   2.3  Có số điện thoại đường dây nóng                     … │ chức được niêm yết công khai
   3. Kiểm tra…     0/2   │   2.4  Hình thức niêm yết                                  … │ ? Thành viên 1 hỏi Thành
                          │   2.5  Ngày cập nhật gần nhất                              … │ viên 2, 19/10/2025 09:42: Có
                          │   2.6  Ghi nhận khác                                       … │ ảnh chụp bảng không?
                          │                                                              │ Căn cứ: Điều 13 Nghị định số
                          │                                                              │ 20/2008/NĐ-CP
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
                          │                                                              │
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 Đã ghi câu hỏi cho Thành viên 2; câu hỏi sẽ đi cùng dữ liệu của đợt.
 1 đạt   2 một phần   3 chưa đạt   4 không áp dụng   Enter nhận xét   Ctrl+N chưa trả lời   Ctrl+L lỗi tiếp theo
 Ctrl+Z hoàn tác   Ctrl+E tài liệu   Tab các mục   Ctrl+U các trường khác   Ctrl+F tìm   ? trợ giúp
"#);
    stage.resize(80, 24).press("Ctrl+Z");
    assert!(stage.picture().contains("Đã hoàn tác: câu hỏi về 2.1"), "{}", stage.picture());
    assert!(team.states().is_empty());
    assert!(!stage.picture().contains("? hỏi lại"), "{}", stage.picture());
}

#[test]
fn another_member_is_chosen_with_an_arrow_and_an_empty_question_is_not_asked() {
    let team = Team::new();
    let mut stage = team.lead();
    command(at_item(&mut stage), "hoi lai");
    stage.press("Enter");
    assert!(stage.picture().contains("Câu hỏi còn trống"), "{}", stage.picture());
    stage.press("Up").type_text("Ai đo?\n");
    assert_eq!(team.lead.store().questions(&round_id()).unwrap()[0].to, "tv-1");
}

#[test]
fn a_question_half_written_is_kept_and_not_asked() {
    let team = Team::new();
    let mut stage = team.lead();
    command(at_item(&mut stage), "hoi lai");
    stage.type_text("Có ảnh").press("Esc");
    assert!(team.states().is_empty());
    assert!(!stage.picture().contains("chưa lưu"), "a question is no unsaved answer: {}", stage.picture());
    command(&mut stage, "hoi lai");
    assert!(stage.picture().contains("Đã đưa lại câu viết dở"), "{}", stage.picture());
    stage.type_text(" không?\n");
    assert_eq!(team.lead.store().questions(&round_id()).unwrap()[0].text, "Có ảnh không?");
    command(&mut stage, "hoi lai");
    assert!(!stage.picture().contains("Có ảnh không?"), "what was asked is no draft: {}", stage.picture());
}

#[test]
fn a_question_reaches_the_members_list_and_his_new_answer_comes_back() {
    let team = Team::new();
    team.ask("dia-chi", "tv-2", "Có ảnh chụp bảng không?");
    team.to_member();
    let mut member = team.member();
    insta::assert_snapshot!(member.picture(), @r#"
 kiemtra › Kiểm tra cải cách hành chính              Thành viên 2 · chưa gửi: 8
 2 đơn vị                                               01/01/2025 – 30/06/2025
────────────────────────────────────────────────────────────────────────────────
   Đơn vị             Ngày  Tiến độ         √   ~   ×   –         Điểm
 > UBND xã Mẫu A            █░░░░░   8 %    0   0   1   0          0/3  1 lưu ý
   UBND xã Mẫu B            ░░░░░░   0 %    0   0   0   0          0/3













 ? 1 câu hỏi chờ bạn trả lời · Ctrl+P, gõ “câu hỏi”
────────────────────────────────────────────────────────────────────────────────

 Enter mở   Ctrl+L lỗi   Ctrl+R thông báo   Ctrl+G bảng nội dung × đơn vị
 Ctrl+F tìm   Ctrl+B thêm đơn vị   Ctrl+U sửa đợt   ! kết thúc   ? trợ giúp
"#);
    command(&mut member, "cau hoi cho");
    insta::assert_snapshot!(member.picture(), @r#"
 kiemtra › Kiểm tra cải cách hành chính › Câu hỏi                 1 câu chờ tôi
 [của tôi 1] · chưa xong 1 · tất cả 1
────────────────────────────────────────────────────────────────────────────────
 > CHỜ TRẢ LỜI ?   Mẫu A          2.1   Có ảnh chụp bảng khô…  ← Thành viên 1








── UBND xã Mẫu A, 2.1 ──────────────────────────────────────────────────────────
 Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân, tổ chức được niêm yết công
 khai
 ? Thành viên 1 hỏi Thành viên 2, 19/10/2025 09:42: Có ảnh chụp bảng không?




────────────────────────────────────────────────────────────────────────────────

 Enter đến nội dung   Ctrl+K trả lời bằng lời   Tab chưa xong   Ctrl+Z hoàn tác
 Esc quay lại   Ctrl+P mọi lệnh   ? trợ giúp
"#);
    // From the list to the item, answered there: two keys.
    member.press("Enter 1").wait_ms(100);
    assert_eq!(states(&team.member), [QuestionState::Answered]);
    assert!(member.picture().contains("√ đã trả lời"), "{}", member.picture());
    member.press("Esc").wait_ms(100);
    assert!(member.picture().contains("ĐÃ SỬA √"), "{}", member.picture());
    member.press("Esc").wait_ms(200);
    assert!(!member.picture().contains("chờ bạn trả lời"), "{}", member.picture());

    team.to_lead();
    let mut lead = team.lead();
    assert!(lead.picture().contains("√ 1 câu bạn hỏi đã có trả lời"), "{}", lead.picture());
    command(&mut lead, "cau hoi cho");
    assert!(lead.picture().contains("Đánh giá khi hỏi: CHƯA ĐẠT, nay: ĐẠT (Thành viên 2"), "{}", lead.picture());
    lead.press("Space");
    assert_eq!(team.states(), [QuestionState::Closed]);
    assert!(lead.picture().contains("ĐÃ XONG"), "{}", lead.picture());
    lead.press("Space");
    assert_eq!(team.states(), [QuestionState::Answered], "the same key takes it back");
    lead.press("Space Tab");
    assert!(lead.line(1).contains("của tôi 0 · [chưa xong 0] · tất cả 1"), "{}", lead.picture());
    lead.press("Tab");
    assert!(lead.picture().contains("ĐÃ XONG"), "{}", lead.picture());
    lead.sweep();
}

#[test]
fn a_reply_in_words_leaves_the_answer_as_it_is() {
    let team = Team::new();
    team.ask("dia-chi", "tv-2", "Có ảnh chụp bảng không?");
    team.to_member();
    let mut member = team.member();
    command(&mut member, "cau hoi cho");
    member.press("Ctrl+K").type_text("Có hai ảnh").press("Esc");
    assert_eq!(states(&team.member), [QuestionState::Open]);
    member.press("Ctrl+K").type_text(", đã gắn kèm.");
    insta::assert_snapshot!(member.picture(), @r#"
 … › Câu hỏi › Trả lời câu hỏi            Thành viên 2 · chưa gửi: 8 · đang lưu
 2.1 Địa chỉ tiếp nhận phản ánh, kiến nghị của cá nhân, tổ chức … UBND xã Mẫu A
────────────────────────────────────────────────────────────────────────────────
 ? Thành viên 1 hỏi Thành viên 2, 19/10/2025 09:42: Có ảnh chụp bảng không?
── Trả lời ─────────────────────────────────────────────────────────────────────
 Có hai ảnh, đã gắn kèm.














────────────────────────────────────────────────────────────────────────────────

 Enter gửi trả lời   Esc để sau, giữ bản viết   Ctrl+P mọi lệnh   F1 trợ giúp
"#);
    member.sweep();
    member.press("Enter");
    assert_eq!(states(&team.member), [QuestionState::Answered]);
    team.to_lead();
    let question = team.lead.store().questions(&round_id()).unwrap().remove(0);
    assert_eq!(question.replies[0].text, "Có hai ảnh, đã gắn kèm.");
    assert!(question.changes.is_empty());
    let mut lead = team.lead();
    command(&mut lead, "cau hoi cho");
    assert!(lead.picture().contains("Thành viên 2 trả lời, 19/10/2025 09:42: Có hai ảnh"), "{}", lead.picture());
    command(&mut lead, "hoi lai").type_text("Chụp khi nào?\n");
    assert_eq!(team.states(), [QuestionState::Closed, QuestionState::Open]);
}

#[test]
fn only_who_asked_or_leads_settles() {
    let team = Team::new();
    team.ask("dia-chi", "tv-2", "Vì sao?");
    team.to_member();
    let mut member = team.member();
    command(&mut member, "cau hoi cho");
    member.press("Space");
    assert!(member.picture().contains("chỉ người hỏi"), "{}", member.picture());
    assert_eq!(states(&team.member), [QuestionState::Open]);
}

#[test]
fn the_key_for_the_next_problem_stops_at_questions_to_me() {
    let team = Team::new();
    team.ask("ngay", "tv-2", "Cập nhật ngày nào?");
    team.ask("tong", "tv-1", "Của người khác");
    team.to_member();
    let mut member = team.member();
    member.press("Enter Ctrl+L");
    let mut seen = member.picture();
    for _ in 0..3 {
        if seen.contains("Thành viên 1 hỏi: Cập nhật ngày nào?") {
            break;
        }
        seen = member.press("Ctrl+L").picture();
    }
    assert!(seen.contains("Thành viên 1 hỏi: Cập nhật ngày nào?"), "{seen}");
    assert!(seen.contains(" > 2.4") || seen.contains(" > 2.5"), "{seen}");
    command(&mut member, "tra loi cau hoi").type_text("Hôm qua\n");
    assert_eq!(states(&team.member), [QuestionState::Answered, QuestionState::Open]);
}

#[test]
fn answers_are_sent_back_from_the_grid_and_from_the_problems() {
    let team = Team::new();
    let mut stage = team.lead();
    stage.press("Ctrl+G Down");
    command(&mut stage, "hoi lai").type_text("Một?\n");
    let work = |office: &mut Office| crate::tui::screens::test_home::open_unit(office);
    let mut office = Office::new(team.lead.store(), Some("tv-1".to_owned()));
    let problems = Problems::new(work(&mut office));
    let mut stage = Stage::new(problems, office);
    command(&mut stage, "hoi lai").type_text("Hai?\n");
    let questions = team.lead.store().questions(&round_id()).unwrap();
    let mut asked: Vec<(String, String)> =
        questions.into_iter().map(|question| (question.text, question.key.to_string())).collect();
    asked.sort();
    assert_eq!(asked[0].0, "Hai?");
    assert_eq!(asked[1], ("Một?".to_owned(), "thu/da-lam".to_owned()));
}

#[test]
fn an_open_question_is_named_before_signing_and_keeps_nobody_from_it() {
    let team = Team::new();
    team.ask("dia-chi", "tv-2", "Có ảnh chụp bảng không?");
    let mut office = Office::new(team.lead.store(), Some("tv-1".to_owned()));
    let work = crate::tui::screens::test_home::open_unit(&mut office);
    let mut stage = Stage::new(Closing::new(work), office);
    assert!(stage.press("End").picture().contains("Câu hỏi chưa trả lời: Có ảnh chụp"), "{}", stage.picture());
    stage.press("Tab Tab Tab Tab");
    assert!(stage.picture().contains("còn 1 câu hỏi chưa trả lời"), "{}", stage.picture());
    let store = team.lead.store();
    let conclusion = crate::conclusion::Conclusion::of(&store, "2025-dot-1", "mau-a").unwrap();
    assert_eq!(crate::conclusion::readiness(&store, &conclusion, "tv-1").unwrap().questions, 1);
    let signer = Recorder { reason: Some("Hết giờ".into()), ..recorder("tv-1") };
    crate::conclusion::sign(&mut team.lead.store(), &signer).unwrap();
    team.ask("dia-chi", "tv-2", "Sau khi ký vẫn hỏi được");
    assert_eq!(team.states().len(), 2);
}

#[test]
fn the_history_of_an_item_tells_its_questions() {
    let team = Team::new();
    team.ask("dia-chi", "tv-2", "Có ảnh chụp bảng không?");
    let id = team.lead.store().questions(&round_id()).unwrap()[0].id.clone();
    let closing = Settling::Close(Some("Đã xem".into()));
    team.lead.store().settle_question(&recorder("tv-1"), &key("dia-chi"), &id, &closing).unwrap();
    let mut stage = team.lead();
    at_item(&mut stage).press("Ctrl+T");
    let picture = stage.picture();
    assert!(picture.contains("Câu hỏi: chưa có → “Có ảnh chụp bảng không?”"), "{picture}");
    assert!(picture.contains("Câu hỏi đã xong: chưa có → đã xong: “Đã xem”"), "{picture}");
    stage.press("Esc").type_text("/anh chup bang");
    assert!(stage.picture().contains("câu hỏi"), "{}", stage.picture());
}
