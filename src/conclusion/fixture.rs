//! Small inspections recorded through a real store, to compose papers from.

use chrono::{DateTime, NaiveDate};

use super::{Conclusion, MinutesBasis, NoticeBasis};
use crate::inspection::{Store, TextFile, read_answers, read_round};
use crate::journal::Clock;
use crate::paper::{Document, Format, Status, render};

/// A checklist on one-stop posting: figures, a rate, verdicts, a register, a rule.
pub(super) const POSTING: &str = r#"
id = "niem-yet"
edition = "2022"
title = "Niêm yết, công khai thủ tục hành chính"
field = "tthc"
[[basis]]
id = "nd63"
short = "Nghị định số 63/2010/NĐ-CP"
cite = "Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ về kiểm soát thủ tục hành chính"
[[basis]]
id = "nd61"
short = "Nghị định số 61/2018/NĐ-CP"
cite = "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính (được sửa đổi, bổ sung bởi Nghị định số 107/2021/NĐ-CP ngày 06/12/2021)"
[[section]]
id = "chung"
title = "Chung"
[[section.item]]
id = "tong-tthc"
kind = "number"
unit = "thủ tục"
ask = "Tổng số TTHC thuộc thẩm quyền tiếp nhận"
[[section.item]]
id = "da-niem-yet"
kind = "number"
unit = "thủ tục"
ask = "Số TTHC đã niêm yết"
[[section.item]]
id = "ty-le-niem-yet"
kind = "rate"
ask = "Tỷ lệ TTHC được niêm yết"
formula = "da_niem_yet / tong_tthc"
pass_from = 1.0
partial_from = 0.9
points = 2
basis = ["nd63:17"]
says.strength = "Niêm yết đầy đủ {{ tong_tthc }} thủ tục hành chính"
says.shortcoming = "Mới niêm yết {{ da_niem_yet }}/{{ tong_tthc }} thủ tục hành chính ({{ ty_le_niem_yet | percent }})"
says.requirement = "Niêm yết bổ sung {{ tong_tthc - da_niem_yet }} thủ tục hành chính còn thiếu"
says.cause = { text = "Việc cập nhật sau khi có quyết định công bố chưa kịp thời", kind = "subjective" }
within_days = 15
[[section.item]]
id = "dia-chi-pakn"
kind = "verdict"
ask = "Niêm yết địa chỉ tiếp nhận phản ánh, kiến nghị"
points = 1
basis = ["nd63:15", "nd63:16"]
says.strength = "Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị"
says.shortcoming = "Chưa niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị"
says.requirement = "Niêm yết đầy đủ địa chỉ tiếp nhận phản ánh, kiến nghị"
says.cause = { text = "Việc cập nhật sau khi có quyết định công bố chưa kịp thời", kind = "subjective" }
within_days = 5
[[section.item]]
id = "bang-ro"
kind = "verdict"
ask = "Bảng niêm yết ở nơi dễ quan sát, chữ rõ"
points = 0.5
says.strength = "bảng niêm yết đặt ở nơi dễ quan sát, chữ rõ ràng."
says.shortcoming = "Bảng niêm yết đặt ở nơi khó quan sát"
says.requirement = "Bố trí lại bảng niêm yết ở nơi dễ quan sát"
[[section.item]]
id = "mau-tthc"
kind = "register"
ask = "Kiểm tra xác suất thủ tục đã niêm yết"
at_least = 2
columns = [
  { id = "ten", title = "Tên thủ tục", kind = "text", required = true },
  { id = "nguoi-nop", title = "Người nộp", kind = "text" },
  { id = "dung-phien-ban", title = "Đúng phiên bản", kind = "yes-no" },
]
row_ok = "dung_phien_ban"
pass_from = 1.0
partial_from = 0.8
basis = ["nd61"]
says.strength = "Kiểm tra {{ mau_tthc.rows }} thủ tục, tất cả đúng phiên bản"
says.shortcoming = "Kiểm tra {{ mau_tthc.rows }} thủ tục, có {{ mau_tthc.rows - mau_tthc.ok }} thủ tục niêm yết chưa đúng quy định"
says.requirement = "Thay thế thủ tục niêm yết không đúng phiên bản"
within_days = 5
[[rule]]
id = "niem-yet-du"
check = "da_niem_yet >= tong_tthc"
message = "Số đã niêm yết ({{ da_niem_yet }}) không bằng tổng số ({{ tong_tthc }})"
severity = "warning"
"#;

/// A survey.
pub(super) const SURVEY: &str = r#"
id = "hai-long"
edition = "2022"
title = "Khảo sát mức độ hài lòng"
field = "tthc"
[[basis]]
id = "nghi-dinh"
short = "Nghị định số 61/2018/NĐ-CP"
cite = "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về thực hiện cơ chế một cửa"
[[section]]
id = "chung"
title = "Chung"
[[section.item]]
id = "phieu"
kind = "survey"
ask = "Khảo sát mức độ hài lòng tại Bộ phận Tiếp nhận và Trả kết quả"
questions = [
  { id = "thai-do", ask = "Thái độ phục vụ", scale = "level-5" },
  { id = "giay-hen", ask = "Có phiếu hẹn", scale = "yes-no" },
]
details = ["cong-chuc"]
pass_from = 0.9
partial_from = 0.8
alarm = { unsatisfied_over = 0.25, by = "cong-chuc" }
basis = ["nghi-dinh:31"]
says.strength = "Chỉ số hài lòng đạt {{ phieu.index | percent }} trên {{ phieu.forms }} phiếu"
says.shortcoming = "Chỉ số hài lòng mới đạt {{ phieu.index | percent }} trên tổng số {{ phieu.forms }} phiếu khảo sát"
says.requirement = "Nâng cao chất lượng phục vụ để chỉ số hài lòng đạt từ 90%"
"#;

/// The seventh field, with a requirement for higher levels.
pub(super) const DIGITAL: &str = r#"
id = "chinh-quyen-so-thu"
edition = "2022"
title = "Chính quyền số"
field = "so-hoa"
[[section]]
id = "chung"
title = "Chung"
[[section.item]]
id = "duong-truyen"
kind = "verdict"
ask = "Đường truyền, máy tính đáp ứng yêu cầu chuyển đổi số"
says.strength = "Đường truyền, máy tính đáp ứng yêu cầu"
says.shortcoming = "Đường truyền, máy tính chưa đáp ứng yêu cầu chuyển đổi số"
says.requirement = "Bố trí kinh phí nâng cấp đường truyền, máy tính cho cấp xã"
says.cause = { text = "Nguồn kinh phí còn hạn chế", kind = "objective" }
says.to = "superior"
within_days = 30
[[section.item]]
id = "iso"
kind = "verdict"
ask = "Áp dụng TCVN ISO 9001"
points = 1
[[section.item]]
id = "dvc"
kind = "number"
unit = "hồ sơ"
ask = "Số hồ sơ nộp trực tuyến"
"#;

/// The first field; one item says nothing of its own.
pub(super) const DIRECTION: &str = r#"
id = "chi-dao"
edition = "2022"
title = "Chỉ đạo, điều hành"
field = "chi-dao"
[[section]]
id = "chung"
title = "Chung"
[[section.item]]
id = "ke-hoach"
kind = "verdict"
ask = "Ban hành kế hoạch cải cách hành chính"
points = 1
says.strength = "Ban hành kế hoạch cải cách hành chính kịp thời, đầy đủ"
says.shortcoming = "Chưa ban hành kế hoạch cải cách hành chính"
says.requirement = "Ban hành kế hoạch cải cách hành chính"
[[section.item]]
id = "tuyen-truyen"
kind = "verdict"
ask = "Thực hiện tuyên truyền cải cách hành chính"
points = 1
"#;

/// A planned round of the Sở Nội vụ at one commune, checklists not in the order of the fields.
pub(super) const ROUND: &str = r#"
id = "2022-dot-1"
title = "Kiểm tra công tác cải cách hành chính năm 2022"
period = { from = 2022-01-01, to = 2022-10-14 }
plan = { number = "1296/KH-SNV", date = 2022-06-27, issuer = "Sở Nội vụ tỉnh Mẫu" }
decision = { number = "45/QĐ-SNV", date = 2022-10-05, issuer = "Giám đốc Sở Nội vụ" }
checklists = ["chinh-quyen-so-thu", "niem-yet", "hai-long", "chi-dao"]
[letterhead]
parent = "Ủy ban nhân dân tỉnh Mẫu"
agency = "Sở Nội vụ"
notation = "SNV"
place = "Mẫu"
[[member]]
id = "thu-ky"
name = "Trần Thị Mẫu"
post = "Chuyên viên"
agency = "Sở Tư pháp"
role = "secretary"
[[member]]
id = "truong-doan"
name = "Nguyễn Văn Mẫu"
post = "Phó Giám đốc"
agency = "Sở Nội vụ"
role = "lead"
[[unit]]
id = "mau-a"
name = "UBND xã Mẫu A"
kind = "xa"
under = "UBND huyện Mẫu"
visit = 2022-10-19
self_report = { number = "45/BC-UBND", date = 2022-10-14 }
head = { post = "Chủ tịch UBND xã" }
"#;

/// Answers in which every kind of item and every verdict occurs.
pub(super) const ANSWERS: &str = r#"
[answer."niem-yet/tong-tthc"]
number = 1155
reported = 1160
[answer."niem-yet/da-niem-yet"]
number = 1060
[answer."niem-yet/dia-chi-pakn"]
verdict = "fail"
remark = "chưa có số điện thoại đường dây nóng"
note = "GHI CHÚ NỘI BỘ"
explanation = { agrees = true, text = "Đơn vị sẽ bổ sung trong ngày" }
evidence = [ { file = "bang.jpg", about = "bảng niêm yết" }, { document = "12/QĐ-UBND", date = 2022-01-20 } ]
self_points = 1
points_reason = "Chưa đủ thông tin"
[answer."niem-yet/bang-ro"]
verdict = "pass"
remark = "Bảng điện tử hoạt động tốt."
[answer."niem-yet/mau-tthc"]
rows = [
  { ten = "Đăng ký khai sinh", nguoi-nop = "Lê Thị Dân", dung-phien-ban = true },
  { ten = "Đăng ký kết hôn", nguoi-nop = "Lê Văn Dân", dung-phien-ban = false },
]
[answer."hai-long/phieu"]
forms = [
  { answers = [5, 1], cong-chuc = "CC-01" }, { answers = [4, 1], cong-chuc = "CC-02" },
  { answers = [1, 0], cong-chuc = "CC-03" }, { answers = [2, 1], cong-chuc = "Phạm Thị Tên" },
]
[answer."chinh-quyen-so-thu/duong-truyen"]
verdict = "partial"
[answer."chinh-quyen-so-thu/iso"]
verdict = "na"
remark = "Chưa bắt buộc đối với cấp xã"
[answer."chi-dao/ke-hoach"]
verdict = "pass"
[answer."chi-dao/tuyen-truyen"]
verdict = "partial"
explanation = { agrees = false }
"#;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A home with one round in which one unit was inspected.
pub(super) struct Home {
    _folder: tempfile::TempDir,
    pub store: Store,
}

impl Home {
    /// A home with these checklists and this round; nothing recorded.
    pub fn new(checklists: &[&str], round: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("checklists");
        std::fs::create_dir_all(&own).unwrap();
        for (index, text) in checklists.iter().enumerate() {
            std::fs::write(own.join(format!("{index}.toml")), text).unwrap();
        }
        let clock = Clock::Fixed("2022-10-23T09:00:00+07:00".parse().unwrap());
        let mut store = Store::open(folder.path(), clock).unwrap();
        let problems: Vec<_> = store.checklist_reports().iter().flat_map(|report| &report.problems).collect();
        assert!(problems.iter().all(|problem| !problem.is_error()), "{problems:?}");
        let round = read_round(&file(round), day("2022-10-23")).unwrap();
        store.add_round(&round, None).unwrap();
        Self { _folder: folder, store }
    }

    /// The four checklists, the planned round, and these answers.
    pub fn recorded(answers: &str) -> Self {
        let mut home = Self::new(&[POSTING, SURVEY, DIGITAL, DIRECTION], ROUND);
        home.record(answers);
        home
    }

    /// Records `answers` at the unit of [`ROUND`], as the lead.
    pub fn record(&mut self, answers: &str) {
        self.record_file(&format!("round = \"2022-dot-1\"\nunit = \"mau-a\"\nmember = \"truong-doan\"\n{answers}"));
    }

    /// Records a whole file of answers.
    pub fn record_file(&mut self, text: &str) {
        let file = file(text);
        let answers = read_answers(&file).unwrap_or_else(|error| panic!("{error}"));
        self.store.record_file(&file, &answers).unwrap_or_else(|error| panic!("{error}"));
    }

    /// The draft of the notice, issued on `date` where that is known.
    pub fn notice(&self, date: Option<&str>) -> Document {
        self.notice_of("mau-a", date)
    }

    pub fn notice_of(&self, unit: &str, date: Option<&str>) -> Document {
        let basis = NoticeBasis { number: None, date: date.map(day), status: Status::Draft, now: now() };
        Conclusion::of(&self.store, "2022-dot-1", unit).unwrap().inspected().notice(&basis)
    }

    pub fn minutes(&self) -> Document {
        let basis = MinutesBasis { status: Status::Final, now: now() };
        Conclusion::of(&self.store, "2022-dot-1", "mau-a").unwrap().inspected().minutes(&basis)
    }
}

fn now() -> DateTime<chrono::Utc> {
    DateTime::from_timestamp(1_666_500_000, 0).unwrap()
}

fn file(text: &str) -> TextFile {
    TextFile::from_bytes("tep.toml", text.as_bytes()).unwrap()
}

pub(super) fn text(document: &Document) -> String {
    String::from_utf8(render(document, Format::Text).unwrap()).unwrap()
}
