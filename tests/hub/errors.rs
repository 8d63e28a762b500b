//! What goes wrong, as real servers and networks say it.

use std::io::{Read, Write};
use std::net::TcpListener;

use kiemtra::exchange::hub::{Doing, Network, Pauses, Place, PlaceError, S3Place, prefix};
use kiemtra::inspection::RoundId;

use super::server::{BUCKET, Kind, Server, place};

fn list(place: &S3Place) -> PlaceError {
    place.list(&prefix(&RoundId::new("2025-dot-1").unwrap()), None).unwrap_err()
}

#[test]
#[ignore = "needs S3 servers: .ci/hub"]
fn wrong_keys_and_buckets_are_told_apart() {
    for kind in Kind::STRICT {
        let server = Server::start(kind);
        let with = |bucket, id, secret| list(&server.place_with(bucket, id, secret, Pauses::None));
        let wrong = with(BUCKET, "kiemtra", "sai");
        assert!(matches!(wrong, PlaceError::WrongSecret(_)), "{kind:?}: {wrong:?}");
        let unknown = with(BUCKET, "ai-do", "kiemtra-secret");
        assert!(matches!(unknown, PlaceError::UnknownKey(_)), "{kind:?}: {unknown:?}");
    }
    for kind in [Kind::Moto, Kind::Rclone] {
        let server = Server::start(kind);
        let missing = list(&server.place_with("khong-co", "kiemtra", "kiemtra-secret", Pauses::None));
        assert!(matches!(&missing, PlaceError::NoBucket(bucket) if bucket == "khong-co"), "{kind:?}: {missing:?}");
    }
}

#[test]
#[ignore = "needs S3 servers: .ci/hub"]
fn least_rights_suffice_and_a_missing_right_is_named() {
    let server = Server::start(Kind::Seaweed);
    let other = list(&server.place_with("khac", "kiemtra", "kiemtra-secret", Pauses::None));
    assert!(matches!(other, PlaceError::NoRight { doing: Doing::List, .. } | PlaceError::NoBucket(_)), "{other:?}");
    let reader = server.place_with(BUCKET, "reader", "reader-secret", Pauses::None);
    let mut laptop = super::laptop::Paper::new(1);
    laptop.know(2);
    laptop.record(3);
    let refused = laptop.sync(&reader).stopped.unwrap().to_string();
    let expected = PlaceError::NoRight { doing: Doing::Put, place: reader.title() }.to_string();
    assert_eq!(refused, expected);
    assert!(laptop.sync(&server.place()).stopped.is_none());
}

/// A server that gives every connection the same answer.
fn answering(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            // To the end of the request; of a TLS greeting (0x16 …) as much as has come.
            let (mut request, mut piece) = (Vec::new(), [0; 4096]);
            while !request.ends_with(b"\r\n\r\n") && request.first() != Some(&0x16) {
                match stream.read(&mut piece) {
                    Ok(read) if read > 0 => request.extend_from_slice(&piece[..read]),
                    _ => break,
                }
            }
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address.to_string()
}

fn at(address: &str) -> PlaceError {
    list(&place(address, "kiemtra", "kiemtra-secret", Network::direct().with(Pauses::None)))
}

#[test]
#[ignore = "opens loopback connections: .ci/hub"]
fn what_is_no_store_is_told() {
    let page = "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n<html>hi</html>";
    let error = at(&format!("http://{}/kiemtra", answering(page)));
    assert!(matches!(error, PlaceError::NotS3 { status: 200, .. }), "{error:?}");
    let login = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/login\r\ncontent-length: 0\r\n\r\n";
    let error = at(&format!("http://{}/kiemtra", answering(login)));
    assert!(matches!(error, PlaceError::NotS3 { status: 302, .. }), "{error:?}");
    let error = at(&format!("http://{}/kiemtra", answering("220 smtp\r\n")));
    assert!(matches!(error, PlaceError::NotS3 { .. } | PlaceError::Broken { .. }), "{error:?}");
    let error = at(&format!("https://{}/kiemtra", answering("HTTP/1.1 400 Bad Request\r\n\r\n")));
    assert!(matches!(error, PlaceError::Tls { .. }), "{error:?}");
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = at(&format!("http://{closed}/kiemtra"));
    assert!(matches!(error, PlaceError::Unreachable(_)), "{error:?}");
    let error = at("http://khong-co.invalid/kiemtra");
    assert!(matches!(error, PlaceError::UnknownHost(_)), "{error:?}");
}

#[test]
#[ignore = "opens loopback connections: .ci/hub"]
fn a_full_store_and_a_wrong_clock_are_told() {
    let full = "HTTP/1.1 507 Insufficient Storage\r\ncontent-length: 0\r\n\r\n";
    let error = at(&format!("http://{}/kiemtra", answering(full)));
    assert!(matches!(error, PlaceError::Full(_)), "{error:?}");
    let clock = "HTTP/1.1 403 Forbidden\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 47\r\n\r\n\
                 <Error><Code>RequestTimeTooSkewed</Code></Error>";
    let error = at(&format!("http://{}/kiemtra", answering(clock)));
    assert!(matches!(error, PlaceError::ClockOff(Some(minutes)) if minutes > 1_000_000), "{error:?}");
}

#[test]
#[ignore = "opens loopback connections: .ci/hub"]
fn a_proxy_is_used_and_its_refusals_are_told() {
    let through = |proxy: &str, address: &str| {
        let network = Network::through(&format!("http://{proxy}")).unwrap().with(Pauses::None);
        list(&place(address, "kiemtra", "kiemtra-secret", network))
    };
    let login = answering("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    for address in ["http://kho.invalid/kiemtra", "https://kho.invalid/kiemtra"] {
        let error = through(&login, address);
        assert!(matches!(error, PlaceError::ProxyLogin), "{address}: {error:?}");
    }
    let refusing = answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
    let error = through(&refusing, "https://kho.invalid/kiemtra");
    assert!(matches!(error, PlaceError::Proxy(_)), "{error:?}");
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = through(&closed.to_string(), "https://kho.invalid/kiemtra");
    assert!(matches!(error, PlaceError::Proxy(_)), "{error:?}");
}
