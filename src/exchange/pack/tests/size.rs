//! What a pack of one inspected unit weighs and costs.

use std::time::Instant;

use super::*;
use crate::journal::{Author, Chain, Change, Clock, FieldName, Journal, Parents, RecordKey};

/// 150 answers: a verdict, a remark, and the verdict changed after the remark; each by a keystroke of its own.
fn inspected_unit(home: &Path) -> Vec<Vec<u8>> {
    const REMARKS: [&str; 6] = [
        "Chưa niêm yết đầy đủ thủ tục hành chính thuộc thẩm quyền tại Bộ phận Một cửa; còn thiếu {} thủ tục mới công bố.",
        "Hồ sơ giải quyết quá hạn {} ngày nhưng không có văn bản xin lỗi tổ chức, cá nhân theo quy định.",
        "Đã ban hành kế hoạch cải cách hành chính, tuy nhiên chậm {} ngày so với yêu cầu của Uỷ ban nhân dân tỉnh.",
        "Sổ theo dõi hồ sơ ghi thiếu ngày hẹn trả ở {} trường hợp; đề nghị bổ sung và rút kinh nghiệm.",
        "Báo cáo số liệu {} hồ sơ tiếp nhận trực tuyến, không khớp với Cổng dịch vụ công của tỉnh.",
        "Chưa công khai kết quả khảo sát mức độ hài lòng của người dân; mới phát {} phiếu.",
    ];
    let time = chrono::DateTime::parse_from_rfc3339("2025-01-20T09:30:00+07:00").unwrap();
    let round = Chain::Round("2025-dot-1".into());
    let author = Author { member: Some("nguyen-thi-lan".into()), reason: None };
    let mut now = time;
    let mut journal = Journal::open(home, Clock::Fixed(now)).unwrap();
    for step in 0..3 {
        for item in 0..150_usize {
            now += chrono::Duration::seconds(7 + i64::try_from(item * 31 + step).unwrap() % 90);
            let (field, value): (_, serde_json::Value) = match step {
                0 => ("verdict", "pass".into()),
                1 => ("remark", REMARKS[item % 6].replace("{}", &(item * 7 % 41).to_string()).into()),
                _ => ("verdict", if item % 3 == 0 { "partial".into() } else { "fail".into() }),
            };
            let list = ["niem-yet-tthc", "giai-quyet-ho-so", "chi-dao-dieu-hanh"][item % 3];
            let change = Change {
                record: RecordKey::new(format!("answer/2025-dot-1/xa-dong-hai/{list}/muc-{item}")).unwrap(),
                field: FieldName::new(field).unwrap(),
                value,
                parents: Parents::SoleHead,
            };
            if item % 10 == 0 {
                journal = Journal::open(home, Clock::Fixed(now)).unwrap();
            }
            journal.write(&round, &author, &[change]).unwrap();
        }
    }
    let mut revisions = Vec::new();
    journal.stored("2025-dot-1", &mut |stored| revisions.push(stored.to_vec())).unwrap();
    revisions
}

#[test]
fn a_pack_of_one_inspected_unit_is_at_most_60_kilobytes() {
    let home = tempfile::tempdir().unwrap();
    let contents = Contents { revisions: inspected_unit(home.path()), ..Contents::default() };
    assert_eq!(contents.revisions.len(), 450);
    let (sealing, unlock) = sealings().remove(1);
    let start = Instant::now();
    let bytes = contents.packed(&sealing);
    let packed = start.elapsed();
    let bench = Bench::new();
    let start = Instant::now();
    let pack = bench.open(&bytes, &unlock).unwrap();
    println!(
        "{} bytes of revisions in {} bytes; packed and sealed in {packed:?}, opened and checked in {:?}",
        contents.header().counts.bytes,
        bytes.len(),
        start.elapsed()
    );
    assert!(unpacked(&pack) == contents);
    assert!(bytes.len() <= 60_000, "{}", bytes.len());
}
