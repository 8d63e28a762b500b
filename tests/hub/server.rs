//! The servers: started, asked until they answer, stopped when dropped.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use kiemtra::exchange::hub::{AccessKey, Address, Network, Pauses, S3Place};
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use tempfile::TempDir;

/// The bucket that every server has.
pub const BUCKET: &str = "kiemtra";
/// How long a server may take to answer for the first time.
const START: Duration = Duration::from_secs(90);
/// How often a server is started before it counts as broken.
const TRIES: usize = 5;

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Python; checks no signatures.
    Moto,
    /// Go, over a plain folder; knows no conditional put.
    Rclone,
    /// Go, a real distributed store.
    Seaweed,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Moto, Self::Rclone, Self::Seaweed];
    /// Those that check signatures and keep objects on the disk.
    pub const STRICT: [Self; 2] = [Self::Rclone, Self::Seaweed];
}

/// A running server.
pub struct Server {
    kind: Kind,
    port: u16,
    data: TempDir,
    child: Option<Child>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Server {
    /// Starts one with an empty bucket.
    pub fn start(kind: Kind) -> Self {
        let mut server = Self { kind, port: free_port(), data: tempfile::tempdir().unwrap(), child: None };
        server.resume();
        server.make_bucket();
        server
    }

    /// Starts it again where it was stopped. A port that was free a moment ago may be somebody's by the time the server
    /// takes it, so a server that ends by itself is started once more.
    pub fn resume(&mut self) {
        let mut said = String::new();
        for _ in 0..TRIES {
            match self.try_resume() {
                Ok(()) => return,
                Err(why) => said = why,
            }
        }
        panic!("{:?} does not start: {said}", self.kind);
    }

    fn try_resume(&mut self) -> Result<(), String> {
        let mut command = self.command();
        let log = std::fs::File::create(self.data.path().join("log")).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        self.child = Some(child);
        let begun = Instant::now();
        while !self.answers() {
            let over = self.child.as_mut().and_then(|child| child.try_wait().unwrap());
            if over.is_some() || begun.elapsed() > START {
                self.stop();
                let log = std::fs::read_to_string(self.data.path().join("log")).unwrap_or_default();
                return Err(format!("{over:?}\n{log}"));
            }
            // Nothing tells when it is ready: asked again a little later.
            let (_keep, never) = mpsc::channel::<()>();
            let _ = never.recv_timeout(Duration::from_millis(100));
        }
        Ok(())
    }

    /// Stops it; what it holds stays, but for moto.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn command(&self) -> Command {
        let data = self.data.path();
        let port = self.port;
        let arguments: Vec<String> = match self.kind {
            Kind::Moto => vec!["-H".into(), "127.0.0.1".into(), "-p".into(), port.to_string()],
            Kind::Rclone => {
                std::fs::create_dir_all(data.join("buckets").join(BUCKET)).unwrap();
                let address = format!("127.0.0.1:{port}");
                let folder = data.join("buckets").display().to_string();
                ["serve", "s3", "--addr", &address, "--auth-key", "kiemtra,kiemtra-secret", &folder]
                    .map(str::to_owned)
                    .to_vec()
            }
            Kind::Seaweed => {
                let keys = data.join("keys.json");
                std::fs::write(&keys, SEAWEED_KEYS).unwrap();
                std::fs::create_dir_all(data.join("volumes")).unwrap();
                let mut arguments: Vec<String> =
                    ["server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-volume.max=8", "-master.volumeSizeLimitMB=64"]
                        .map(str::to_owned)
                        .to_vec();
                arguments.extend(["-filer".to_owned(), "-s3".to_owned(), format!("-s3.port={port}")]);
                arguments.push(format!("-s3.config={}", keys.display()));
                arguments.push(format!("-dir={}", data.join("volumes").display()));
                for part in ["master", "volume", "filer"] {
                    arguments.push(format!("-{part}.port={}", free_port()));
                    arguments.push(format!("-{part}.port.grpc={}", free_port()));
                }
                arguments.push(format!("-s3.port.grpc={}", free_port()));
                arguments.extend(["-s3.port.iceberg=0".to_owned(), "-s3.port.lance=0".to_owned()]);
                arguments
            }
        };
        let program = match self.kind {
            Kind::Moto => "moto_server",
            Kind::Rclone => "rclone",
            Kind::Seaweed => "weed",
        };
        let mut command = Command::new(programs().join(program));
        command.args(arguments).current_dir(data);
        command
    }

    /// Whether it lists its buckets, or refuses to: either way it is there.
    fn answers(&self) -> bool {
        let agent = ureq::Agent::config_builder().proxy(None).http_status_as_error(false).build().new_agent();
        let answer = agent.get(self.endpoint()).call();
        answer.is_ok_and(|answer| answer.status().as_u16() < 500)
    }

    fn make_bucket(&self) {
        if self.kind == Kind::Rclone {
            return;
        }
        let endpoint = self.endpoint().parse().unwrap();
        let bucket = Bucket::new(endpoint, UrlStyle::Path, BUCKET, "us-east-1").unwrap();
        let admin = Credentials::new("admin", "admin-secret");
        let agent = ureq::Agent::config_builder().proxy(None).http_status_as_error(false).build().new_agent();
        let begun = Instant::now();
        loop {
            let url = bucket.create_bucket(&admin).sign(Duration::from_mins(1));
            let answer = agent.put(url.as_str()).send_empty();
            if answer.as_ref().is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert!(begun.elapsed() < START, "no bucket: {answer:?}");
            let (_keep, never) = mpsc::channel::<()>();
            let _ = never.recv_timeout(Duration::from_millis(200));
        }
    }

    fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its address, of the form `https://server/bucket`.
    pub fn address(&self, bucket: &str) -> String {
        format!("{}/{bucket}", self.endpoint())
    }

    /// The bucket as a place, with the key that may list, get and put.
    pub fn place(&self) -> S3Place {
        self.place_with(BUCKET, "kiemtra", "kiemtra-secret", Pauses::Patient)
    }

    pub fn place_with(&self, bucket: &str, id: &str, secret: &str, pauses: Pauses) -> S3Place {
        place(&self.address(bucket), id, secret, Network::direct().with(pauses))
    }
}

pub fn place(address: &str, id: &str, secret: &str, network: Network) -> S3Place {
    let Address::Bucket(address) = Address::parse(address).unwrap() else { panic!("{address} is no bucket") };
    S3Place::new(address, AccessKey::new(id, secret, None).unwrap(), network)
}

#[expect(clippy::disallowed_methods, reason = "a test is told by its script where the servers are")]
fn programs() -> PathBuf {
    let folder =
        std::env::var_os("KIEMTRA_HUB_SERVERS").expect("KIEMTRA_HUB_SERVERS names the servers' folder: run .ci/hub");
    PathBuf::from(folder)
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// One key for the administrator, one with the least rights that suffice, one that may not put.
const SEAWEED_KEYS: &str = r#"{"identities": [
  {"name": "admin", "credentials": [{"accessKey": "admin", "secretKey": "admin-secret"}], "actions": ["Admin", "Read", "Write", "List"]},
  {"name": "team", "credentials": [{"accessKey": "kiemtra", "secretKey": "kiemtra-secret"}], "actions": ["Read:kiemtra", "Write:kiemtra", "List:kiemtra"]},
  {"name": "reader", "credentials": [{"accessKey": "reader", "secretKey": "reader-secret"}], "actions": ["Read:kiemtra", "List:kiemtra"]}
]}"#;
