//! What the system calls this machine.

/// The machine's name without its domain; a word that says so where the system tells none.
pub(super) fn machine_name() -> String {
    let name = system_name().unwrap_or_default();
    let name = name.trim().split('.').next().unwrap_or_default().to_owned();
    if name.is_empty() || name == "localhost" { rust_i18n::t!("exchange_identity.nameless").into_owned() } else { name }
}

#[cfg(target_os = "linux")]
fn system_name() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/hostname").ok()
}

/// Windows and macOS both have this command.
#[cfg(not(target_os = "linux"))]
fn system_name() -> Option<String> {
    let output = std::process::Command::new("hostname").stdin(std::process::Stdio::null()).output();
    output.ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
}
