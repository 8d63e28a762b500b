//! Planted mistakes: a sound checklist with one thing changed, and what must be said about it. Both
//! the reader and the JSON Schema are tried on them.

use super::keys::Shape;
use super::source::LineIndex;

/// A sound checklist that uses every key of the format.
pub(super) const SOUND: &str = include_str!("../../tests/fixtures/checklist/du-khoa.toml");

/// Whether a JSON Schema can see a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Schema {
    /// It must.
    Sees,
    /// It cannot: the mistake lies between several places or within an expression.
    Blind,
}

/// One mistake.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planted {
    /// A piece of [`SOUND`] that occurs once.
    pub instead_of: &'static str,
    /// What stands there now; `¦` marks where the mistake is to be reported.
    pub write: &'static str,
    /// Key of the message in the locale file.
    pub message: &'static str,
    /// What the message must name.
    pub names: &'static str,
    /// Whether the schema sees it too.
    pub schema: Schema,
}

impl Planted {
    /// The text with the mistake.
    pub fn text(&self) -> String {
        self.marked().replace('¦', "")
    }

    /// Where it is to be reported, as `line:column`.
    pub fn position(&self) -> String {
        let marked = self.marked();
        let offset = marked.find('¦').expect("every mistake has its mark");
        LineIndex::new(&marked).position(offset).to_string()
    }

    fn marked(&self) -> String {
        assert_eq!(SOUND.matches(self.instead_of).count(), 1, "must occur once: {}", self.instead_of);
        SOUND.replace(self.instead_of, self.write)
    }
}

/// Whether `message` is the text of `key`, in either language, with its gaps filled.
pub(super) fn is_message(message: &str, key: &str) -> bool {
    ["vi", "en"].iter().any(|locale| {
        let template = rust_i18n::t!(key, locale = locale);
        let mut rest = message;
        template.split("%{").enumerate().all(|(index, part)| {
            let literal = if index == 0 { part } else { part.split_once('}').map_or(part, |(_, after)| after) };
            let Some(at) = rest.find(literal) else { return false };
            rest = &rest[at + literal.len()..];
            index > 0 || at == 0
        })
    })
}

macro_rules! planted {
    ($($schema:ident $message:literal $names:literal: $instead_of:literal => $write:literal;)+) => {
        /// All of them, at least one for each rule of the format.
        pub(super) const PLANTED: &[Planted] = &[$(Planted {
            instead_of: $instead_of,
            write: $write,
            message: concat!("checklist.", $message),
            names: $names,
            schema: Schema::$schema,
        }),+];
    };
}

planted! {
    // TOML itself; a schema never gets to see it.
    Blind "syntax.unquoted" "": "title = \"Bảng niêm yết\"" => "title = ¦Bảng niêm yết";
    Blind "syntax.unclosed" "": "title = \"Bảng niêm yết\"" => "title = ¦\"Bảng niêm yết";
    Blind "syntax.unclosed" "": "choices = [\"tot\", \"kha\", \"kem\"]" => "choices = ¦[\"tot\", \"kha\", \"kem\"";
    Blind "syntax.no_value" "": "min = 0" => "min ¦0";
    Blind "syntax.missing_comma" "": "\"xa\", \"phuong\"" => "\"xa\" ¦\"phuong\"";
    Blind "syntax.duplicate_key" "": "min = 0" => "min = 0\n¦min = 1";
    Blind "syntax.bad_date" "": "to = 2026-12-31" => "to = ¦2026-12-32";
    Blind "syntax.bad_string" "": "\"Bảng niêm yết\"" => "\"Bảng \\¦q\"";

    // Keys and types.
    Sees "unknown_key" "priority": "min = 0" => "¦priority = 0";
    Sees "unknown_key_near" "decimals": "decimals = 0" => "¦decimal = 0";
    Sees "unknown_key_near" "title": "title = \"Bảng niêm yết\"" => "¦titel = \"Bảng niêm yết\"";
    Sees "unknown_key" "vi": "to = 2026-12-31" => "¦vi = 2026-12-31";
    Sees "unknown_key_near" "strength": "says.strength" => "says.¦strenght";
    Sees "key_of_other_kind" "formula": "evidence = \"on-fail\"" => "¦formula = \"tong_tthc\"";
    Sees "key_of_other_kind" "choices": "required = false" => "¦choices = [\"a\"]";
    Sees "missing_key" "edition": "# Phiếu mẫu dùng trong kiểm thử: có đủ mọi khóa của định dạng.\nid = \"phieu-mau\"\nedition = \"2025-09\"" => "¦\nid = \"phieu-mau\"";
    Sees "missing_key" "cite": "[[basis]]\nid = \"nd63\"\nshort = \"Nghị định số 63/2010/NĐ-CP\"\ncite" => "¦[[basis]]\nid = \"nd63\"\nshort = \"Nghị định số 63/2010/NĐ-CP\"\n#";
    Sees "missing_key" "formula": "[[section.item]]\nid = \"ty-le-niem-yet\"\nkind = \"rate\"\nask = \"Tỷ lệ TTHC được niêm yết\"\nformula" => "¦[[section.item]]\nid = \"ty-le-niem-yet\"\nkind = \"rate\"\nask = \"Tỷ lệ TTHC được niêm yết\"\n#";
    Sees "missing_key" "ask": "[[section.item]]\nid = \"ghi-chu\"\nkind = \"text\"\nask" => "¦[[section.item]]\nid = \"ghi-chu\"\nkind = \"text\"\n#";
    Sees "missing_key" "satisfied_to": "{ id = \"so-lan\", ask = \"Số lần đi lại\", scale = \"count\", satisfied_to = 2 }" => "¦{ id = \"so-lan\", ask = \"Số lần đi lại\", scale = \"count\" }";
    Sees "missing_key" "choices": "{ id = \"linh-vuc\", title = \"Lĩnh vực\", kind = \"choice\", choices = [\"dat-dai\", \"ho-tich\"] }" => "¦{ id = \"linh-vuc\", title = \"Lĩnh vực\", kind = \"choice\" }";
    Sees "missing_key" "kind": "says.cause = { text = \"Chưa phân công người theo dõi\", kind = \"subjective\" }" => "says.cause = ¦{ text = \"Chưa phân công người theo dõi\" }";
    Sees "wrong_type" "title": "title = \"Bảng niêm yết\"" => "title = ¦5";
    Sees "wrong_type" "required": "required = true\n" => "required = ¦\"có\"\n";
    Sees "wrong_type" "max": "max = 5000" => "max = ¦\"5000\"";
    Sees "wrong_type" "max": "max = 5000" => "max = ¦nan";
    Sees "wrong_type" "at_least": "at_least = 5" => "at_least = ¦5.5";
    Sees "wrong_type" "from": "from = 2025-07-01" => "from = ¦\"01/7/2025\"";
    Sees "wrong_type" "from": "from = 2025-07-01" => "from = ¦2025-07-01T08:00:00";
    Sees "wrong_type" "basis": "basis = [\"nd63:17\", \"nd63:18\"]" => "basis = ¦\"nd63:17\"";
    Sees "wrong_type" "cause": "says.cause = { text = \"Chưa phân công người theo dõi\", kind = \"subjective\" }" => "says.cause = ¦\"Chưa phân công\"";
    Sees "wrong_type" "rule": "[[rule]]\nid = \"niem-yet-khong-vuot\"\ncheck = \"da_niem_yet <= tong_tthc\"\nmessage = \"Số đã niêm yết ({{ da_niem_yet }}) lớn hơn tổng số thủ tục ({{ tong_tthc }})\"\nseverity = \"error\"\n\n[[rule]]" => "¦[rule]";
    Sees "empty_text" "ask": "ask = \"Ghi chú của đoàn\"" => "ask = ¦\" \"";
    Sees "empty_array" "choices": "choices = [\"tot\", \"kha\", \"kem\"]\nverdicts = { tot = \"pass\", kha = \"partial\", kem = \"fail\" }" => "choices = ¦[]";

    // Words of the format.
    Sees "not_one_of" "tthc": "field = \"tthc\"" => "field = ¦\"tthx\"";
    Sees "not_one_of" "phuong": "\"phuong\"" => "¦\"phuog\"";
    Sees "twice" "xa": "\"phuong\"" => "¦\"xa\"";
    Sees "not_one_of" "verdict": "kind = \"verdict\"" => "kind = ¦\"verdit\"";
    Sees "not_one_of" "major": "severity = \"major\"" => "severity = ¦\"grave\"";
    Sees "not_one_of" "on-fail": "evidence = \"on-fail\"" => "evidence = ¦\"onfail\"";
    Sees "not_one_of" "objective": "kind = \"subjective\"" => "kind = ¦\"both\"";
    Sees "not_one_of" "agency": "says.to = \"unit\"" => "says.to = ¦\"tinh\"";
    Sees "not_one_of" "yes-no": "kind = \"yes-no\"" => "kind = ¦\"boolean\"";
    Sees "not_one_of" "level-5": "scale = \"level-5\"" => "scale = ¦\"level-4\"";
    Sees "not_one_of" "warning": "severity = \"warning\"" => "severity = ¦\"info\"";
    Sees "not_one_of" "partial": "kha = \"partial\"" => "kha = ¦\"half\"";

    // Ids.
    Sees "no_identifier" "Ghi_chu": "id = \"ghi-chu\"" => "id = ¦\"Ghi_chu\"";
    Sees "no_identifier" "2025": "id = \"phieu-mau\"" => "id = ¦\"2025\"";
    Sees "reserved" "not": "id = \"ghi-chu\"" => "id = ¦\"not\"";
    Sees "reserved" "working-days": "id = \"ghi-chu\"" => "id = ¦\"working-days\"";
    Sees "reserved" "target": "id = \"linh-vuc\"" => "id = ¦\"target\"";
    Blind "duplicate_id" "21": "id = \"ghi-chu\"" => "id = ¦\"tong-tthc\"";
    Blind "duplicate_id" "da-niem-yet": "id = \"du-mau\"" => "id = ¦\"da-niem-yet\"";
    Blind "duplicate_id" "bang": "id = \"mau\"" => "id = ¦\"bang\"";
    Blind "duplicate_id" "ten": "id = \"ngay\"" => "id = ¦\"ten\"";
    Blind "duplicate_id" "thai-do": "id = \"giay-hen\"" => "id = ¦\"thai-do\"";
    Sees "edition" "2025/09": "edition = \"2025-09\"" => "edition = ¦\"2025/09\"";

    // Dates, bases, bounds.
    Blind "from_after_to" "01/07/2025": "to = 2026-12-31" => "to = ¦2025-06-30";
    Blind "no_basis" "nd63": "\"nd63:17\"" => "¦\"nd36:17\"";
    Sees "no_article" "nd63": "\"nd63:17\"" => "¦\"nd63:\"";
    Sees "twice" "nd63:18": "\"nd63:17\", \"nd63:18\"" => "\"nd63:18\", ¦\"nd63:18\"";
    Blind "min_above_max" "5000": "min = 0\nmax = 5000" => "min = 6000\nmax = ¦5000";
    Sees "outside" "decimals": "decimals = 0" => "decimals = ¦7";
    Sees "below" "at_least": "at_least = 5" => "at_least = ¦-1";
    Sees "below" "within_days": "within_days = 15" => "within_days = ¦0";
    Sees "below" "satisfied_to": "satisfied_to = 2" => "satisfied_to = ¦0";

    // Choices, registers, surveys.
    Sees "twice" "tot": "\"tot\", \"kha\"" => "\"tot\", ¦\"tot\", \"kha\"";
    Blind "verdict_of_no_choice" "trung-binh": "kem = \"fail\"" => "¦trung-binh = \"fail\"";
    Sees "choices_of_other_column" "choices": "kind = \"number\" }" => "kind = \"number\", ¦choices = [\"a\"] }";
    Sees "satisfied_to_of_other_scale" "count": "scale = \"yes-no\" }" => "scale = \"yes-no\", ¦satisfied_to = 1 }";
    Sees "taken_detail" "answers": "[\"cong-chuc\", \"ngay\"]" => "[\"cong-chuc\", ¦\"answers\"]";
    Blind "not_one_of" "cong-chuc": "by = \"cong-chuc\"" => "by = ¦\"linh-vuc\"";
    Sees "threshold.no_share" "25": "unsatisfied_over = 0.25" => "unsatisfied_over = ¦25";

    // Points and thresholds.
    Sees "points.no_verdict" "points": "decimals = 0" => "¦points = 1";
    Sees "points.partial_alone" "points": "points = 2\npartial_points" => "¦partial_points";
    Blind "points.partial_above" "2.5": "partial_points = 0.5" => "partial_points = ¦2.5";
    Sees "points.negative" "-2": "points = 2\n" => "points = ¦-2\n";
    Sees "threshold.both_ways" "pass_to": "pass_to = 0" => "pass_from = 0\n¦pass_to = 0";
    Sees "threshold.partial_alone" "pass_to": "pass_to = 0\n" => "¦";
    Blind "threshold.from_reversed" "1.5": "partial_from = 0.9" => "partial_from = ¦1.5";
    Blind "threshold.to_reversed" "3": "pass_to = 0\npartial_to = 3" => "pass_to = 4\npartial_to = ¦3";
    Sees "threshold.no_share" "90": "pass_from = 0.9\n" => "pass_from = ¦90\n";
    Sees "threshold.no_target" "tagret": "\"target.niem_yet\"" => "¦\"tagret.niem_yet\"";

    // Expressions and sentences.
    Blind "not_parsed" "formula": "\"da_niem_yet / tong_tthc\"" => "¦\"da_niem_yet / \"";
    Blind "not_parsed" "formula": "\"da_niem_yet / tong_tthc\"" => "¦\"sum(da_niem_yet)\"";
    Blind "not_parsed" "strength": "\"Niêm yết đầy đủ {{ tong_tthc }} thủ tục hành chính\"" => "¦\"Niêm yết {{ tong_tthc\"";
    Blind "not_parsed" "when": "\"tong_tthc > 0\"" => "¦\"'x' * 100000000 == 'y'\"";
    Blind "reference.no_item" "tong_tthc": "\"tong_tthc > 0\"" => "¦\"tong_tthv > 0\"";
    Blind "reference.no_item" "thieu": "\"Niêm yết đầy đủ {{ tong_tthc }} thủ tục hành chính\"" => "¦\"Đủ {{ thieu }}\"";
    Blind "reference.no_item" "ten": "check = \"da_niem_yet <= tong_tthc\"" => "check = ¦\"ten == 1\"";
    Blind "reference.no_column" "tong_tthc": "row_ok = \"dung_phien_ban and so_trang >= target.so_trang\"" => "row_ok = ¦\"tong_tthc > 0\"";
    Blind "reference.no_members" "tong_tthc.rows": "check = \"da_niem_yet <= tong_tthc\"" => "check = ¦\"tong_tthc.rows > 0\"";
    Blind "reference.register" "mau_tthc": "check = \"da_niem_yet <= tong_tthc\"" => "check = ¦\"mau_tthc.rate > 0\"";
    Blind "reference.survey" "phieu_hai_long": "check = \"da_niem_yet <= tong_tthc\"" => "check = ¦\"phieu_hai_long > 0\"";
    Blind "reference.no_question" "thai_do": "check = \"da_niem_yet <= tong_tthc\"" => "check = ¦\"phieu_hai_long.question.thai_dp.index > 0\"";
    Blind "reference.target" "target": "check = \"da_niem_yet <= tong_tthc\"" => "check = ¦\"target > 0\"";
    Blind "cycle" "ty-le-niem-yet → ty-le-niem-yet": "\"da_niem_yet / tong_tthc\"" => "¦\"ty_le_niem_yet / tong_tthc\"";
    Blind "when.later" "ghi-chu": "\"tong_tthc > 0\"" => "¦\"ghi_chu == 'a'\"";
    Blind "when.later" "dia-chi-pakn": "\"tong_tthc > 0\"" => "¦\"dia_chi_pakn == 'pass'\"";

    // What must be there at all.
    Sees "empty_section" "section.item": "[[section]]\nid = \"mau\"" => "¦[[section]]\nid = \"rong\"\ntitle = \"Rỗng\"\n\n[[section]]\nid = \"mau\"";
}

/// The tables of `shape` in a document.
pub(super) fn tables_of<'d>(document: &'d mut toml::Value, shape: &Shape) -> Vec<&'d mut toml::Table> {
    let path: &[&str] = match shape.name {
        "validity" => &["effective"],
        "basis" => &["basis"],
        "rule" => &["rule"],
        "section" => &["section"],
        "item" => &["section", "item"],
        "column" => &["section", "item", "columns"],
        "question" => &["section", "item", "questions"],
        "alarm" => &["section", "item", "alarm"],
        "says" => &["section", "item", "says"],
        "cause" => &["section", "item", "says", "cause"],
        _ => &[],
    };
    let mut reached = vec![document];
    for key in path {
        reached = reached.into_iter().filter_map(|value| value.get_mut(key)).flat_map(elements).collect();
    }
    reached.into_iter().filter_map(toml::Value::as_table_mut).collect()
}

fn elements(value: &mut toml::Value) -> Vec<&mut toml::Value> {
    match value {
        toml::Value::Array(elements) => elements.iter_mut().collect(),
        other => vec![other],
    }
}
