//! Other titles under which the lists of offices and of their software carry the same columns.

use rust_i18n::t;

/// By the id of a column or detail, as the shipped checklists call it.
const KNOWN: [(&[&str], &[&str]); 12] = [
    (
        &["ma-ho-so", "ma"],
        &["Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "Số biên nhận", "Mã biên nhận", "Mã HS", "Số HS", "Mã tra cứu"],
    ),
    (
        &["thu-tuc", "ten"],
        &["Thủ tục hành chính", "Tên thủ tục hành chính", "Tên thủ tục", "Tên TTHC", "TTHC", "Thủ tục", "Dịch vụ công"],
    ),
    (&["linh-vuc"], &["Lĩnh vực", "Tên lĩnh vực", "Nhóm thủ tục"]),
    (
        &["ngay-nhan", "ngay-tiep-nhan", "nhan"],
        &[
            "Ngày nhận",
            "Ngày tiếp nhận",
            "Ngày nộp",
            "Ngày nộp hồ sơ",
            "Thời gian tiếp nhận",
            "Thời điểm tiếp nhận",
            "Ngày vào",
        ],
    ),
    (
        &["ngay-hen", "hen", "han-xu-ly"],
        &[
            "Ngày hẹn trả",
            "Ngày hẹn",
            "Hạn trả",
            "Hạn trả kết quả",
            "Hạn xử lý",
            "Hạn giải quyết",
            "Thời hạn giải quyết",
            "Thời gian hẹn trả",
        ],
    ),
    (
        &["ngay-tra", "tra"],
        &[
            "Ngày trả",
            "Ngày trả kết quả",
            "Ngày kết thúc",
            "Ngày hoàn thành",
            "Ngày giải quyết xong",
            "Thời gian trả",
            "Ngày có kết quả",
        ],
    ),
    (&["lan-bo-sung", "lan"], &["Số lần bổ sung", "Số lần yêu cầu bổ sung", "Bổ sung"]),
    (&["ghi-chu"], &["Ghi chú", "Lưu ý"]),
    (&["co-giay-hen", "co-giay-tiep-nhan"], &["Giấy tiếp nhận", "Giấy hẹn", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"]),
    (&["co-xin-loi"], &["Phiếu xin lỗi", "Văn bản xin lỗi", "Thư xin lỗi"]),
    (
        &["cong-chuc"],
        &["Công chức", "Cán bộ", "Cán bộ tiếp nhận", "Công chức tiếp nhận", "Người tiếp nhận", "Nhân viên"],
    ),
    (&["ngay"], &["Ngày", "Ngày đánh giá", "Thời gian", "Dấu thời gian", "Timestamp", "Ngày khảo sát"]),
];

/// Other titles of the column `id`; where its title speaks of something else than its id usually does, none.
pub fn of(id: &str, title: &str) -> Vec<String> {
    let known = KNOWN.iter().filter(|(ids, _)| ids.contains(&id));
    let fits = |titles: &&(&[&str], &[&str])| id != "ma" || title.is_empty() || titles.1.contains(&title);
    known.filter(fits).flat_map(|(_, titles)| titles.iter().map(|title| (*title).to_owned())).collect()
}

/// A detail of a survey form as people call it.
pub fn detail(id: &str) -> String {
    let key = match id {
        "cong-chuc" => "import.officer",
        "linh-vuc" => "import.field",
        "ngay" => "import.day",
        other => return other.replace('-', " "),
    };
    t!(key).into_owned()
}
