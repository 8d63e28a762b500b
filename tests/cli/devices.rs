//! `device`: this laptop's words, and which other laptops are trusted.

use kiemtra::exchange::identity::{DeviceCard, SixWords};
use kiemtra::inspection::Store;
use kiemtra::journal::{Clock, DeviceId};
use serde_json::{Value, json};

use crate::place::{Place, ROUND};

/// The store of a home, as another program on the laptop opens it.
fn store(home: &std::path::Path) -> Store {
    Store::open(home, Clock::Fixed("2025-10-20T08:00:00+07:00".parse().unwrap())).unwrap()
}

/// Another laptop that sent something to `place`.
fn stranger(place: &Place, name: &str) -> (DeviceId, SixWords) {
    let keys = store(&place.path(name)).journal().device_keys();
    let card = DeviceCard { keys: keys.clone(), name: name.into(), member: Some("thanh-vien-1".into()) };
    store(&place.home()).see_device(&card).unwrap();
    (keys.device(), SixWords::of(&keys))
}

fn listing(place: &Place) -> Value {
    serde_json::from_str(&place.run(&["device", "--json"]).printed()).unwrap()
}

#[test]
fn a_laptop_shows_its_six_words_every_time_the_same() {
    let place = Place::new();
    let first = listing(&place);
    assert_eq!(listing(&place), first);
    let words = first["this"]["six_words"].as_str().unwrap();
    assert!(words.parse::<SixWords>().is_ok(), "{words}");
    assert_eq!(first["known"], json!([]));
    let said = place.run(&["device"]).printed();
    assert!(said.contains(&words.replace(' ', "   ")) && said.contains("Chưa biết máy nào khác"), "{said}");
}

#[test]
fn a_device_is_accepted_by_its_words_revoked_and_accepted_again() {
    let place = Place::with_round();
    let (id, words) = stranger(&place, "may-hoa");
    let waiting = listing(&place)["known"][0].clone();
    assert_eq!(waiting["standing"], "seen");
    assert_eq!(waiting["device"], id.as_str());
    assert_eq!(waiting["member"], "thanh-vien-1");
    assert_eq!(waiting["six_words"], words.to_string());
    assert!(place.run(&["device"]).printed().contains("may-hoa  ĐANG CHỜ CHẤP NHẬN từ 20/10/2025"));

    let typed = words.to_string();
    let typed: Vec<&str> = ["device", "accept"].into_iter().chain(typed.split(' ')).collect();
    let said = place.run(&typed).printed();
    assert!(said.contains("Đã chấp nhận máy may-hoa"), "{said}");
    assert_eq!(listing(&place)["known"][0]["standing"], "accepted");
    assert!(place.run(&["device", "accept", &words.joined("-").to_uppercase()]).printed().contains("từ trước"));

    let said = place.run(&["device", "revoke", id.as_str(), "--round", ROUND, "--after", "41"]).printed();
    assert!(said.contains("Đã thu hồi") && said.contains("đến bản ghi số 41"), "{said}");
    let revoked = listing(&place)["known"][0].clone();
    assert_eq!((&revoked["standing"], &revoked["revoked_after"]), (&json!("revoked"), &json!({ ROUND: 41 })));
    place.run(&["device", "accept", id.as_str()]).printed();
    let again = listing(&place)["known"][0].clone();
    assert_eq!((&again["standing"], again.get("revoked_after")), (&json!("accepted"), None));
}

#[test]
fn wrong_words_accept_nobody() {
    let place = Place::with_round();
    let (id, words) = stranger(&place, "may-hoa");
    let before = listing(&place);
    let other = if words.to_string().starts_with("mèo") { "bàn" } else { "mèo" };
    let mistaken = words.to_string().split(' ').skip(1).fold(other.to_owned(), |all, word| format!("{all} {word}"));
    place.run(&["device", "accept", &mistaken]).refused(2, "không chấp nhận máy nào");
    place.run(&["device", "accept", "mèo", "bàn"]).refused(2, "cần đúng sáu từ, ở đây có 2");
    place.run(&["device", "accept", "mèo", "qwerty"]).refused(2, "“qwerty”");
    place.run(&["device", "accept", "0123456789abcdef"]).refused(2, "0123456789abcdef");
    let own = before["this"]["device"].as_str().unwrap();
    place.run(&["device", "accept", own]).refused(2, "chính là máy này");
    place.run(&["device", "revoke", id.as_str(), "--round", "khong-co", "--after", "1"]).refused(2, "khong-co");
    place.run(&["device", "revoke", id.as_str(), "--after", "1"]).refused(2, "--round");
    place.run(&["device", "--json", "accept", id.as_str()]).refused(2, "");
    assert_eq!(listing(&place), before);
}

#[test]
fn a_laptop_is_named_for_people() {
    let place = Place::new();
    assert_eq!(place.run(&["device", "name", "Máy", "chị", "Hoa"]).printed(), "Máy này nay có tên: Máy chị Hoa\n");
    assert_eq!(listing(&place)["this"]["name"], "Máy chị Hoa");
    place.run(&["device", "name", " "]).refused(2, "tên máy để trống");
}

#[test]
fn the_secret_is_in_the_key_file_alone() {
    let place = Place::with_answers();
    let key: Value = serde_json::from_str(&std::fs::read_to_string(place.path("home/device.key")).unwrap()).unwrap();
    let secret = key["secret"].as_str().unwrap();
    place.run(&["backup", "b.bak"]).printed();
    for file in ["home/kiemtra.db", "b.bak"] {
        let bytes = std::fs::read(place.path(file)).unwrap();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle));
        assert!(!holds(secret.as_bytes()) && !holds(b"age-secret-key-"), "{file}");
    }
    let said = [place.run(&["device"]).printed(), place.run(&["device", "--json"]).printed()].concat();
    assert!(!said.contains(secret) && !said.to_lowercase().contains("secret"), "{said}");
}
